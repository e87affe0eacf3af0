//! # unreachable_state
//!
//! No path from any start reaches the state, so nobody will ever hear it: most often an arm has lost its target,
//! or the state was left behind.
//!
//! ```text
//! start Menu;
//! state Menu { say "Goodbye."; hangup; }
//! state Hours { say "We are open from nine to five."; hangup; }   // nobody can get here
//! ```
//!
//! Lead somebody there, or remove the state:
//!
//! ```text
//! start Menu;
//! state Menu { goto Hours; }
//! state Hours { say "We are open from nine to five."; hangup; }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, StateId, reachable},
};

pub(super) fn check(graph: &Graph, faults: &mut Diagnostics) {
    if graph.starts.is_empty() || graph.leads_anywhere() {
        return;
    }
    let edges = graph.all_edges();
    let mut seen = reachable(&edges, graph.roots());
    let led_to = |seen: &[bool], state: StateId| {
        let out = edges.iter().enumerate();
        let mut unseen = out.filter(|(from, _)| *from != state && seen.get(*from) == Some(&false));
        unseen.any(|(_, out)| out.iter().any(|edge| edge.to == state))
    };
    // First those that nothing leads to; what only they lead to is explained by them. Then what goes in a circle.
    let alone: Vec<StateId> = (0..edges.len()).filter(|state| !led_to(&seen, *state)).collect();
    for state in alone.into_iter().chain(0..edges.len()) {
        if seen.get(state) != Some(&false) {
            continue;
        }
        for (place, more) in reachable(&edges, [state]).into_iter().enumerate() {
            if let (true, Some(seen)) = (more, seen.get_mut(place)) {
                *seen = true;
            }
        }
        if let Some(found) = graph.states.get(state) {
            let message = format!("nobody can reach state `{}`", found.name);
            let fault = Diagnostic::new("unreachable_state", found.name.span(), message);
            faults.push(fault.help("lead an arm or a `goto` here, or remove the state"));
        }
    }
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
//~                   ^^^^^^ nobody can reach state `Orphan`
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
//~                   ^^^^^ nobody can reach state `First`
//~                    help: lead an arm or a `goto` here, or remove the state
            }
            "#,
        );
    }

    #[test]
    fn a_state_that_only_trouble_leads_to_is_reached() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                trouble { say "Something went wrong."; } then Apology
                state Menu { hangup; }
                state Apology { say "We are sorry."; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_misspelt_target_is_not_also_an_unreachable_state() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { goto Slaes; }
//~                               ^^^^^ there is no state `Slaes`
//~                               help: did you mean `Sales`?
                state Sales { hangup; }
            }
            "#,
        );
    }
}
