//! # circular_under
//!
//! Two or more states are `under` each other in a cycle. `back` would lead the caller around the cycle and never to
//! the top.
//!
//! ```text
//! state Menu under Hours { goto Hours; }
//! state Hours under Menu { say "Nine to five."; hangup; }
//! ```
//!
//! Remove `under` from the state at the top:
//!
//! ```text
//! state Menu { goto Hours; }
//! state Hours under Menu { say "Nine to five."; hangup; }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, StateId},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    // The walk that visited a state first. A walk that meets itself has found a cycle.
    let mut walk: Vec<Option<StateId>> = vec![None; graph.states.len()];
    for start in 0..graph.states.len() {
        let mut at = Some(start);
        while let Some(state) = at {
            let Some(met) = walk.get_mut(state) else { break };
            match *met {
                None => *met = Some(start),
                Some(before) if before == start => {
                    diagnostics.extend(diagnostic(graph, state));
                    break;
                }
                Some(_) => break,
            }
            at = above(graph, state);
        }
    }
}

fn above(graph: &Graph, state: StateId) -> Option<StateId> {
    graph.states.get(state).and_then(|state| state.under)
}

fn diagnostic(graph: &Graph, state: StateId) -> Option<Diagnostic> {
    let found = graph.states.get(state)?;
    let mut route = found.name.to_string();
    let mut at = above(graph, state);
    for _ in &graph.states {
        let next = at?;
        route.push_str(&format!(" under {}", graph.name_of(next)));
        if next == state {
            break;
        }
        at = above(graph, next);
    }
    let message = format!("state `{}` is under itself", found.name);
    let diagnostic = Diagnostic::new("circular_under", found.name.span(), message).within(state);
    Some(diagnostic.note(route).help("remove `under` from the topmost of them"))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn three_states_each_under_the_next() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                state A under B { goto B; }
                state B under C { goto C; }
//~                   ^ state `B` is under itself
//~                   note: B under C under D under B
//~                   help: remove `under` from the topmost of them
                state C under D { goto D; }
                state D under B { goto E; }
                state E under E { hangup; }
//~                   ^ state `E` is under itself
//~                   note: E under E
//~                   help: remove `under` from the topmost of them
            }
            "#,
        );
    }

    #[test]
    fn several_states_under_one() {
        check_legal(
            r#"
            pub tree Line {
                start A;
                state A { goto B; }
                state B under A { goto C; }
                state C under A { hangup; }
            }
            "#,
        );
    }
}
