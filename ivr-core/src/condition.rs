//! Conditions of options: a `bool` field of the call or a schedule, and which of them held when a state asked.

use std::fmt;

/// The most conditions of one state: it has documents and matchers for each combination of them.
pub const MAX_CONDITIONS: usize = 5;

/// `open` or `!open` behind the word `if`: the name of a field or of a schedule.
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
    /// The field or the schedule.
    pub name: String,
    /// It must not hold.
    pub negated: bool,
}

impl Condition {
    /// Whether it holds in a state with conditions of these names, of which `held` held when the state asked.
    #[must_use]
    pub fn holds<'a>(&self, names: impl IntoIterator<Item = &'a str>, held: Conditions) -> bool {
        let place = names.into_iter().position(|name| name == self.name);
        place.is_some_and(|place| held.has(place)) != self.negated
    }

    /// Whether one of the two holds whenever the other does not.
    #[must_use]
    pub fn is_opposite(&self, other: &Self) -> bool {
        self.name == other.name && self.negated != other.negated
    }
}

/// As a tree writes it: `open`, `!open`.
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

/// Which conditions of a state held when it asked, by their places in the state. They travel with the call: what was said
/// is then what is taken.
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
    /// None of them.
    pub const NONE: Self = Self(0);

    /// The same where the condition at this place, less than [`MAX_CONDITIONS`], holds or does not.
    #[must_use]
    pub const fn with(self, place: usize, holds: bool) -> Self {
        let bit = if place < MAX_CONDITIONS { 1 << place } else { 0 };
        Self(if holds { self.0 | bit } else { self.0 & !bit })
    }

    /// Whether the condition at this place holds.
    #[must_use]
    pub const fn has(self, place: usize) -> bool {
        place < MAX_CONDITIONS && self.0 >> place & 1 == 1
    }

    /// Its number among [`all`](Self::all).
    #[must_use]
    pub const fn number(self) -> usize {
        self.0 as usize
    }

    /// Every combination of so many conditions, by number.
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
