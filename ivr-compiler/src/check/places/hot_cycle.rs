//! # hot_cycle
//!
//! States lead round to each other without a word, a pause or a question to the caller. That is no circle that
//! somebody could wait in: the server would spin for as long as the call lasts, so no reason waives it.
//!
//! ```text
//! #[allow(endless_silence, reason = "the desk opens in the end")]
//! state Wait { match app.open() { true => Desk, false => Wait } }
//! ```
//!
//! Let the caller hear that they wait:
//!
//! ```text
//! #[allow(endless_silence, reason = "the desk opens in the end")]
//! state Wait { pause 5s; match app.open() { true => Desk, false => Wait } }
//! ```

use std::collections::HashSet;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Edge, Graph, State, StateId, Verb, components},
    syntax::Step,
};

pub(crate) fn check(graph: &Graph, faults: &mut Diagnostics) {
    // Without a waiver the circle is told as an endless one.
    let waives = |state: &State| state.attributes.allows("endless_silence");
    if !graph.attributes.allows("endless_silence") && !graph.states.iter().any(waives) {
        return;
    }
    let mut edges = graph.all_edges().to_vec();
    for (state, out) in edges.iter_mut().enumerate() {
        if !graph.states.get(state).is_some_and(spins) {
            out.clear();
        }
    }
    let trapped: HashSet<StateId> = graph.traps().into_iter().flatten().collect();
    let component = components(&edges, |_| true);
    let mut told = HashSet::new();
    for (from, out) in edges.iter().enumerate() {
        let own = component.get(from);
        let round = out.iter().find(|edge| component.get(edge.to) == own);
        if let (Some(edge), false) = (round, trapped.contains(&from))
            && told.insert(own)
        {
            faults.push(fault(graph, from, edge));
        }
    }
}

/// Whether a call goes through the state without a sound.
fn spins(state: &State) -> bool {
    let silent = |steps: &[Step]| steps.iter().all(Step::is_unheard);
    silent(&state.steps)
        && match &state.verb {
            Verb::Goto(_) => true,
            Verb::Match(question) => silent(&question.meanwhile),
            _ => false,
        }
}

fn fault(graph: &Graph, from: StateId, edge: &Edge) -> Diagnostic {
    let message = "this goes round without a word, and nobody can wait in it";
    Diagnostic::new("hot_cycle", edge.span, message)
        .within(from)
        .note(format!("{} —{}→ {} …", graph.name_of(from), edge.label, graph.name_of(edge.to)))
        .help("say something, or `pause` for some seconds")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn two_questions_that_lead_to_each_other() {
        check_diagnostics(
            r#"
            #[allow(endless_silence, reason = "somebody comes in the end")]
            pub tree Line for App {
                start A;
                state A { match app.open() { true => end, false => B } }
//~                                                       ^^^^^ this goes round without a word, and nobody can wait in it
//~                                                       note: A —false→ B …
//~                                                       help: say something, or `pause` for some seconds
                state B { match app.late() { true => end, false => A } }
            }
            "#,
        );
    }

    #[test]
    fn a_circle_with_music_in_it() {
        check_legal(
            r#"
            pub tree Line for App {
                start A;
                #[allow(endless_silence, reason = "somebody comes in the end")]
                state A { play "https://audio.example/waltz.mp3"; match app.open() { true => end, false => A } }
            }
            "#,
        );
    }
}
