//! Claims of the author about a tree: scenarios (where calls lead) and promises (what every call guarantees). `S` is
//! the type that identifies a state: a name in the source, an index in the model.

use ivr_core::event::Outcome;
use proc_macro2::{Ident, Span};

use super::{Condition, Number, Text};

/// `scenario "the hours, then support" from volunteers { lines }`.
#[derive(Debug)]
pub(crate) struct Scenario {
    pub(crate) name: Text,
    /// The named start; an incoming call otherwise.
    pub(crate) from: Option<Ident>,
    pub(crate) lines: Vec<ScenarioLine<Ident>>,
}

/// `3 1 _ 2 => Support;`.
#[derive(Clone, Debug)]
pub(crate) struct ScenarioLine<S> {
    pub(crate) inputs: Vec<Input>,
    pub(crate) expected: Expected<S>,
}

/// An input or an outcome in a scenario.
#[derive(Clone, Debug)]
pub(crate) enum Input {
    /// `3`, `'*'`, `06457`: one entry, and the conditions that hold then.
    Keys(Text, Vec<Condition>),
    /// `"sales"`, and the conditions that hold then.
    Words(Text, Vec<Condition>),
    Silence(Span),
    /// `_`: a key or words that no arm names.
    Wrong(Span),
    /// `[busy]`: the outcome of a verb.
    Answer(Text),
}

impl Input {
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Keys(text, _) | Self::Words(text, _) | Self::Answer(text) => text.span,
            Self::Silence(span) | Self::Wrong(span) => *span,
        }
    }
}

/// Formats it as in the source.
impl std::fmt::Display for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Keys(text, conditions) => {
                f.write_str(&text.value)?;
                conditions.iter().try_for_each(|condition| write!(f, " if {condition}"))
            }
            Self::Words(text, conditions) => {
                write!(f, "\"{}\"", text.value)?;
                conditions.iter().try_for_each(|condition| write!(f, " if {condition}"))
            }
            Self::Silence(_) => f.write_str(Outcome::Silence.as_str()),
            Self::Wrong(_) => f.write_str(Outcome::Else.as_str()),
            Self::Answer(text) => write!(f, "[{}]", text.value),
        }
    }
}

/// Where the call of a scenario waits or ends.
#[derive(Clone, Debug)]
pub(crate) enum Expected<S> {
    State(S),
    /// `end`: the call is over.
    End(Span),
}

/// `promise …;`.
#[derive(Clone, Debug)]
pub(crate) enum Promise<S> {
    /// `promise Reception within 2 keys of every state;`, or of one.
    Within { state: S, keys: Number, of: Option<S> },
    /// `promise first option within 20s;`.
    FirstOption { word: Span, limit: Number },
    /// `promise Consent before every record;`, or before a state.
    Before { state: S, later: Later<S> },
    /// `promise silence ends within 5min;`.
    Silence { word: Span, limit: Number },
}

/// What must not happen before the promised state.
#[derive(Clone, Debug)]
pub(crate) enum Later<S> {
    /// `every record`: the word of a verb.
    Verb(Text),
    State(S),
}
