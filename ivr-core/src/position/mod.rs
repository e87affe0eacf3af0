//! Where a call is: its state, its attempts, its language. Only [`Position::apply`] counts.

// How often a call has asked, and what it speaks.
mod counters;

pub use counters::{Counters, Language};

// What a step may be, and what it comes to.
mod transition;

pub use transition::{Action, Ending, PromptRef, Reply, To, Transition};

/// Where a call is: the state that waits for an answer, and how often it has asked.
///
/// This is all that travels with a call; it fits into a URL.
///
/// ```
/// use ivr_core::position::{Position, Counters, Language};
/// let at = Position { state: 'm', counters: Counters::ZERO, language: Language::FIRST };
/// assert_eq!(at.counters.get(0), 0);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Position<T> {
    /// The state.
    pub state: T,
    /// The attempts so far.
    pub counters: Counters,
    /// What the call speaks.
    pub language: Language,
}

impl<T: Copy> Position<T> {
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

    /// Takes a step from here: the only place where attempts are counted. `actions` is the table that [`Transition::Action`]
    /// points into.
    ///
    /// The compiler proves promises over this function, with the indexes of states; the server calls it with the
    /// states themselves. It is `const`, so that a `scenario` runs it at compile time.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "`phone_tree!` numbers the very rows that it emits")]
    pub const fn apply(self, step: Transition<T>, actions: &[Action<T>]) -> Reply<T> {
        let mut step = step;
        let mut words = None;
        loop {
            let to = match step {
                Transition::Go(state) => {
                    To::Enter(Position { state, counters: self.counters.with(0, 0), language: self.language })
                }
                // Its attempts are in the address that the queue asks.
                Transition::Wait(state) => {
                    To::Wait(Position { state, counters: Counters::ZERO, language: self.language })
                }
                Transition::Again => To::Ask(self),
                Transition::End(ending) => To::End(ending, self.language),
                Transition::Action(row) => match actions[row as usize] {
                    Action::Say { then } => {
                        words = Some(PromptRef { action: row, block: 0 });
                        step = then;
                        continue;
                    }
                    Action::Enter { state, slot } => {
                        let counters = self.counters.with(0, 0).with(slot, 0);
                        To::Enter(Position { state, counters, language: self.language })
                    }
                    Action::Leave { state, slot } => {
                        let counters = self.counters.with(0, 0).with(slot, 0);
                        To::Leave(Position { state, counters, language: self.language })
                    }
                    Action::Retry { slot, times, at, then } => {
                        let before = self.counters.get(slot);
                        if before >= times {
                            step = then;
                            continue;
                        }
                        words = Some(PromptRef { action: row, block: before });
                        let state = match at {
                            Some(state) => state,
                            None => self.state,
                        };
                        let counters = self.counters.with(slot, before + 1);
                        To::Ask(Position { state, counters, language: self.language })
                    }
                },
            };
            return Reply { words, to };
        }
    }
}
