//! How often steps are said, which decides whether `set`, `run` and `language` are allowed among them.

use proc_macro2::Span;

use crate::{diagnostics::Diagnostic, errors};

/// The place of steps.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// Once per visit or attempt: `set` and `run` are allowed.
    Once,
    /// Each time the state asks.
    AtEveryAsking,
    /// Under a condition, outside of prompts.
    Sometimes,
}

impl Said {
    /// Returns why `set`, `run` or `language` is not allowed here.
    pub(super) fn refuses(self, word: &str, span: Span) -> Option<Diagnostic> {
        match self {
            Self::Once => None,
            Self::AtEveryAsking => Some(errors::repeated_effect(word, span)),
            Self::Sometimes => Some(errors::conditional_effect(word, span)),
        }
    }
}
