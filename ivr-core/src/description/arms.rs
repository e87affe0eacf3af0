//! Arms and targets, by name; and the words on the way from one to the other.

use super::{Line, json::write_json};
use crate::{condition::Condition, event::Event, matching, position::Ending};

/// One arm of a `match`, in the state or from `everywhere`.
///
/// ```
/// use ivr_core::{description::Arm, event::Event};
/// let arm: Arm = serde_json::from_str(
///     r#"{"keys":["1"],"phrases":[{"text":"sales"}],"heard":"1","to":{"go":"Sales"}}"#).unwrap();
/// assert_eq!(arm.heard, Some(Event::Key1));
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Arm {
    /// Entries of keys, `"1"` or `"12"`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub keys: Vec<String>,
    /// Words.
    #[cfg_attr(feature = "serde", serde(default))]
    pub phrases: Vec<Phrase>,
    /// Everything else the arm is for: `silence`, `_`, `entered`, `busy` …
    #[cfg_attr(feature = "serde", serde(default))]
    pub outcomes: Vec<Event>,
    /// What one of its phrases, or an entry of several keys, counts as; absent when it has neither keys nor
    /// phrases.
    pub heard: Option<Event>,
    /// It is there while this holds; an arm without a condition always is.
    pub condition: Option<Condition>,
    /// The Rust pattern, for readers.
    pub pattern: Option<String>,
    /// Not announced, on purpose.
    #[cfg_attr(feature = "serde", serde(default))]
    pub hidden: bool,
    /// From `everywhere`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub inherited: bool,
    /// Where it leads.
    pub to: Target,
}

impl Arm {
    /// What it is for, as answers are matched.
    pub fn matching(&self) -> matching::Arm<'_> {
        matching::Arm {
            keys: self.keys.iter().map(String::as_str).collect(),
            phrases: self
                .phrases
                .iter()
                .map(|phrase| (phrase.text.as_str(), phrase.above.unwrap_or(0.0)))
                .collect(),
            outcomes: self.outcomes.clone(),
            heard: self.heard,
            conditional: self.condition.is_some(),
            inherited: self.inherited,
        }
    }
}

/// Words that an arm is for.
///
/// ```
/// let phrase: ivr_core::description::Phrase = serde_json::from_str(r#"{"text":"sales"}"#).unwrap();
/// assert_eq!(phrase.above, None);
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Phrase {
    /// As the author wrote them.
    pub text: String,
    /// The least confidence of the recogniser, 0 to 1; an answer without one counts as sure.
    pub above: Option<f32>,
}

/// Where an arm leads, by name.
///
/// ```
/// use ivr_core::{description::Target, position::Ending};
/// let over: Target = serde_json::from_str(r#"{"end":"hangup"}"#).unwrap();
/// assert_eq!(over, Target::End(Ending::Hangup));
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Target {
    /// A state.
    Go(String),
    /// From a waiting state to one that a clause `wait` names: the queue asks for the next document.
    Wait(String),
    /// This state again, no attempt counted.
    Again,
    /// The call is over.
    End(Ending),
    /// A row of [`Description::actions`](super::Description::actions).
    #[cfg_attr(feature = "serde", serde(alias = "way"))]
    Action(u16),
}

/// The words and the ends of a [`position::Action`](crate::position::Action).
///
/// ```
/// use ivr_core::description::Action;
/// let action: Action = serde_json::from_str(
///     r#"{"retry":{"times":2,"blocks":[[{"say":{"text":"Sorry?"}}]],"then":{"go":"Reception"}}}"#).unwrap();
/// assert!(matches!(action, Action::Retry { times: 2, .. }));
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
pub enum Action {
    /// `retry N { … } then T`.
    Retry {
        /// At most 15.
        times: u8,
        /// What is said before asking again: the first time, the second; the last block goes on.
        #[cfg_attr(feature = "serde", serde(default))]
        blocks: Vec<Vec<Line>>,
        /// The state asked again, where it is not the same.
        at: Option<String>,
        /// What giving up means.
        then: Target,
    },
    /// `{ … } then T`.
    Say {
        /// What is said.
        #[cfg_attr(feature = "serde", serde(default))]
        lines: Vec<Line>,
        /// Where it leads.
        then: Target,
    },
    /// An entry to a state with a counter of its own.
    Enter {
        /// The state.
        state: String,
    },
    /// `leave to S`.
    Leave {
        /// Where the call goes on once the caller is out of the queue.
        state: String,
    },
}

impl Action {
    /// What is said in `block`; the last block serves every later attempt.
    ///
    /// ```
    /// use ivr_core::description::Action;
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
            Self::Enter { .. } | Self::Leave { .. } => &[],
        }
    }
}

write_json! {
    Arm { keys, phrases, outcomes, heard, condition, pattern, hidden, inherited, to }
    Phrase { text, above }
}

write_json! {
    enum Target { "go": Go(state), "wait": Wait(state), "again": Again, "end": End(ending), "action": Action(row) }
}

write_json! {
    enum Action { "retry": Retry { times, blocks, at, then }, "say": Say { lines, then }, "enter": Enter { state }, "leave": Leave { state } }
}
