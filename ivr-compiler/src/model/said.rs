//! How often steps are said, which decides whether `set`, `run` and `language` are allowed among them.

use proc_macro2::Span;

use crate::{diagnostics::Diagnostic, mistakes};

/// Where steps stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// Once a visit, or once an attempt: `set` and `run` may stand here.
    Once,
    /// At every asking.
    AtEveryAsking,
    /// Under a condition, outside of prompts.
    Sometimes,
}

impl Said {
    /// Why `set`, `run` or `language` has no place here.
    pub(super) fn refuses(self, word: &str, span: Span) -> Option<Diagnostic> {
        match self {
            Self::Once => None,
            Self::AtEveryAsking => Some(mistakes::repeated_effect(word, span)),
            Self::Sometimes => Some(mistakes::conditional_effect(word, span)),
        }
    }
}
