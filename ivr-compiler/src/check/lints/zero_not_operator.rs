//! # zero_not_operator
//!
//! The key 0 ends the call or repeats the menu, although the tree has a person who could help. Callers who are lost
//! press 0, because it leads to a person in most phone trees.
//!
//! ```text
//! state Menu { gather key { say "For sales, press one. To end, press zero."; } match { 1 => Sales, 0 => end, silence | _ => Sales } }
//! state Sales { dial "+12345678900" match { _ => end } }
//! ```
//!
//! Let 0 lead to a person, and use another key for this option:
//!
//! ```text
//! state Menu {
//!     gather key { say "For sales, press one. To end, press nine. For a person, press zero."; } match {
//!         1 => Sales, 9 => end, 0 | silence | _ => Sales,
//!     }
//! }
//! state Sales { dial "+12345678900" match { _ => end } }
//! ```
//!
//! A 0 that leads to another question or to a Rust `match` is not reported. Neither is a 0 that is `hidden`, nor one
//! in a scale where every key is a number.

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Action, Arm, Graph, StateId, Target, Verb},
};

/// More keys than a menu has: with so many, the caller enters a quantity.
const SCALE: usize = 8;

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    let Some(person) = graph.states.iter().find(|state| state.verb.reaches_somebody()) else { return };
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Gather(gather) = &state.verb else { continue };
        let keys = state.options().flat_map(Arm::keys).count();
        if gather.keys.is_none_or(|keys| keys.max != Some(1)) || keys > SCALE {
            continue;
        }
        let zero = |arm| Some((arm, Arm::keys(arm).find(|key| key.value == "0")?));
        let Some((arm, key)) = state.options().find_map(zero) else { continue };
        if helps_nobody(graph, &arm.target, id) {
            let diagnostic = Diagnostic::new(
                "zero_not_operator",
                key.span,
                "callers press `0` for a person, but it leads to none",
            );
            diagnostics.push(diagnostic.within(id).help(format!("write `0 => {}`", person.name)));
        }
    }
}

/// Returns whether a target ends the call, or returns by itself to the state that asked.
fn helps_nobody(graph: &Graph, target: &Target, origin: StateId) -> bool {
    let mut target = target;
    // More steps than states mean a cycle of `goto`, which another rule reports.
    for _ in 0..=graph.states.len() {
        let next = match target {
            Target::End(_) | Target::Again => return true,
            Target::Unknown => return false,
            Target::Go(jump) | Target::Wait(jump) => jump.state,
            Target::Action(row) => match graph.action(*row) {
                Some(Action::Say { then, .. } | Action::Retry { then, .. }) => {
                    target = then;
                    continue;
                }
                Some(Action::Enter { jump, .. } | Action::Leave { jump, .. }) => jump.state,
                None => return false,
            },
        };
        match graph.states.get(next).map(|state| &state.verb) {
            Some(Verb::Goto(further)) => target = further,
            Some(Verb::Hangup | Verb::Reject { .. }) => return true,
            _ => return next == origin,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn a_zero_that_ends_the_call_and_one_that_repeats() {
        check_warnings(
            "zero_not_operator",
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => Desk }
                state Menu { gather key { say "Hours, one. To end, zero."; } match { 1 => Hours, 0 => Bye } }
//~                                                                                              ^ callers press `0` for a person, but it leads to none
//~                                                                                              help: write `0 => Desk`
                state Hours { gather key { say "Nine to five. Again, zero. Rate us, one."; } match { 0 => More, 1 => Rate } }
//~                                                                                                  ^ callers press `0` for a person, but it leads to none
//~                                                                                                  help: write `0 => Desk`
                state More { say "Once more."; goto Hours; }
                state Rate { gather key { say "From zero to nine?"; } match { 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 => Bye } }
                state Bye { say "Goodbye."; hangup; }
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_zero_that_leads_to_a_person_or_to_another_question() {
        check_warnings(
            "zero_not_operator",
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => Desk }
                state Menu { gather key { say "Help, zero. Hours, one."; } match { 0 => Help, 1 => Hours } }
                state Help { gather key { say "A person, zero."; } match { 0 => Desk } }
                state Hours { gather 1..=2 keys, finish_on_key '#' { say "To end, 0 and hash."; } match { 0 | '*' => end } }
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn where_nobody_is_there_a_zero_finds_nobody() {
        check_warnings(
            "zero_not_operator",
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "To end, press zero."; } match { 0 | silence | _ => end } }
            }
            "#,
        );
    }
}
