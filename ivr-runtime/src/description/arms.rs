//! Arms and targets, by name; and the words on the way from one to the other.

use serde::{Deserialize, Serialize};

use super::Line;
use crate::dialog::tree::Ending;
use ivr_core::{event::Event, matching};

/// One arm of a `match`, in the state or from `everywhere`.
///
/// ```
/// use ivr_runtime::{description::Arm, tree::Event};
/// let arm: Arm = serde_json::from_str(
///     r#"{"keys":["1"],"phrases":[{"text":"sales"}],"heard":"1","to":{"go":"Sales"}}"#).unwrap();
/// assert_eq!(arm.heard, Some(Event::Key1));
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// Entries of keys, `"1"` or `"12"`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// Words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phrases: Vec<Phrase>,
    /// Everything else the arm is for: `silence`, `_`, `entered`, `busy` …
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Event>,
    /// What one of its phrases, or an entry of several keys, counts as; absent when it has neither keys nor
    /// phrases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<Event>,
    /// The Rust pattern, for readers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Not announced, on purpose.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// From `everywhere`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inherited: bool,
    /// Where it leads.
    pub to: Target,
}

impl Arm {
    /// What it is for, as answers are matched.
    pub(super) fn matching(&self) -> matching::Arm<'_> {
        matching::Arm {
            keys: self.keys.iter().map(String::as_str).collect(),
            phrases: self
                .phrases
                .iter()
                .map(|phrase| (phrase.text.as_str(), phrase.above.unwrap_or(0.0)))
                .collect(),
            outcomes: self.outcomes.clone(),
            heard: self.heard,
            inherited: self.inherited,
        }
    }
}

/// Words that an arm is for.
///
/// ```
/// let phrase: ivr_runtime::description::Phrase = serde_json::from_str(r#"{"text":"sales"}"#).unwrap();
/// assert_eq!(phrase.above, None);
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// As the author wrote them.
    pub text: String,
    /// The least confidence of the recogniser, 0 to 1; an answer without one counts as sure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<f32>,
}

/// Where an arm leads, by name.
///
/// ```
/// use ivr_runtime::{description::Target, tree::Ending};
/// let over: Target = serde_json::from_str(r#"{"end":"hangup"}"#).unwrap();
/// assert_eq!(over, Target::End(Ending::Hangup));
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A state.
    Go(String),
    /// This state again, no attempt counted.
    Again,
    /// The call is over.
    End(Ending),
    /// A row of [`Description::actions`](super::Description::actions).
    #[serde(alias = "way")]
    Action(u16),
}

/// The words and the ends of a [`crate::dialog::tree::Action`].
///
/// ```
/// use ivr_runtime::description::Action;
/// let action: Action = serde_json::from_str(
///     r#"{"retry":{"times":2,"blocks":[[{"say":{"text":"Sorry?"}}]],"then":{"go":"Reception"}}}"#).unwrap();
/// assert!(matches!(action, Action::Retry { times: 2, .. }));
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// `retry N { … } then T`.
    Retry {
        /// At most 15.
        times: u8,
        /// What is said before asking again: the first time, the second; the last block goes on.
        blocks: Vec<Vec<Line>>,
        /// The state asked again, where it is not the same.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<String>,
        /// What giving up means.
        then: Target,
    },
    /// `{ … } then T`.
    Say {
        /// What is said.
        lines: Vec<Line>,
        /// Where it leads.
        then: Target,
    },
    /// An entry to a state with a counter of its own.
    Enter {
        /// The state.
        state: String,
    },
}

impl Action {
    /// What is said in `block`; the last block serves every later attempt.
    ///
    /// ```
    /// use ivr_runtime::description::Action;
    /// let enter = Action::Enter { state: "Menu".into() };
    /// assert!(enter.lines(0).is_empty());
    /// ```
    #[must_use]
    pub fn lines(&self, block: u8) -> &[Line] {
        match self {
            Self::Retry { blocks, .. } => {
                blocks.get(usize::from(block)).or(blocks.last()).map_or(&[], Vec::as_slice)
            }
            Self::Say { lines, .. } => lines,
            Self::Enter { .. } => &[],
        }
    }
}
