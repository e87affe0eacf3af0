//! # answered_as_missed
//!
//! The outcome of a conversation leads to the same recording as the outcomes without one. A caller who has already
//! spoken with somebody is asked to leave a message, as if nobody had answered.
//!
//! ```text
//! state Desk { dial "+12345678900" match { _ => Message } }
//! state Message { say "Nobody is here. Please leave a message."; record match { recorded | silence => end } }
//! ```
//!
//! Say where the call goes after the conversation:
//!
//! ```text
//! state Desk { dial "+12345678900" match { answered => end, _ => Message } }
//! state Message { say "Nobody is here. Please leave a message."; record match { recorded | silence => end } }
//! ```
//!
//! The conversation is `answered` after a `dial` and `bridged` after an `enqueue`. If every caller is meant to be
//! recorded, waive the rule and give that as the reason.

use std::collections::HashSet;

use ivr_core::event::Outcome;
use proc_macro2::Span;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Action, Arm, Graph, StateId, Target, Verb},
    syntax::parse::outcome_called,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let outcomes = || state.verb.kind().into_iter().flat_map(ivr_core::event::Verb::outcomes);
        let Some(spoken) = outcomes().find(|outcome| outcome.is_conversation()) else { continue };
        let arms = state.verb.arms().map_or(&[][..], |arms| &arms.list);
        // The wrong word for the conversation is reported with the right one.
        let is_meant = |outcome: Outcome| {
            let ours = state.verb.kind().and_then(|verb| outcome_called(verb, outcome.as_str()));
            ours == Some(spoken.as_str())
        };
        if arms.iter().flat_map(Arm::outcomes).any(|(own, _)| is_meant(own)) {
            continue;
        }
        let Some((arm, word)) = taken(arms, spoken) else { continue };
        let Some(recording) = recording(graph, &arm.target) else { continue };
        let missed = outcomes().filter(|outcome| *outcome != spoken);
        let others = missed.filter_map(|outcome| taken(arms, outcome));
        if others.filter_map(|(arm, _)| self::recording(graph, &arm.target)).any(|other| other == recording) {
            let name = graph.name_of(recording);
            let message = format!("a caller whose call was answered is asked for a message in `{name}`");
            let diagnostic = Diagnostic::new("answered_as_missed", word, message).within(id);
            diagnostics.push(
                diagnostic.help(format!(
                    "add an arm for the end of the conversation: `{} => end`",
                    spoken.as_str()
                )),
            );
        }
    }
}

/// Returns the arm for an outcome, and the word that takes it.
fn taken(arms: &[Arm], outcome: Outcome) -> Option<(&Arm, Span)> {
    let by = |outcome: Outcome| {
        let word = |arm| Some((arm, Arm::outcomes(arm).find(|(own, _)| *own == outcome)?.1));
        arms.iter().find_map(word)
    };
    by(outcome).or_else(|| by(Outcome::Else))
}

/// Returns the state that records, if a target leads to one by itself.
fn recording(graph: &Graph, target: &Target) -> Option<StateId> {
    let (mut target, mut seen) = (target, HashSet::new());
    loop {
        let next = match target {
            Target::Go(jump) | Target::Wait(jump) => jump.state,
            Target::Action(row) => match graph.action(*row)? {
                Action::Say { then, .. } | Action::Retry { then, .. } => {
                    target = then;
                    continue;
                }
                Action::Enter { jump, .. } | Action::Leave { jump, .. } => jump.state,
            },
            Target::Again | Target::End(_) | Target::Unknown => return None,
        };
        match &graph.states.get(next).filter(|_| seen.insert(next))?.verb {
            Verb::Record(_) => return Some(next),
            Verb::Goto(further) => target = further,
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_message_after_a_conversation() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Desk;
                state Desk { dial "+12345678900" match { busy => Queue, _ => { say "Sorry."; } then Sorry } }
//~                                                                     ^ a caller whose call was answered is asked for a message in `Message`
//~                                                                     help: add an arm for the end of the conversation: `answered => end`
                state Queue { enqueue "desk" match { bridged => Message, full | failed => Message, _ => end } }
//~                                                  ^^^^^^^ a caller whose call was answered is asked for a message in `Message`
//~                                                  help: add an arm for the end of the conversation: `bridged => end`
                state Sorry { say "Nobody is here."; goto Message; }
                state Message { record match { recorded | silence => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_question_after_the_conversation_and_a_circle_without_a_message() {
        check_legal(
            r#"
            pub tree Line {
                start Desk;
                state Desk { dial "+12345678900" match { answered => Opinion, _ => Message } }
                state Opinion { say "How was it?"; record match { _ => Night } }
                state Message { say "Please leave a message."; record match { _ => Night } }
                state Night { dial "+12345678900" match { _ => Bye } }
                state Bye { say "Goodbye."; hangup; }
            }
            "#,
        );
    }
}
