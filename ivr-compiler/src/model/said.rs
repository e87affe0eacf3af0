//! How often steps are said, which decides whether `set`, `run` and `language` are allowed among them.

use proc_macro2::Span;

use crate::{diagnostics::Diagnostic, errors};

/// The place of steps.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// Once per visit or attempt: `set` and `run` are allowed.
    Once,
    /// Each time the state asks.
    Prompts,
    /// Whenever it is needed, after an error or during a wait.
    Repeated,
    /// In the block of a step, such as `uninterrupted`.
    Inner,
    /// Under a condition, outside of prompts.
    Sometimes,
}

impl Said {
    /// Returns why `set`, `run` or `language` is not allowed here.
    pub(super) fn refuses(self, word: &str, span: Span) -> Option<Diagnostic> {
        match self {
            Self::Once => None,
            Self::Prompts => Some(errors::effect_among_prompts(word, span)),
            Self::Inner => Some(errors::effect_in_block(word, span)),
            Self::Repeated => Some(errors::repeated_effect(word, span)),
            Self::Sometimes => Some(errors::conditional_effect(word, span)),
        }
    }

    /// Returns the place of the steps in a block among these.
    pub(super) fn inside(self) -> Self {
        match self {
            Self::Prompts => Self::Prompts,
            Self::Repeated => Self::Repeated,
            Self::Once | Self::Inner | Self::Sometimes => Self::Inner,
        }
    }
}
