//! The `Event`s that each arm takes, for the transition function and the description.

use ivr_core::{event::Event, matching};

use crate::{
    model::{Arm, Verb},
    syntax::Pattern,
};

/// Returns the distinct events of an arm.
pub(super) fn heard(arm: &Arm, number: usize) -> Vec<Event> {
    let matching = arm.matching(number);
    let number = u16::try_from(number).unwrap_or(u16::MAX);
    let mut found: Vec<Event> = Vec::new();
    for pattern in &arm.patterns {
        let heard = match pattern {
            Pattern::Keys(text) | Pattern::EndedBy(text) => matching.heard_for(&text.value),
            Pattern::Phrase { .. } => matching.heard.unwrap_or(Event::Arm(number)),
            Pattern::Rust { .. } => Event::Arm(number),
            Pattern::Outcome { outcome, .. } => outcome.heard(),
        };
        if !found.contains(&heard) {
            found.push(heard);
        }
    }
    found
}

/// The arm that also takes whatever cannot happen here, so that the match is total.
pub(super) fn rest(verb: &Verb) -> Option<usize> {
    let arms = &verb.arms()?.list;
    matching::fallback_by(arms.len(), |outcome| arms.iter().rposition(|arm| arm.has(outcome)))
}
