//! What can happen at a verb, that is, whether an arm can ever be taken.

use ivr_core::event::Outcome;

use super::Verb;
use crate::syntax::Pattern;

impl Verb {
    /// Returns whether the input of the pattern can happen here.
    pub(crate) fn takes(&self, pattern: &Pattern) -> bool {
        match (self, pattern) {
            (Self::Gather(gather), Pattern::Keys(_)) => gather.keys.is_some(),
            (Self::Gather(gather), Pattern::Phrase { .. }) => gather.speech.is_some(),
            (Self::Gather(gather), Pattern::Outcome { outcome: Outcome::Chosen, .. }) => {
                gather.offer.is_some()
            }
            (Self::Gather(gather), Pattern::Outcome { outcome: Outcome::Entered, .. }) => {
                gather.offer.is_none()
            }
            (Self::Match(_) | Self::Connect(_), _) => true,
            (Self::Dial(dial), Pattern::Outcome { outcome, .. }) => {
                *outcome == Outcome::Else || dial.can_be(*outcome)
            }
            (verb, Pattern::Outcome { outcome, .. }) => {
                *outcome == Outcome::Else || verb.kind().is_some_and(|kind| kind.has(*outcome))
            }
            (Self::Record(record), Pattern::EndedBy(key)) => {
                record.finish_on_key.as_ref().is_none_or(|finish| finish.value.contains(&key.value))
            }
            (_, Pattern::Keys(_) | Pattern::EndedBy(_) | Pattern::Phrase { .. } | Pattern::Rust { .. }) => {
                false
            }
        }
    }
}
