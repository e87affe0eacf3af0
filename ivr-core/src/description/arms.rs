//! Arms and their targets, by name, and what is said between the two.

use super::{Line, json::write_json};
use crate::{condition::Condition, event::Event, matching, position::Ending};

/// An arm of a `match`, from the state or from `everywhere`.
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
    /// Phrases.
    #[cfg_attr(feature = "serde", serde(default))]
    pub phrases: Vec<Phrase>,
    /// All other inputs of the arm: `silence`, `_`, `entered`, `busy` …
    #[cfg_attr(feature = "serde", serde(default))]
    pub outcomes: Vec<Event>,
    /// The event for its phrases and for its entries of several keys. `None` without keys and phrases.
    pub heard: Option<Event>,
    /// The condition under which the arm exists. An arm without a condition always exists.
    pub condition: Option<Condition>,
    /// The source of the Rust pattern, for display.
    pub pattern: Option<String>,
    /// Whether the arm is not announced on purpose.
    #[cfg_attr(feature = "serde", serde(default))]
    pub hidden: bool,
    /// Whether the arm comes from `everywhere`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub inherited: bool,
    /// The target.
    pub to: Target,
}

impl Arm {
    /// Returns the inputs of the arm for matching.
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

/// A phrase of an arm.
///
/// ```
/// let phrase: ivr_core::description::Phrase = serde_json::from_str(r#"{"text":"sales"}"#).unwrap();
/// assert_eq!(phrase.above, None);
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Phrase {
    /// The phrase as the author wrote it.
    pub text: String,
    /// The minimum confidence of the recognizer, from 0 to 1. Speech without a confidence counts as certain.
    pub above: Option<f32>,
}

/// The target of an arm, by name.
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
    /// From a state in a queue to a state that a clause `wait` names: the queue requests the next document.
    Wait(String),
    /// The same state again, without counting an attempt.
    Again,
    /// The end of the call.
    End(Ending),
    /// A row of [`Description::actions`](super::Description::actions).
    #[cfg_attr(feature = "serde", serde(alias = "way"))]
    Action(u16),
}

/// The texts and endings of a [`position::Action`](crate::position::Action).
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
        /// The number of attempts, at most 15.
        times: u8,
        /// The texts that are said before asking again: the first block for the first attempt, and so on. The last
        /// block is repeated.
        #[cfg_attr(feature = "serde", serde(default))]
        blocks: Vec<Vec<Line>>,
        /// The state that is asked again, if it is another one.
        at: Option<String>,
        /// The target after the last attempt.
        then: Target,
    },
    /// `{ … } then T`.
    Say {
        /// What is said.
        #[cfg_attr(feature = "serde", serde(default))]
        lines: Vec<Line>,
        /// The target.
        then: Target,
    },
    /// Enters a state that has a counter of its own.
    Enter {
        /// The state.
        state: String,
    },
    /// `leave to S`.
    Leave {
        /// The state in which the call continues outside of the queue.
        state: String,
    },
}

impl Action {
    /// Returns the lines of `block`. The last block is used for all later attempts.
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
