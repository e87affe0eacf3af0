//! The target of an arm, and the result of a step.

use super::{Language, Position};

/// The target of an arm, before attempts are counted.
///
/// ```
/// use ivr_core::position::{Ending, Transition};
/// let step: Transition<u8> = Transition::End(Ending::Hangup);
/// assert_ne!(step, Transition::Go(3));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Transition<T> {
    /// Enters a state.
    Go(T),
    /// Starts waiting in this state: the queue requests the document for its caller.
    Wait(T),
    /// Asks this state again without counting an attempt.
    Again,
    /// Ends the call.
    End(Ending),
    /// A text, a retry or a counted entry: an index into the table of actions.
    Action(u16),
}

/// How a call ends.
///
/// ```
/// assert_eq!(ivr_core::position::Ending::Hangup.as_str(), "hangup");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Ending {
    /// `<Hangup/>`.
    Hangup,
    /// `<Reject reason="busy"/>`: the caller hears the busy tone. Only possible before anything was said.
    Busy,
    /// `<Reject/>`: the call is not answered. Only possible before anything was said.
    Rejected,
    /// `<Leave/>`: the caller leaves the queue.
    Leave,
}

impl Ending {
    /// Returns its word in the language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hangup => "hangup",
            Self::Busy => "reject busy",
            Self::Rejected => "reject",
            Self::Leave => "leave",
        }
    }
}

/// A transition that does more than enter a state.
///
/// ```
/// use ivr_core::position::{Transition, Action};
/// let twice: Action<u8> = Action::Retry { slot: 0, times: 2, at: None, then: Transition::Go(7) };
/// assert!(matches!(twice, Action::Retry { times: 2, .. }));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Action<T> {
    /// `retry N { … } then T`: asks again at most `times` times, then continues with `then`.
    Retry {
        /// The counter; 0 is the counter of the visit.
        slot: u8,
        /// The number of attempts, at most 15.
        times: u8,
        /// The state to ask again, or this one if it is `None`.
        at: Option<T>,
        /// The target after the last attempt.
        then: Transition<T>,
    },
    /// `{ … } then T`: says something on the way.
    Say {
        /// The target.
        then: Transition<T>,
    },
    /// Enters a state that has its own counter, because another state retries `at` it.
    Enter {
        /// The state.
        state: T,
        /// The counter that is reset.
        slot: u8,
    },
    /// `leave to S`: leaves the queue and enters a state.
    Leave {
        /// The state that is entered outside of the queue.
        state: T,
        /// The counter that is reset; 0 if the state has none of its own.
        slot: u8,
    },
}

/// The result of a step: what is said, and the next position.
///
/// ```
/// use ivr_core::position::{Ending, Language, Reply, To};
/// let over: Reply<u8> = Reply { words: None, to: To::End(Ending::Hangup, Language::FIRST) };
/// assert!(over.words.is_none());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Reply<T> {
    /// The text that is said first.
    pub words: Option<PromptRef>,
    /// The next position of the call.
    pub to: To<T>,
}

/// A block of texts of an [`Action`].
///
/// ```
/// let first_try = ivr_core::position::PromptRef { action: 0, block: 0 };
/// assert_eq!(first_try.block, 0);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PromptRef {
    /// The index of the action.
    pub action: u16,
    /// The block of the `retry`: the number of attempts before this one.
    pub block: u8,
}

/// The position to which a [`Reply`] leads. Its language is the current language of the call; a step that is said on
/// the way may change it.
///
/// ```
/// use ivr_core::position::{Language, Position, To};
/// let at = Position::fresh('m');
/// assert_ne!(To::Enter(at), To::Ask(at));
/// assert_eq!(To::Enter(at).language(), Language::FIRST);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum To<T> {
    /// Enters a state: its steps are executed and `first { … }` is said.
    Enter(Position<T>),
    /// Asks again: only the prompts are repeated.
    Ask(Position<T>),
    /// Continues to wait in the queue, which requests the next document for this position.
    Wait(Position<T>),
    /// Leaves the queue and continues at this position.
    Leave(Position<T>),
    /// Ends the call. Remaining texts are said in this language.
    End(Ending, Language),
}

impl<T> To<T> {
    /// Returns the language of the call before any step is said.
    #[must_use]
    pub const fn language(&self) -> Language {
        match self {
            Self::Enter(at) | Self::Ask(at) | Self::Wait(at) | Self::Leave(at) => at.language,
            Self::End(_, language) => *language,
        }
    }
}
