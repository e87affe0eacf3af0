//! The contract with generated code: what `phone_tree!` writes and everything else here reads.
//!
//! Control is finite and `const`; words are data (see [`crate::description`]); nothing here knows of HTTP,
//! of a provider or of a clock.

// Where a call is, and how attempts are counted.
mod at;

pub use at::{At, Counters, Language};

use std::{fmt::Debug, future::Future, hash::Hash};

use crate::data::{Answer, Call, CallData, Entered};

pub use crate::heard::Heard;

/// A phone tree: the exhaustive enum of its states, with a total transition function.
///
/// Written by `phone_tree!`; nobody implements it by hand except in tests.
///
/// ```
/// use ivr_runtime::tree::{Ending, Heard, PhoneTree, Step, Way};
///
/// #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
/// enum Bye {
///     Goodbye,
/// }
///
/// impl PhoneTree for Bye {
///     type App = ();
///     type Data = ();
///     const NAME: &'static str = "Bye";
///     const DESCRIPTION: &'static str = r#"{"name":"Bye","language":"en-US",
///         "starts":[{"state":"Goodbye"}],
///         "states":[{"name":"Goodbye","verb":"hangup"}]}"#;
///     const STATES: &'static [Self] = &[Bye::Goodbye];
///     const WAYS: &'static [Way<Self>] = &[];
///     fn index(self) -> usize { self as usize }
///     fn name(self) -> &'static str { "Goodbye" }
///     fn next(self, _: Heard) -> Step<Self> { Step::End(Ending::Hangup) }
/// }
///
/// assert_eq!(Bye::Goodbye.next(Heard::Silence), Step::End(Ending::Hangup));
/// ```
pub trait PhoneTree: Copy + Eq + Hash + Debug + Send + Sync + 'static {
    /// What the tree asks questions of in plain Rust; `()` when it asks none.
    type App: Send + Sync + 'static;
    /// The fields of `data { … }`; `()` when there are none.
    type Data: CallData;
    /// The name of the tree as its author wrote it, `Acme`.
    const NAME: &'static str;
    /// Everything about the tree that is not control, as JSON; see [`crate::description::Description`].
    const DESCRIPTION: &'static str;
    /// The states in the order of the source.
    const STATES: &'static [Self];
    /// What [`Step::Way`] points at.
    const WAYS: &'static [Way<Self>];
    /// Whether it asks plain Rust for anything, so that some documents are made for each call.
    const LIVE: bool = false;
    /// Whether something of a call is stored between two requests: its fields, and that a `run` was done.
    const KEEPS: bool = false;
    /// The blocks that hold a `run`.
    const RUNS: &'static [u16] = &[];
    /// The place of this state in [`STATES`](Self::STATES).
    fn index(self) -> usize;
    /// The name of this state as its author wrote it, `Menu`.
    fn name(self) -> &'static str;
    /// Where the call goes when `heard` happens in this state.
    fn next(self, heard: Heard) -> Step<Self>;

    /// Puts a complete entry into the field that this state gathers into; `None` when the field does not take it.
    #[must_use]
    fn enter(self, call: &Call<Self::Data>, entry: Entered<'_>) -> Option<Self::Data> {
        let _ = entry;
        Some(call.data().clone())
    }

    /// The data after the `set`s of one block.
    #[must_use]
    fn set(block: u16, app: &Self::App, call: &Call<Self::Data>) -> Self::Data {
        let _ = (block, app);
        call.data().clone()
    }

    /// The `run`s of one block.
    fn run(block: u16, app: &Self::App, call: &Call<Self::Data>) -> impl Future<Output = ()> + Send {
        let _ = (block, app, call);
        async {}
    }

    /// A Rust `match`: which arm the answer is.
    fn ask(
        question: u16,
        app: &Self::App,
        call: &Call<Self::Data>,
    ) -> impl Future<Output = Answer<Self::Data>> + Send {
        let _ = (question, app, call);
        async { Answer { heard: Heard::Else, data: None } }
    }

    /// What stands in a placeholder, or a `(expr)` in the place of a literal.
    #[must_use]
    fn spell(hole: u16, app: &Self::App, call: &Call<Self::Data>) -> String {
        let _ = (hole, app, call);
        String::new()
    }
}

