//! The events of a state: keys, arms, and the outcomes of verbs, named as in the language.

// The outcomes of a verb, in one table.
mod outcome;

pub use outcome::{Cause, Event, Kind, Outcome};

// The verbs.
mod verb;

pub use verb::Verb;

impl Event {
    /// The telephone keys and their events.
    const KEYS: [(&str, Self); 12] = [
        ("0", Self::Key0),
        ("1", Self::Key1),
        ("2", Self::Key2),
        ("3", Self::Key3),
        ("4", Self::Key4),
        ("5", Self::Key5),
        ("6", Self::Key6),
        ("7", Self::Key7),
        ("8", Self::Key8),
        ("9", Self::Key9),
        ("*", Self::Star),
        ("#", Self::Hash),
    ];

    /// Returns the event for a telephone key: `0` to `9`, `*` or `#`.
    #[must_use]
    pub const fn key(key: char) -> Option<Self> {
        // A `const fn` cannot use an iterator.
        let mut rest: &[(&str, Self)] = &Self::KEYS;
        while let [(known, heard), others @ ..] = rest {
            if matches!(known.as_bytes(), [known] if *known as u32 == key as u32) {
                return Some(*heard);
            }
            rest = others;
        }
        None
    }

    /// Returns the event for an entry of one key.
    #[must_use]
    pub fn single_key(entry: &str) -> Option<Self> {
        match entry.as_bytes() {
            [key] => Self::key(char::from(*key)),
            _ => None,
        }
    }

    /// Returns its name, or `None` for an arm, whose name contains its number.
    pub(crate) fn word(self) -> Option<&'static str> {
        if let Self::Arm(_) = self {
            return None;
        }
        for (key, heard) in &Self::KEYS {
            if *heard == self {
                return Some(key);
            }
        }
        Some(self.outcome().map_or(NEXT, Outcome::as_str))
    }
}

/// The name of the event of a state that continues by itself.
const NEXT: &str = "next";

impl std::fmt::Display for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self, self.word()) {
            (Self::Arm(arm), _) => write!(f, "arm {arm}"),
            (_, word) => f.write_str(word.unwrap_or_default()),
        }
    }
}

impl std::str::FromStr for Event {
    type Err = UnknownEventError;

    fn from_str(text: &str) -> Result<Self, UnknownEventError> {
        let arm = || text.strip_prefix("arm ").and_then(|number| number.parse().ok()).map(Self::Arm);
        let next = || (text == NEXT).then_some(Self::Next);
        let found = Self::single_key(text).or_else(|| Outcome::parse(text).map(Outcome::heard));
        found.or_else(arm).or_else(next).ok_or_else(|| UnknownEventError(text.to_owned()))
    }
}

impl TryFrom<String> for Event {
    type Error = UnknownEventError;

    fn try_from(text: String) -> Result<Self, UnknownEventError> {
        text.parse()
    }
}

/// The error for a name that does not belong to an [`Event`].
///
/// ```
/// let error = "shouted".parse::<ivr_core::event::Event>().unwrap_err();
/// assert_eq!(error.to_string(), "`shouted` is not an input");
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownEventError(String);

impl std::fmt::Display for UnknownEventError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` is not an input", self.0)
    }
}

impl std::error::Error for UnknownEventError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back_as_itself() {
        let keys = Event::KEYS.into_iter().map(|(key, heard)| (key.to_string(), heard));
        let outcomes = Outcome::ALL.iter().map(|outcome| (outcome.as_str().to_owned(), outcome.heard()));
        let others = [("next".to_owned(), Event::Next), ("arm 12".to_owned(), Event::Arm(12))];
        for (name, heard) in keys.chain(outcomes).chain(others) {
            assert_eq!(heard.to_string(), name);
            assert_eq!(name.parse(), Ok(heard));
        }
    }

    #[test]
    fn replaced_spellings_in_saved_descriptions_are_read() {
        assert_eq!("silent".parse(), Ok(Event::Silence));
        assert_eq!("cancelled".parse(), Ok(Event::Canceled));
    }

    #[test]
    fn every_outcome_belongs_to_a_verb() {
        for outcome in Outcome::ALL {
            assert!(Verb::ALL.iter().any(|verb| verb.has(*outcome)), "{outcome:?}");
        }
    }
}
