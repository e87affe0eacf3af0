//! # no_way_out
//!
//! No path from this state ends the call, whatever the caller does. Callers are trapped until they hang up.
//!
//! ```text
//! state Menu { gather key { say "Press one for news."; } match { 1 => Update, silence | _ => Menu } }
//! state Update { say "There is no news."; goto Menu; }
//! ```
//!
//! Add a way out, for example after the second silence:
//!
//! ```text
//! state Menu {
//!     gather key { say "Press one for news."; } match {
//!         1           => Update,
//!         silence | _ => retry 2 { say "Sorry?"; } then end,
//!     }
//! }
//! state Update { say "There is no news."; hangup; }
//! ```

use super::unreachable_state::reached;
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, StateId, Verb},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    let reached = reached(graph);
    let is_unknown = graph.starts.is_empty() || graph.leads_anywhere();
    for trap in graph.traps() {
        // `unreachable_state` reports the others.
        let entered = trap.first().filter(|state| is_unknown || reached.get(**state) == Some(&true));
        let Some(first) = entered.and_then(|state| graph.states.get(*state)) else { continue };
        let others: Vec<String> = trap
            .iter()
            .skip(1)
            .filter_map(|id| graph.states.get(*id))
            .map(|state| format!("`{}`", state.name))
            .collect();
        let message = format!("state `{}` has no way out: no path ends the call", first.name);
        let mut diagnostic = Diagnostic::new("no_way_out", first.name.span(), message);
        diagnostic = match others.len() {
            0 if only_gotos(graph, trap) => diagnostic.note("its `goto` leads back here"),
            0 => diagnostic.note("every arm leads back here"),
            1..=4 => diagnostic.note(format!("every path stays in it and {}", others.join(", "))),
            more => diagnostic.note(format!("every path stays in it and {more} other states")),
        };
        let help = match only_gotos(graph, trap) {
            true => "replace one `goto` with `hangup;`, or lead it to a state that ends",
            false => "lead one arm to a state that ends, or to `end`",
        };
        diagnostics.push(diagnostic.help(help));
    }
}

/// Whether the states have no arms, but lead to each other by `goto`.
fn only_gotos(graph: &Graph, trap: &[StateId]) -> bool {
    trap.iter().filter_map(|state| graph.states.get(*state)).all(|state| matches!(state.verb, Verb::Goto(_)))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn two_states_that_only_lead_to_each_other() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "Press one for news."; } match { 1 => News, silence | _ => Menu } }
//~                   ^^^^ state `Menu` has no way out: no path ends the call
//~                   note: every path stays in it and `News`
//~                   help: lead one arm to a state that ends, or to `end`
                state News { say "None."; goto Menu; }
            }
            "#,
        );
    }

    #[test]
    fn states_that_no_call_reaches_are_only_unreachable() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { hangup; }
                state News { say "None."; goto More; }
//~                   ^^^^ state `News` is unreachable
//~                   help: lead an arm or a `goto` here, or remove the state
                state More { say "None."; goto News; }
            }
            "#,
        );
    }

    #[test]
    fn one_arm_that_ends_is_a_way_out() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                state Menu {
                    gather key { say "Press one for news."; } match {
                        1 => News,
                        silence | _ => retry 1 { say "Sorry?"; } then end,
                    }
                }
                state News { say "None."; goto Menu; }
            }
            "#,
        );
    }

    #[test]
    fn a_way_out_that_may_not_be_there() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { open: bool = true }
                #[allow(endless_silence, reason = "a test")]
                state Menu { gather key { if open { say "To end, press one."; } } match { 1 if open => end, silence | _ => again } }
//~                   ^^^^ state `Menu` has no way out: no path ends the call
//~                   note: every arm leads back here
//~                   help: lead one arm to a state that ends, or to `end`
            }
            "#,
        );
    }

    #[test]
    fn a_way_out_under_each_condition() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                data { open: bool = true, vip: bool = true }
                #[allow(endless_silence, reason = "a test")]
                state Menu {
                    gather key { if open { say "To end, press one."; } else { say "For others, press one."; } } match {
                        1 if open => end, 1 if !open => Other, silence | _ => again
                    }
                }
                #[allow(endless_silence, reason = "a test")]
                state Other {
                    gather key { if vip { say "To end, press one."; } else { say "To go back, press two."; } } match {
                        1 if vip => end, 2 if !vip => Last, silence | _ => again
                    }
                }
                state Last { hangup; }
            }
            "#,
        );
    }
}
