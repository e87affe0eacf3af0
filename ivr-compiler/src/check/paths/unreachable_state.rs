//! # unreachable_state
//!
//! No path from any start leads to the state, so no caller ever hears it. Usually an arm has the wrong target, or
//! the state is left over from an earlier version.
//!
//! ```text
//! start Menu;
//! state Menu { say "Goodbye."; hangup; }
//! state Hours { say "We are open from nine to five."; hangup; }   // nobody can get here
//! ```
//!
//! Lead to the state, or remove it:
//!
//! ```text
//! start Menu;
//! state Menu { goto Hours; }
//! state Hours { say "We are open from nine to five."; hangup; }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Edge, Graph, StateId, spread},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if graph.starts.is_empty() || graph.leads_anywhere() {
        return;
    }
    let (edges, mut seen) = (graph.all_edges(), reached(graph));
    // States without any incoming edge come first, and cycles after them. States that only these lead to are not
    // reported.
    let alone = alone(edges, &seen);
    for state in alone.into_iter().chain(0..edges.len()) {
        if seen.get(state) != Some(&false) {
            continue;
        }
        spread(edges, [state], &mut seen);
        if let Some(found) = graph.states.get(state) {
            let message = format!("state `{}` is unreachable", found.name);
            let diagnostic = Diagnostic::new("unreachable_state", found.name.span(), message).within(state);
            diagnostics.push(diagnostic.help("lead an arm or a `goto` here, or remove the state"));
        }
    }
}

/// Returns whether a call can reach each state.
pub(super) fn reached(graph: &Graph) -> Vec<bool> {
    let edges = graph.all_edges();
    let mut seen = vec![false; edges.len()];
    spread(edges, graph.roots(), &mut seen);
    seen
}

/// Suggests the only state that nothing leads to for the only name that is not declared: one of both was renamed.
pub(crate) fn renamed(graph: &Graph, diagnostics: &mut Diagnostics) {
    let Some(unknown) = diagnostics.only_error("unknown_state") else { return };
    let (edges, seen) = (graph.all_edges(), reached(graph));
    let alone = alone(edges, &seen);
    if let ([state], [help]) = (&alone[..], &mut unknown.lines[..])
        && let Some(state) = graph.states.get(*state)
        && help.starts_with("help: declare it")
    {
        *help = format!("help: did you mean `{}`?", state.name);
        unknown.lines.push(format!("note: nothing leads to `{}`", state.name));
    }
}

/// Returns the unreachable states to which no other unreachable state leads.
fn alone(edges: &[Vec<Edge>], seen: &[bool]) -> Vec<StateId> {
    let mut led_to = vec![false; edges.len()];
    let unseen = |state: &StateId| seen.get(*state) == Some(&false);
    for from in (0..edges.len()).filter(unseen) {
        for edge in edges.get(from).into_iter().flatten().filter(|edge| edge.to != from) {
            if let Some(led_to) = led_to.get_mut(edge.to) {
                *led_to = true;
            }
        }
    }
    (0..edges.len()).filter(unseen).filter(|state| led_to.get(*state) == Some(&false)).collect()
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_state_that_nothing_leads_to() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { hangup; }
                state Orphan { hangup; }
//~                   ^^^^^^ state `Orphan` is unreachable
//~                    help: lead an arm or a `goto` here, or remove the state
            }
            "#,
        );
    }

    #[test]
    fn a_chain_is_reported_at_its_first_state() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { hangup; }
                state Third { hangup; }
                state Second { goto Third; }
                state First { goto Second; }
//~                   ^^^^^ state `First` is unreachable
//~                    help: lead an arm or a `goto` here, or remove the state
            }
            "#,
        );
    }

    #[test]
    fn a_state_that_only_on_error_leads_to_is_reached() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                on_error { say "Something went wrong."; } then Apology
                state Menu { hangup; }
                state Apology { say "We are sorry."; hangup; }
            }
            "#,
        );
    }
}
