//! # operator_unreachable
//!
//! No path leads from this menu to a person, a message or a queue, although the tree has one. A caller who needs a
//! person must hang up and call again.
//!
//! ```text
//! state Menu { gather key { say "Hours, one. A person, two."; } match { 1 => Hours, 2 => Desk, silence | _ => Desk } }
//! state Hours { gather key { say "Nine to five. Again, one."; } match { 1 => Hours, silence | _ => Bye } }
//! state Bye { say "Goodbye."; hangup; }
//! state Desk { dial "+12345678900" match { answered => end, _ => Bye } }
//! ```
//!
//! Lead back to a menu from which a person can be reached, or add a key to `everywhere`:
//!
//! ```text
//! everywhere { 0 => Desk }
//! state Menu { gather key { say "Hours, one. A person, zero."; } match { 1 => Hours, silence | _ => Desk } }
//! state Hours { gather key { say "Nine to five. Again, one."; } match { 1 => Hours, silence | _ => Bye } }
//! state Bye { say "Goodbye."; hangup; }
//! state Desk { dial "+12345678900" match { answered => end, _ => Bye } }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Edge, Graph, StateId, Verb, spread},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    let people = graph.states.iter().enumerate().filter(|(_, state)| state.verb.reaches_somebody());
    let people: Vec<StateId> = people.map(|(id, _)| id).collect();
    let Some(person) = people.first().map(|id| graph.name_of(*id)) else { return };
    // A redirect may lead to a person.
    let elsewhere =
        graph.states.iter().enumerate().filter(|(_, state)| matches!(state.verb, Verb::Redirect(_)));
    let people = people.into_iter().chain(elsewhere.map(|(id, _)| id));
    let mut helped = vec![false; graph.states.len()];
    spread(&backwards(graph.all_edges()), people, &mut helped);
    let asks = |id: &StateId| matches!(graph.states.get(*id).map(|state| &state.verb), Some(Verb::Gather(_)));
    // A caller in a queue already waits for a person.
    let asks = |id: &StateId| asks(id) && !graph.waiting.holds(*id);
    let alone = (0..graph.states.len()).filter(asks).filter(|id| helped.get(*id) == Some(&false));
    let alone: Vec<StateId> = alone.collect();
    if let [first, others @ ..] = alone.as_slice() {
        let Some(state) = graph.states.get(*first) else { return };
        let message = format!("no person can be reached from `{}`", state.name);
        let diagnostic = Diagnostic::new("operator_unreachable", state.name.span(), message).within(*first);
        let diagnostic = match others.len() {
            0 => diagnostic,
            1 => diagnostic.note("the same applies to one more state"),
            more => diagnostic.note(format!("the same applies to {more} more states")),
        };
        diagnostics.push(
            diagnostic
                .help(format!("lead there, or add a key to all states: `everywhere {{ 0 => {person} }}`")),
        );
    }
}

/// Returns the edges in the reverse direction.
fn backwards(edges: &[Vec<Edge>]) -> Vec<Vec<Edge>> {
    let mut turned: Vec<Vec<Edge>> = vec![Vec::new(); edges.len()];
    for (from, out) in edges.iter().enumerate() {
        for edge in out {
            if let Some(turned) = turned.get_mut(edge.to) {
                turned.push(Edge { to: from, ..edge.clone() });
            }
        }
    }
    turned
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn two_menus_from_which_nobody_is_reached() {
        check_warnings(
            "operator_unreachable",
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => Bye }
                state Menu { gather key { say "One, two."; } match { 1 => Hours, 2 => Desk } }
                state Hours { gather key { say "One."; } match { 1 => More } }
//~                   ^^^^^ no person can be reached from `Hours`
//~                   note: the same applies to one more state
//~                   help: lead there, or add a key to all states: `everywhere { 0 => Desk }`
                state More { gather key { say "One."; } match { 1 => Hours } }
                state Bye { say "Goodbye."; hangup; }
                state Desk { record match { _ => Bye } }
            }
            "#,
        );
    }

    #[test]
    fn a_line_without_people_has_none_to_reach() {
        check_warnings(
            "operator_unreachable",
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "One."; } match { 1 => Menu, silence | _ => { say "Goodbye."; } then end } }
            }
            "#,
        );
    }
}
