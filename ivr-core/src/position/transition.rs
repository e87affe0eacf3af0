//! Where an arm leads, and the answer to one step of a call.

use super::{Language, Position};

/// Where one arm leads, before attempts are counted.
///
/// ```
/// use ivr_core::position::{Ending, Transition};
/// let step: Transition<u8> = Transition::End(Ending::Hangup);
/// assert_ne!(step, Transition::Go(3));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Transition<T> {
    /// Enter a state.
    Go(T),
    /// Begin to wait anew in this state: whoever waits in a queue is told the next document by the queue.
    Wait(T),
    /// Ask this state again; no attempt is counted.
    Again,
    /// The call is over.
    End(Ending),
    /// Words, a retry or a counted entry: the row of the tree's table of ways.
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
    /// `<Reject reason="busy"/>`: the caller hears the busy tone; only before anything else was said.
    Busy,
    /// `<Reject/>`: the call is not answered; only before anything else was said.
    Rejected,
    /// `<Leave/>`: out of the waiting queue.
    Leave,
}

impl Ending {
    /// The word of the language for it.
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

/// A transition that does more than go to a state.
///
/// ```
/// use ivr_core::position::{Transition, Action};
/// let twice: Action<u8> = Action::Retry { slot: 0, times: 2, at: None, then: Transition::Go(7) };
/// assert!(matches!(twice, Action::Retry { times: 2, .. }));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Action<T> {
    /// `retry N { … } then T`: asks again at most `times` times, then goes on with `then`.
    Retry {
        /// The counter it counts in; 0 is the counter of the visit.
        slot: u8,
        /// At most 15.
        times: u8,
        /// The state to ask again; this one when `None`.
        at: Option<T>,
        /// What giving up means.
        then: Transition<T>,
    },
    /// `{ … } then T`: says something on the way.
    Say {
        /// Where the way leads.
        then: Transition<T>,
    },
    /// A fresh entry to a state that has a counter of its own, because another state retries `at` it.
    Enter {
        /// The state entered.
        state: T,
        /// The counter that starts anew.
        slot: u8,
    },
    /// `leave to S`: out of the waiting queue, and on to a state.
    Leave {
        /// The state entered once the caller is out of the queue.
        state: T,
        /// The counter that starts anew; 0 where the state has none of its own.
        slot: u8,
    },
}

/// The answer to one step of a call: words, then a place.
///
/// ```
/// use ivr_core::position::{Ending, Language, Reply, To};
/// let over: Reply<u8> = Reply { words: None, to: To::End(Ending::Hangup, Language::FIRST) };
/// assert!(over.words.is_none());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Reply<T> {
    /// What is said before anything else.
    pub words: Option<PromptRef>,
    /// Where the call stands after it.
    pub to: To<T>,
}

/// A block of words that belongs to a [`Action`].
///
/// ```
/// let first_try = ivr_core::position::PromptRef { action: 0, block: 0 };
/// assert_eq!(first_try.block, 0);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PromptRef {
    /// The row of the rows of the tree.
    pub action: u16,
    /// Which block of a tapering `retry`: the number of attempts before this one.
    pub block: u8,
}

/// The place a [`Reply`] leads to. Its language is the one that the call speaks so far: what is said on the way may
/// change it.
///
/// ```
/// use ivr_core::position::{Language, Position, To};
/// let at = Position::fresh('m');
/// assert_ne!(To::Enter(at), To::Ask(at));
/// assert_eq!(To::Enter(at).language(), Language::FIRST);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum To<T> {
    /// A state is entered: its steps are done and `first { … }` is said.
    Enter(Position<T>),
    /// A state asks again: only its prompts are repeated.
    Ask(Position<T>),
    /// The caller goes on to wait: the queue asks for the next document, which begins here.
    Wait(Position<T>),
    /// The caller leaves the waiting queue, and the call goes on here.
    Leave(Position<T>),
    /// The call is over; whatever is still said, is said in this language.
    End(Ending, Language),
}

impl<T> To<T> {
    /// What the call speaks before anything on the way is said.
    #[must_use]
    pub const fn language(&self) -> Language {
        match self {
            Self::Enter(at) | Self::Ask(at) | Self::Wait(at) | Self::Leave(at) => at.language,
            Self::End(_, language) => *language,
        }
    }
}
