//! # continues_after_hang_up
//!
//! The arm handles an outcome after which the caller has hung up, but it continues the call. Nobody hears what the
//! arm says, and nobody answers in the state that it leads to.
//!
//! ```text
//! state Support { say "Please hold."; enqueue "support" match { bridged => end, left | hung_up => Message, _ => end } }
//! state Message { say "Please leave a message."; record match { recorded | silence => end } }
//! ```
//!
//! End the call. A `run` before the end may record what happened:
//!
//! ```text
//! state Support { say "Please hold."; enqueue "support" match { bridged | hung_up => end, left => Message, _ => end } }
//! state Message { say "Please leave a message."; record match { recorded | silence => end } }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Action, End, Graph, Target},
    syntax::{Pattern, Step},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        for arm in state.own_arms().filter(|arm| !ends(graph, &arm.target)) {
            // `impossible_outcome` reports an outcome that the verb does not have.
            let possible = |outcome, span| state.verb.takes(&Pattern::Outcome { outcome, span });
            let gone = arm
                .outcomes()
                .filter(|(outcome, span)| !outcome.caller_is_there() && possible(*outcome, *span));
            diagnostics.extend(gone.map(|(outcome, span)| {
                let name = outcome.as_str();
                let message = format!(
                    "nobody is on the line after `{name}`: the arm must end the call and say nothing"
                );
                let diagnostic = Diagnostic::new("continues_after_hang_up", span, message).within(id);
                diagnostic.help(format!("end it: `{name} => end`, or `{name} => {{ run …; }} then end`"))
            }));
        }
    }
}

/// Returns whether a target ends the call without saying anything.
fn ends(graph: &Graph, target: &Target) -> bool {
    match target {
        Target::End(End::Hangup) | Target::Unknown => true,
        Target::Action(row) => match graph.action(*row) {
            Some(Action::Say { steps, then }) => steps.iter().all(Step::is_unheard) && ends(graph, then),
            Some(Action::Retry { .. } | Action::Enter { .. } | Action::Leave { .. }) | None => false,
        },
        Target::Go(_)
        | Target::Wait(_)
        | Target::Again
        | Target::End(End::Busy | End::Rejected | End::Leave) => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_message_and_words_for_somebody_who_has_hung_up() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Desk;
                state Desk { say "Please hold."; enqueue "desk" match { bridged => end, left | hung_up => Message, _ => end } }
//~                                                                                            ^^^^^^^ nobody is on the line after `hung_up`: the arm must end the call and say nothing
//~                                                                                            help: end it: `hung_up => end`, or `hung_up => { run …; } then end`
                state Message { say "Please leave a message."; record match { recorded => Shop, silence => end } }
                state Shop { enqueue "shop" match { hung_up => { say "Goodbye."; } then end, _ => end } }
//~                                                 ^^^^^^^ nobody is on the line after `hung_up`: the arm must end the call and say nothing
//~                                                 help: end it: `hung_up => end`, or `hung_up => { run …; } then end`
            }
            "#,
        );
    }

    #[test]
    fn a_note_for_the_app_and_an_arm_for_all_the_rest() {
        check_legal(
            r#"
            pub tree Line for App {
                start Desk;
                state Desk { say "Please hold."; enqueue "desk" match { hung_up => { run app.gave_up(call); } then end, _ => Shop } }
                state Shop { enqueue "shop" match { bridged | hung_up => end, _ => Message } }
                state Message { say "Please leave a message."; record match { _ => end } }
            }
            "#,
        );
    }
}
