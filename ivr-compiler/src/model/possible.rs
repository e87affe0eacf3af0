//! What can happen at a verb at all: whether an arm could ever be taken.

use super::Verb;
use crate::syntax::Pattern;

impl Verb {
    /// Whether what the pattern is for can happen here.
    pub(crate) fn takes(&self, pattern: &Pattern) -> bool {
        match (self, pattern) {
            (Self::Gather(gather), Pattern::Keys(_)) => gather.keys.is_some(),
            (Self::Gather(gather), Pattern::Phrase { .. }) => gather.speech.is_some(),
            (Self::Gather(_), Pattern::Outcome(text)) => {
                matches!(text.value.as_str(), "silence" | "entered" | "_")
            }
            (Self::Match(_), _) => true,
            (verb, Pattern::Outcome(text)) => {
                text.value == "_" || verb.answers().contains(&text.value.as_str())
            }
            (_, Pattern::Keys(_) | Pattern::Phrase { .. } | Pattern::Rust { .. }) => false,
        }
    }
}
