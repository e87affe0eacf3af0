//! # hot_cycle
//!
//! States lead to each other in a cycle in which nothing is said, set or asked of the caller. Nothing changes
//! between two rounds, so the caller would hear nothing and the server would spin until the call ends. This error
//! cannot be waived.
//!
//! ```text
//! #[allow(endless_silence, reason = "the desk opens in the end")]
//! state Wait { match app.open() { true => Desk, false => Wait } }
//! ```
//!
//! Let the caller hear that they are waiting:
//!
//! ```text
//! #[allow(endless_silence, reason = "the desk opens in the end")]
//! state Wait { pause 5s; match app.open() { true => Desk, false => Wait } }
//! ```
//!
//! A walk through a list keeps its place in a field, and may be as long as the list:
//!
//! ```text
//! data { at: usize = 0 }
//! #[allow(endless_silence, reason = "the list has an end")]
//! state Next { match app.is_open(call.at) { Some(true) => Desk, Some(false) => { set at = call.at + 1; } then Next, None => end } }
//! ```

use std::collections::HashSet;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Edge, Graph, State, StateId, Verb, components},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    // Without a waiver, `endless_silence` reports the cycle.
    let waives = |state: &State| state.attributes.allows("endless_silence");
    if !graph.attributes.allows("endless_silence") && !graph.states.iter().any(waives) {
        return;
    }
    let mut edges = graph.all_edges().to_vec();
    for (state, out) in edges.iter_mut().enumerate() {
        if !graph.states.get(state).is_some_and(|state| spins(graph, state)) {
            out.clear();
        }
        // An edge back to the first waiting state ends the document, so it is not part of a cycle.
        out.retain(|edge| !edge.changes && !graph.waiting.begins_anew(state, edge.to));
    }
    let trapped: HashSet<StateId> = graph.traps().iter().flatten().copied().collect();
    let component = components(&edges, |_| true);
    let mut told = HashSet::new();
    for (from, out) in edges.iter().enumerate() {
        let own = component.get(from);
        let round = out.iter().find(|edge| component.get(edge.to) == own);
        if let (Some(edge), false) = (round, trapped.contains(&from))
            && told.insert(own)
        {
            diagnostics.push(diagnostic(graph, from, edge));
        }
    }
}

/// Returns whether a call passes the state silently and without changing a field.
fn spins(graph: &Graph, state: &State) -> bool {
    !graph.changes(&state.steps)
        && match &state.verb {
            Verb::Goto(_) | Verb::Hours(_) => true,
            Verb::Match(question) => !graph.changes(&question.meanwhile),
            Verb::Gather(_)
            | Verb::Dial(_)
            | Verb::Record(_)
            | Verb::Enqueue(_)
            | Verb::Connect(_)
            | Verb::Hangup
            | Verb::Reject { .. }
            | Verb::Redirect(_)
            | Verb::Leave { .. }
            | Verb::Broken => false,
        }
}

fn diagnostic(graph: &Graph, from: StateId, edge: &Edge) -> Diagnostic {
    let message = "this loops without a prompt or a pause";
    Diagnostic::new("hot_cycle", edge.span, message)
        .within(from)
        .note(format!("{} —{}→ {} …", graph.name_of(from), edge.label, graph.name_of(edge.to)))
        .help("say something, `pause` for some seconds, or `set` a field on the way")
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
//~                                                       ^^^^^ this loops without a prompt or a pause
//~                                                       note: A —false→ B …
//~                                                       help: say something, `pause` for some seconds, or `set` a field on the way
                state B { match app.late() { true => end, false => A } }
            }
            "#,
        );
    }

    #[test]
    fn a_circle_that_tells_rust_and_changes_nothing() {
        check_diagnostics(
            r#"
            #[allow(endless_silence, reason = "somebody comes in the end")]
            pub tree Line for App {
                start A;
                state A { match app.open() { true => end, false => { run app.note().await; } then A } }
//~                                                       ^^^^^ this loops without a prompt or a pause
//~                                                       note: A —false→ A …
//~                                                       help: say something, `pause` for some seconds, or `set` a field on the way
            }
            "#,
        );
    }

    #[test]
    fn a_walk_through_a_list() {
        let walk = |arm: &str, state: &str| {
            check_legal(&format!(
                r#"
                #[allow(endless_silence, reason = "the list has an end")]
                pub tree Line for App {{
                    start A;
                    data {{ at: usize = 0 }}
                    state A {{ match app.open(call.at) {{ Some(true) => end, Some(false) => {arm}, None => end }} }}
                    state B {{ {state} goto A; }}
                }}
                "#
            ));
        };
        walk("{ set at = call.at + 1; } then B", "");
        walk("{ say \"One moment.\"; set at = call.at + 1; } then B", "");
        walk("{ say \"One moment.\"; } then B", "");
        walk("B", "set at = call.at + 1;");
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
