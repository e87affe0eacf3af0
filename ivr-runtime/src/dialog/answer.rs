//! The answer of a Rust `match` of a tree.

use ivr_core::event::Event;

/// The answer of a Rust `match` of a tree: the arm that was taken, and the fields that it set.
///
/// ```
/// use ivr_runtime::{data::Answer, tree::Event};
/// let answer: Answer<()> = Answer::arm(2);
/// assert_eq!(answer.heard, Event::Arm(2));
/// ```
#[derive(Clone, PartialEq, Debug)]
pub struct Answer<D> {
    /// The arm, or [`Event::Late`].
    pub heard: Event,
    /// The data after the first `set`s of the arm, if it begins with some.
    pub data: Option<D>,
    /// The data after each further block of `set`s, which is separated from the first by texts or a `run`.
    pub later: Vec<D>,
    /// The values of the placeholders that refer to bindings of the pattern.
    pub spoken: Vec<(u16, String)>,
}

impl<D> Answer<D> {
    /// Creates the answer for the arm with this index, counted from 0.
    #[must_use]
    pub fn arm(number: u16) -> Self {
        Self { heard: Event::Arm(number), data: None, later: Vec::new(), spoken: Vec::new() }
    }

    /// Creates the answer for a missing response.
    #[must_use]
    pub fn late() -> Self {
        Self { heard: Event::Late, data: None, later: Vec::new(), spoken: Vec::new() }
    }

    /// Adds what the arm sets first.
    #[must_use]
    pub fn with(self, data: D) -> Self {
        Self { data: Some(data), ..self }
    }

    /// Adds the values of the bindings that its texts speak.
    #[must_use]
    pub fn speaking(self, spoken: Vec<(u16, String)>) -> Self {
        Self { spoken, ..self }
    }

    /// Adds what the arm sets after some of its texts.
    #[must_use]
    pub fn then(mut self, data: D) -> Self {
        self.later.push(data);
        self
    }
}
