//! The position of a call: its state, its attempts and its language. Only [`Position::apply`] counts attempts.

// The counters and the language of a call.
mod counters;

pub use counters::{Counters, Language};

use crate::condition::Conditions;

// Transitions and their results.
mod transition;

pub use transition::{Action, Ending, PromptRef, Reply, To, Transition};

/// The position of a call: the state that waits for an input, and how often it has asked.
///
/// This is everything that a URL contains of a call.
///
/// ```
/// use ivr_core::position::{Counters, Position};
/// let at = Position::fresh('m');
/// assert_eq!(at.counters.get(0), 0);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Position<T> {
    /// The state.
    pub state: T,
    /// The number of attempts so far.
    pub counters: Counters,
    /// The language of the call.
    pub language: Language,
    /// The conditions that held when the state asked. Empty before it has asked.
    pub conditions: Conditions,
}

impl<T: Copy> Position<T> {
    /// Returns the position of a call that has just reached `state`, in the first language.
    #[must_use]
    pub const fn fresh(state: T) -> Self {
        Self { state, counters: Counters::ZERO, language: Language::FIRST, conditions: Conditions::NONE }
    }

    /// Returns the same position in a call that speaks `language`.
    #[must_use]
    pub const fn speaking(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// Returns the same position with another type or name for its state.
    #[must_use]
    pub fn at<U>(self, state: U) -> Position<U> {
        let Self { counters, language, conditions, .. } = self;
        Position { state, counters, language, conditions }
    }

    /// Returns the same position with the conditions that held when the state asked.
    #[must_use]
    pub const fn asked(self, conditions: Conditions) -> Self {
        Self { conditions, ..self }
    }

    /// Returns the position in another state, or in this one when it asks again. The conditions that hold then are
    /// not known yet.
    const fn led(self, state: T, counters: Counters) -> Self {
        Self { state, counters, language: self.language, conditions: Conditions::NONE }
    }

    /// Applies a transition. This is the only place where attempts are counted. `actions` is the table that
    /// [`Transition::Action`] refers to.
    ///
    /// The compiler proves promises with this function, for indexes of states; the server calls it for the states
    /// themselves. It is `const`, so that a `scenario` runs it at compile time.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "`phone_tree!` numbers the very rows that it emits")]
    pub const fn apply(self, step: Transition<T>, actions: &[Action<T>]) -> Reply<T> {
        let mut step = step;
        let mut words = None;
        loop {
            let to = match step {
                Transition::Go(state) => To::Enter(self.led(state, self.counters.with(0, 0))),
                // The attempts of the waiting state are part of the URL that the queue requests.
                Transition::Wait(state) => To::Wait(self.led(state, Counters::ZERO)),
                Transition::Again => To::Ask(self.led(self.state, self.counters)),
                Transition::End(ending) => To::End(ending, self.language),
                Transition::Action(row) => match actions[row as usize] {
                    Action::Say { then } => {
                        words = Some(PromptRef { action: row, block: 0 });
                        step = then;
                        continue;
                    }
                    Action::Enter { state, slot } => {
                        let counters = self.counters.with(0, 0).with(slot, 0);
                        To::Enter(self.led(state, counters))
                    }
                    Action::Leave { state, slot } => {
                        let counters = self.counters.with(0, 0).with(slot, 0);
                        To::Leave(self.led(state, counters))
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
                        To::Ask(self.led(state, self.counters.with(slot, before + 1)))
                    }
                },
            };
            return Reply { words, to };
        }
    }
}
