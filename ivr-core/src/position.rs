//! Where a call is: its state, its attempts, its language. Only [`At::take`] counts.

use super::{PhoneTree, Reply, Step, To, Way, Words};

/// Where a call is: the state that waits for an answer, and how often it has asked.
///
/// This is all that travels with a call; it fits into a URL.
///
/// ```
/// use ivr_runtime::tree::{At, Counters, Language};
/// let at = At { state: 'm', counters: Counters::ZERO, language: Language::FIRST };
/// assert_eq!(at.counters.get(0), 0);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct At<T> {
    /// The state.
    pub state: T,
    /// The attempts so far.
    pub counters: Counters,
    /// What the call speaks.
    pub language: Language,
}

impl<T: PhoneTree> At<T> {
    /// A call that has just reached `state`, in the first language.
    #[must_use]
    pub const fn fresh(state: T) -> Self {
        Self { state, counters: Counters::ZERO, language: Language::FIRST }
    }

    /// The same place in a call that speaks `language`.
    #[must_use]
    pub const fn speaking(self, language: Language) -> Self {
        Self { language, ..self }
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
                Step::Go(state) => {
                    To::Enter(At { state, counters: self.counters.with(0, 0), language: self.language })
                }
                Step::Again => To::Ask(self),
                Step::End(ending) => To::End(ending, self.language),
                Step::Way(row) => match T::WAYS[row as usize] {
                    Way::Say { then } => {
                        words = Some(Words { way: row, block: 0 });
                        step = then;
                        continue;
                    }
                    Way::Enter { state, slot } => {
                        let counters = self.counters.with(0, 0).with(slot, 0);
                        To::Enter(At { state, counters, language: self.language })
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
                        let counters = self.counters.with(slot, before + 1);
                        To::Ask(At { state, counters, language: self.language })
                    }
                },
            };
            return Reply { words, to };
        }
    }
}

/// A language of a tree, by its place among them. What a step of the tree comes to is the same in all of them:
/// only what is said and understood differs.
///
/// ```
/// use ivr_runtime::tree::Language;
/// assert_eq!(Language::default(), Language::FIRST);
/// assert_eq!(Language::nth(1).place(), 1);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Language(u8);

impl Language {
    /// What every call begins in.
    pub const FIRST: Self = Self(0);

    /// The language at this place, counted from 0.
    #[must_use]
    pub const fn nth(place: u8) -> Self {
        Self(place)
    }

    /// Its place among the languages of the tree, counted from 0.
    #[must_use]
    pub const fn place(self) -> usize {
        self.0 as usize
    }
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
