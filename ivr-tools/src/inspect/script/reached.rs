//! The states from which a state is reached, so that a line can be spoken as the answer that it is.

use crate::inspect::graph::{self, Destination, Edge, Route, describe};
use ivr_runtime::description::{Description, State};

/// Returns `Reached from Greeting; Hours on silence.`, or nothing if no state leads here.
pub(super) fn sentence(tree: &Description, edges: &[Edge<'_>], shared: &[Edge<'_>], state: &State) -> String {
    let starts = tree.starts.iter().filter(|start| start.state == state.name);
    let starts = starts.map(|start| match &start.name {
        Some(name) => format!("the start {name}"),
        None => "the start".to_owned(),
    });
    let leads_here = |edge: &&Edge<'_>| leads_to(edge, &state.name);
    let own = edges.iter().filter(|edge| !shared.iter().any(|one| graph::same_arm(one, edge)));
    let own = own.filter(leads_here).map(|edge| match tree.states.get(edge.from) {
        Some(from) if from.name != state.name => on(&from.name, edge),
        _ => on("itself", edge),
    });
    let everywhere = shared.iter().filter(leads_here).map(|edge| on("everywhere", edge));
    let on_error = tree.on_error.as_ref().map(|on_error| Route::of(tree, &on_error.then).to);
    let on_error = (on_error == Some(Destination::State(&state.name))).then(|| "on_error".to_owned());

    let from: Vec<String> = starts.chain(own).chain(everywhere).chain(on_error).collect();
    if from.is_empty() { String::new() } else { format!("Reached from {}.", from.join("; ")) }
}

fn leads_to(edge: &Edge<'_>, state: &str) -> bool {
    edge.route.to == Destination::State(state)
        || edge.route.retries.iter().any(|retry| retry.at == Some(state))
}

fn on(name: &str, edge: &Edge<'_>) -> String {
    match edge.causes.as_slice() {
        [cause] if cause.goes_without_saying() => name.to_owned(),
        _ => format!("{name} on {}", describe::of_edge(edge)),
    }
}
