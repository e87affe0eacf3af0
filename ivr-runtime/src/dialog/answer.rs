//! What a Rust `match` of a tree answered.

use ivr_core::event::Event;

/// What a Rust `match` of a tree answered: the arm that was taken, and the fields that it set.
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
    /// The data after its first `set`s, when it begins with some.
    pub data: Option<D>,
    /// The data after each further block of `set`s, which words or a `run` part from the first.
    pub later: Vec<D>,
    /// The placeholders that speak what the pattern of the arm binds, each with its value.
    pub spoken: Vec<(u16, String)>,
}

impl<D> Answer<D> {
    /// The arm of this number, counted from 0.
    #[must_use]
    pub fn arm(number: u16) -> Self {
        Self { heard: Event::Arm(number), data: None, later: Vec::new(), spoken: Vec::new() }
    }

    /// The answer did not come in time.
    #[must_use]
    pub fn late() -> Self {
        Self { heard: Event::Late, data: None, later: Vec::new(), spoken: Vec::new() }
    }

    /// The same, with what the arm sets before anything else.
    #[must_use]
    pub fn with(self, data: D) -> Self {
        Self { data: Some(data), ..self }
    }

    /// The same, with what its words speak of the names that its pattern binds.
    #[must_use]
    pub fn speaking(self, spoken: Vec<(u16, String)>) -> Self {
        Self { spoken, ..self }
    }

    /// The same, with what the arm sets next, behind words of its own.
    #[must_use]
    pub fn then(mut self, data: D) -> Self {
        self.later.push(data);
        self
    }
}
