//! The contract with generated code: what `phone_tree!` writes and everything else here reads.
//!
//! Control is finite and `const`; words are data (see [`crate::description`]); nothing here knows of HTTP,
//! of a provider or of a clock.

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

/// Where a call is: the state that waits for an answer, and how often it has asked.
///
/// This is all that travels with a call; it fits into a URL.
///
/// ```
/// use ivr_runtime::tree::{At, Counters};
/// let at = At { state: 'm', counters: Counters::ZERO };
/// assert_eq!(at.counters.get(0), 0);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct At<T> {
    /// The state.
    pub state: T,
    /// The attempts so far.
    pub counters: Counters,
}

/// Sixteen counters of four bits. Counter 0 belongs to the visit; the others to states that are asked again
/// from elsewhere.
///
/// ```
/// use ivr_runtime::tree::Counters;
/// let counters = Counters::ZERO.with(0, 2).with(3, 15);
/// assert_eq!((counters.get(0), counters.get(3), counters.get(1)), (2, 15, 0));
/// assert_eq!(Counters::parse(&counters.to_string()), Some(counters));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Counters(u64);

impl Counters {
    /// No attempt anywhere.
    pub const ZERO: Self = Self(0);

    /// The count in `slot`, 0 to 15.
    #[must_use]
    pub const fn get(self, slot: u8) -> u8 {
        (self.0 >> (slot as u32 % 16 * 4) & 0xf) as u8
    }

    /// The same with `count` in `slot`; both are 0 to 15.
    #[must_use]
    pub const fn with(self, slot: u8, count: u8) -> Self {
        let shift = slot as u32 % 16 * 4;
        Self(self.0 & !(0xf << shift) | ((count & 0xf) as u64) << shift)
    }

    /// Reads what `Display` writes: hexadecimal, without leading zeros.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if text.is_empty() || !plain || (text.len() > 1 && text.starts_with('0')) {
            return None;
        }
        u64::from_str_radix(text, 16).ok().map(Self)
    }
}

impl std::fmt::Display for Counters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:x}", self.0)
    }
}

/// The answer to one step of a call: words, then a place.
///
/// ```
/// use ivr_runtime::tree::{Ending, Reply, To};
/// let over: Reply<u8> = Reply { words: None, to: To::End(Ending::Hangup) };
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

/// The place a [`Reply`] leads to.
///
/// ```
/// use ivr_runtime::tree::{At, Counters, To};
/// let to = To::Enter(At { state: 'm', counters: Counters::ZERO });
/// assert_ne!(to, To::Ask(At { state: 'm', counters: Counters::ZERO }));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum To<T> {
    /// A state is entered: its steps are done and `first { … }` is said.
    Enter(At<T>),
    /// A state asks again: only its prompts are repeated.
    Ask(At<T>),
    /// The call is over.
    End(Ending),
}

impl<T: PhoneTree> To<T> {
    /// The name of the state, or the word for the ending.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Enter(at) | Self::Ask(at) => at.state.name(),
            Self::End(ending) => ending.as_str(),
        }
    }
}

impl<T: PhoneTree> At<T> {
    /// A call that has just reached `state`.
    #[must_use]
    pub const fn fresh(state: T) -> Self {
        Self { state, counters: Counters::ZERO }
    }

    /// Takes a step from here: the only place where attempts are counted.
    ///
    /// It is `const`, so that a `scenario` runs the same code at compile time.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "`phone_tree!` numbers the very rows that it emits")]
    pub const fn take(self, step: Step<T>) -> Reply<T> {
        let mut step = step;
        let mut words = None;
        loop {
            let to = match step {
                Step::Go(state) => To::Enter(At { state, counters: self.counters.with(0, 0) }),
                Step::Again => To::Ask(self),
                Step::End(ending) => To::End(ending),
                Step::Way(row) => match T::WAYS[row as usize] {
                    Way::Say { then } => {
                        words = Some(Words { way: row, block: 0 });
                        step = then;
                        continue;
                    }
                    Way::Enter { state, slot } => {
                        To::Enter(At { state, counters: self.counters.with(0, 0).with(slot, 0) })
                    }
                    Way::Retry { slot, times, at, then } => {
                        let before = self.counters.get(slot);
                        if before >= times {
                            step = then;
                            continue;
                        }
                        words = Some(Words { way: row, block: before });
                        let state = match at {
                            Some(state) => state,
                            None => self.state,
                        };
                        To::Ask(At { state, counters: self.counters.with(slot, before + 1) })
                    }
                },
            };
            return Reply { words, to };
        }
    }
}
