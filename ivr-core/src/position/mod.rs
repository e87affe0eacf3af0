//! Where a call is: its state, its attempts, its language. Only [`At::apply`] counts.

// How often a call has asked, and what it speaks.
mod counters;

pub use counters::{Counters, Language};

// What a step may be, and what it comes to.
mod transition;

pub use transition::{Ending, Reply, Step, To, Way, Words};

/// Where a call is: the state that waits for an answer, and how often it has asked.
///
/// This is all that travels with a call; it fits into a URL.
///
/// ```
/// use ivr_core::position::{At, Counters, Language};
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

impl<T: Copy> At<T> {
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

    /// Takes a step from here: the only place where attempts are counted. `ways` is the table that [`Step::Way`]
    /// points into.
    ///
    /// The compiler proves promises over this function, with the indexes of states; the server calls it with the
    /// states themselves. It is `const`, so that a `scenario` runs it at compile time.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "`phone_tree!` numbers the very rows that it emits")]
    pub const fn apply(self, step: Step<T>, ways: &[Way<T>]) -> Reply<T> {
        let mut step = step;
        let mut words = None;
        loop {
            let to = match step {
                Step::Go(state) => {
                    To::Enter(At { state, counters: self.counters.with(0, 0), language: self.language })
                }
                Step::Again => To::Ask(self),
                Step::End(ending) => To::End(ending, self.language),
                Step::Way(row) => match ways[row as usize] {
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
