//! Conditions of options: `bool` fields and schedules, and which of them held when a state asked.

use std::fmt;

/// The maximum number of conditions of a state. A state has documents and matchers for each combination of its
/// conditions.
pub const MAX_CONDITIONS: usize = 5;

/// The condition after the word `if`, such as `open` or `!open`: the name of a field or a schedule.
///
/// ```
/// use ivr_core::condition::{Condition, Conditions};
/// let closed = Condition::from("!open".to_owned());
/// assert!(closed.holds(["open"], Conditions::NONE));
/// assert!(!closed.holds(["open"], Conditions::NONE.with(0, true)));
/// assert_eq!(closed.to_string(), "!open");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(from = "String"))]
pub struct Condition {
    /// The name of the field or the schedule.
    pub name: String,
    /// Whether the condition is negated.
    pub negated: bool,
}

impl Condition {
    /// Returns whether the condition holds in a state whose conditions have these names, where `held` are the
    /// conditions that held when the state asked.
    #[must_use]
    pub fn holds<'a>(&self, names: impl IntoIterator<Item = &'a str>, held: Conditions) -> bool {
        let place = names.into_iter().position(|name| name == self.name);
        place.is_some_and(|place| held.has(place)) != self.negated
    }

    /// Returns whether each of the two conditions holds exactly when the other does not.
    #[must_use]
    pub fn is_opposite(&self, other: &Self) -> bool {
        self.name == other.name && self.negated != other.negated
    }
}

/// Writes the condition as in a tree: `open`, `!open`.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.negated { "!" } else { "" };
        write!(f, "{sign}{}", self.name)
    }
}

impl From<String> for Condition {
    fn from(text: String) -> Self {
        match text.strip_prefix('!') {
            Some(name) => Self { name: name.to_owned(), negated: true },
            None => Self { name: text, negated: false },
        }
    }
}

/// The set of conditions of a state that held when it asked, by their index in the state. The set is part of the
/// position of the call, so that the accepted options are the announced ones.
///
/// ```
/// use ivr_core::condition::Conditions;
/// let second = Conditions::NONE.with(1, true);
/// assert!(second.has(1) && !second.has(0));
/// assert_eq!(Conditions::all(2).count(), 4);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Conditions(u8);

impl Conditions {
    /// The empty set.
    pub const NONE: Self = Self(0);

    /// Returns the same set in which the condition at this index holds or not. The index must be less than
    /// [`MAX_CONDITIONS`].
    #[must_use]
    pub const fn with(self, place: usize, holds: bool) -> Self {
        let bit = if place < MAX_CONDITIONS { 1 << place } else { 0 };
        Self(if holds { self.0 | bit } else { self.0 & !bit })
    }

    /// Returns whether the condition at this index holds.
    #[must_use]
    pub const fn has(self, place: usize) -> bool {
        place < MAX_CONDITIONS && self.0 >> place & 1 == 1
    }

    /// Returns the index of the set in [`all`](Self::all).
    #[must_use]
    pub const fn number(self) -> usize {
        self.0 as usize
    }

    /// Returns every combination of `count` conditions, in order of [`number`](Self::number).
    pub fn all(count: usize) -> impl Iterator<Item = Self> + Clone {
        let end = 1_u8 << if count < MAX_CONDITIONS { count } else { MAX_CONDITIONS };
        (0..end).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_combination_has_its_number_and_its_bits() {
        for count in 0..=MAX_CONDITIONS {
            let all: Vec<Conditions> = Conditions::all(count).collect();
            assert_eq!(all.len(), 1 << count);
            for (number, held) in all.into_iter().enumerate() {
                assert_eq!(held.number(), number);
                let again =
                    (0..count).fold(Conditions::NONE, |built, place| built.with(place, held.has(place)));
                assert_eq!(again, held);
            }
        }
    }

    #[test]
    fn a_condition_of_another_state_does_not_hold() {
        let open = Condition::from("open".to_owned());
        assert!(!open.holds(["vip"], Conditions::NONE.with(0, true)));
        assert!(open.holds(["vip", "open"], Conditions::NONE.with(1, true)));
    }
}
