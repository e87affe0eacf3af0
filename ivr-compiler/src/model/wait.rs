//! How long a verb waits, in seconds: the author's value, or the default.

use super::{Dial, Gather, Record};

impl Gather {
    /// Returns the time until the first input, and between keys.
    pub(crate) fn waits(&self) -> u32 {
        self.timeout.map_or(5, |timeout| timeout.value)
    }
}

impl Dial {
    /// Returns the time until nobody has answered.
    pub(crate) fn rings(&self) -> u32 {
        self.clauses.timeout.map_or(30, |timeout| timeout.value)
    }
}

impl Record {
    /// Returns the maximum length of a message. A transcribed message has at most two minutes.
    pub(crate) fn longest(&self) -> u32 {
        let otherwise = if self.transcribe.is_some() { 120 } else { 3600 };
        self.max_length.map_or(otherwise, |length| length.value)
    }

    /// Returns the silence that ends a message.
    pub(crate) fn quiet(&self) -> u32 {
        self.timeout.map_or(5, |timeout| timeout.value)
    }
}
