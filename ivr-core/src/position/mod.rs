//! Where a call is: its state, its attempts, its language. Only [`Position::apply`] counts.

// How often a call has asked, and what it speaks.
mod counters;

pub use counters::{Counters, Language};

use crate::condition::Conditions;

// What a step may be, and what it comes to.
mod transition;

pub use transition::{Action, Ending, PromptRef, Reply, To, Transition};

/// Where a call is: the state that waits for an answer, and how often it has asked.
///
/// This is all that travels with a call; it fits into a URL.
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
    /// The attempts so far.
    pub counters: Counters,
    /// What the call speaks.
    pub language: Language,
    /// What held when the state asked; nothing before it has.
    pub conditions: Conditions,
}

impl<T: Copy> Position<T> {
    /// A call that has just reached `state`, in the first language.
    #[must_use]
    pub const fn fresh(state: T) -> Self {
        Self { state, counters: Counters::ZERO, language: Language::FIRST, conditions: Conditions::NONE }
    }

    /// The same place in a call that speaks `language`.
    #[must_use]
    pub const fn speaking(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// The same place by another name of its state.
    #[must_use]
    pub fn at<U>(self, state: U) -> Position<U> {
        let Self { counters, language, conditions, .. } = self;
        Position { state, counters, language, conditions }
    }

    /// The same place in a call that was asked while these conditions held.
    #[must_use]
    pub const fn asked(self, conditions: Conditions) -> Self {
        Self { conditions, ..self }
    }

    /// Another state, or this one asked again: what holds then is not known yet.
    const fn led(self, state: T, counters: Counters) -> Self {
        Self { state, counters, language: self.language, conditions: Conditions::NONE }
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
                Transition::Go(state) => To::Enter(self.led(state, self.counters.with(0, 0))),
                // Its attempts are in the address that the queue asks.
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
