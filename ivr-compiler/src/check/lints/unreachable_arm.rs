//! # unreachable_arm
//!
//! The other arms of the `match` take every outcome, so `_` is never taken. Whoever reads the tree expects a case that
//! does not exist.
//!
//! ```text
//! state Message { say "Please leave a message."; record match { recorded => end, silence => end, _ => end } }
//! ```
//!
//! Remove the arm:
//!
//! ```text
//! state Message { say "Please leave a message."; record match { recorded => end, silence => end } }
//! ```
//!
//! If a later version adds an outcome, a tree without `_` does not compile until the outcome has an arm. An unknown
//! value of Twilio is `failed`.

use ivr_core::event::Outcome;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Arm, Graph},
    syntax::Pattern,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Some(arm) = state.own_arms().find(|arm| is_rest(arm)) else { continue };
        if state.verb.leaves_nothing()
            && let Some(rest) = arm.patterns.first()
        {
            let message = "the other arms take every outcome, so `_` is never taken";
            let diagnostic = Diagnostic::new("unreachable_arm", rest.span(), message).within(id);
            diagnostics.push(diagnostic.help("remove the arm"));
        }
    }
}

/// Returns whether the arm is for `_` alone. `silence | _` is how people write "anything else".
fn is_rest(arm: &Arm) -> bool {
    matches!(&arm.patterns[..], [Pattern::Outcome { outcome: Outcome::Else, .. }])
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn a_rest_behind_every_outcome() {
        check_warnings(
            "unreachable_arm",
            r#"
            pub tree Line {
                start Desk;
                hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
                state Desk { dial "+12345678900" match { answered => end, busy | no_answer | failed | canceled => Open, _ => end } }
//~                                                                                                                     ^ the other arms take every outcome, so `_` is never taken
//~                                                                                                                     help: remove the arm
                state Open { match hours office { open => Queue, closed => Code, _ => end } }
//~                                                                              ^ the other arms take every outcome, so `_` is never taken
//~                                                                              help: remove the arm
                state Queue { enqueue "a" match { bridged => end, left | hung_up | full | failed => end, _ => end } }
//~                                                                                                      ^ the other arms take every outcome, so `_` is never taken
//~                                                                                                      help: remove the arm
                state Code { gather key { say "Press any key."; } match { entered => end, silence => end, _ => end } }
//~                                                                                                       ^ the other arms take every outcome, so `_` is never taken
//~                                                                                                       help: remove the arm
            }
            "#,
        );
    }

    #[test]
    fn a_rest_of_which_something_is_left() {
        check_warnings(
            "unreachable_arm",
            r#"
            pub tree Line {
                start Desk;
                state Desk { dial "+12345678900" match { answered => end, busy | no_answer | failed => Code, _ => end } }
                state Code { gather 4 keys { say "Your code?"; } match { entered => Name, silence => end, _ => end } }
                state Name { gather speech { say "Yes or no?"; } match { "yes" => end, "no" => end, entered => end, silence => end, _ => end } }
            }
            "#,
        );
    }
}
