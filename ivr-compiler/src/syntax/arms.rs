//! Arms: their patterns and their targets.

use ivr_core::event::Outcome;
use proc_macro2::{Ident, Span, TokenStream};

use super::{Condition, Number, Step, Text};

/// `1 | "sales" => Sales`.
#[derive(Clone, Debug)]
pub(crate) struct Arm {
    pub(crate) hidden: bool,
    pub(crate) patterns: Vec<Pattern>,
    /// The condition under which the arm exists.
    pub(crate) condition: Option<Condition>,
    pub(crate) target: Target,
}

/// The pattern of an arm.
#[derive(Clone, Debug)]
pub(crate) enum Pattern {
    /// `1`, `'*'`, `12`.
    Keys(Text),
    /// `recorded '1'`: a recording that this key ended.
    EndedBy(Text),
    /// `"sales"`, `"oui" above 0.6`.
    Phrase { text: Text, above: Option<f32> },
    /// `silence`, `entered`, `busy` … and `_`.
    Outcome { outcome: Outcome, span: Span },
    /// A pattern of Rust, with its source.
    Rust { tokens: TokenStream, text: Text },
}

impl Pattern {
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Keys(text) | Self::EndedBy(text) | Self::Phrase { text, .. } | Self::Rust { text, .. } => {
                text.span
            }
            Self::Outcome { span, .. } => *span,
        }
    }
}

/// Formats it as in the source.
impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Phrase { text, .. } => write!(f, "\"{}\"", text.value),
            Self::Outcome { outcome, .. } => f.write_str(outcome.as_str()),
            Self::EndedBy(text) => write!(f, "{} '{}'", Outcome::Recorded.as_str(), text.value),
            Self::Keys(text) | Self::Rust { text, .. } => f.write_str(&text.value),
        }
    }
}

/// The right side of an arm.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    State(Ident),
    Again,
    Back(Span),
    End,
    Reject {
        busy: bool,
        word: Span,
    },
    /// `leave`, or `leave to S`.
    Leave {
        word: Span,
        to: Option<Ident>,
    },
    Say {
        steps: Vec<Step>,
        then: Box<Target>,
    },
    Retry(Box<Retry>),
    /// Could not be parsed, which was reported.
    Broken,
}

impl Target {
    /// Returns the word `reject` or `leave`, if the target ends with it.
    pub(crate) fn last_word(&self) -> Option<Span> {
        match self {
            Self::Reject { word, .. } | Self::Leave { word, .. } => Some(*word),
            Self::Say { then, .. } => then.last_word(),
            Self::Retry(retry) => retry.then.last_word(),
            _ => None,
        }
    }

    /// Returns the word `back`, if the target ends with it.
    pub(crate) fn back(&self) -> Option<Span> {
        match self {
            Self::Back(word) => Some(*word),
            Self::Say { then, .. } => then.back(),
            Self::Retry(retry) => retry.then.back(),
            _ => None,
        }
    }
}

/// `retry N { … } … at S then T`.
#[derive(Clone, Debug)]
pub(crate) struct Retry {
    pub(crate) word: Span,
    pub(crate) times: Number,
    pub(crate) blocks: Vec<Vec<Step>>,
    pub(crate) at: Option<Ident>,
    pub(crate) then: Target,
}

/// Formats a key as in an arm.
pub(crate) fn in_arm(key: &str) -> String {
    if matches!(key, "*" | "#") { format!("'{key}'") } else { key.to_owned() }
}