/// Where one arm leads, before attempts are counted.
///
/// ```
/// use ivr_runtime::tree::{Ending, Step};
/// let step: Step<u8> = Step::End(Ending::Hangup);
/// assert_ne!(step, Step::Go(3));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Step<T> {
    /// Enter a state.
    Go(T),
    /// Ask this state again; no attempt is counted.
    Again,
    /// The call is over.
    End(Ending),
    /// Words, a retry or a counted entry: the row of [`PhoneTree::WAYS`].
    Way(u16),
}

/// How a call ends.
///
/// ```
/// assert_eq!(ivr_runtime::tree::Ending::Hangup.as_str(), "hangup");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
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
/// use ivr_runtime::tree::{Step, Way};
/// let twice: Way<u8> = Way::Retry { slot: 0, times: 2, at: None, then: Step::Go(7) };
/// assert!(matches!(twice, Way::Retry { times: 2, .. }));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Way<T> {
    /// `retry N { … } then T`: asks again at most `times` times, then goes on with `then`.
    Retry {
        /// The counter it counts in; 0 is the counter of the visit.
        slot: u8,
        /// At most 15.
        times: u8,
        /// The state to ask again; this one when `None`.
        at: Option<T>,
        /// What giving up means.
        then: Step<T>,
    },
    /// `{ … } then T`: says something on the way.
    Say {
        /// Where the way leads.
        then: Step<T>,
    },
    /// A fresh entry to a state that has a counter of its own, because another state retries `at` it.
    Enter {
        /// The state entered.
        state: T,
        /// The counter that starts anew.
        slot: u8,
    },
}

/// The answer to one step of a call: words, then a place.
///
/// ```
/// use ivr_runtime::tree::{Ending, Language, Reply, To};
/// let over: Reply<u8> = Reply { words: None, to: To::End(Ending::Hangup, Language::FIRST) };
/// assert!(over.words.is_none());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Reply<T> {
    /// What is said before anything else.
    pub words: Option<Words>,
    /// Where the call stands after it.
    pub to: To<T>,
}

/// A block of words that belongs to a [`Way`].
///
/// ```
/// let first_try = ivr_runtime::tree::Words { way: 0, block: 0 };
/// assert_eq!(first_try.block, 0);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Words {
    /// The row of [`PhoneTree::WAYS`].
    pub way: u16,
    /// Which block of a tapering `retry`: the number of attempts before this one.
    pub block: u8,
}

/// The place a [`Reply`] leads to. Its language is the one that the call speaks so far: what is said on the way may
/// change it.
///
/// ```
/// use ivr_runtime::tree::{At, Counters, Language, To};
/// let at = At { state: 'm', counters: Counters::ZERO, language: Language::FIRST };
/// assert_ne!(To::Enter(at), To::Ask(at));
/// assert_eq!(To::Enter(at).language(), Language::FIRST);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum To<T> {
    /// A state is entered: its steps are done and `first { … }` is said.
    Enter(At<T>),
    /// A state asks again: only its prompts are repeated.
    Ask(At<T>),
    /// The call is over; whatever is still said, is said in this language.
    End(Ending, Language),
}

impl<T> To<T> {
    /// What the call speaks before anything on the way is said.
    #[must_use]
    pub const fn language(&self) -> Language {
        match self {
            Self::Enter(at) | Self::Ask(at) => at.language,
            Self::End(_, language) => *language,
        }
    }
}

impl<T: PhoneTree> To<T> {
    /// The name of the state, or the word for the ending.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Enter(at) | Self::Ask(at) => at.state.name(),
            Self::End(ending, _) => ending.as_str(),
        }
    }
}
