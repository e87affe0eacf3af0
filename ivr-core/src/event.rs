//! What was heard: one flat enum for all that can happen in a state, named as the language names it.

/// What the caller did, or what a verb came back with.
///
/// Phrases and entries of several keys are mapped to the arm that has them before the transition, so the
/// transition function never sees a string.
///
/// ```
/// use ivr_core::event::Heard;
/// assert_eq!(Heard::key('3'), Some(Heard::Key3));
/// assert_eq!(Heard::NoAnswer.to_string(), "no_answer");
/// assert_eq!("arm 4".parse(), Ok(Heard::Arm(4)));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "String", try_from = "String"))]
pub enum Heard {
    /// The key 0.
    Key0,
    /// The key 1.
    Key1,
    /// The key 2.
    Key2,
    /// The key 3.
    Key3,
    /// The key 4.
    Key4,
    /// The key 5.
    Key5,
    /// The key 6.
    Key6,
    /// The key 7.
    Key7,
    /// The key 8.
    Key8,
    /// The key 9.
    Key9,
    /// The key `*`.
    Star,
    /// The key `#`.
    Hash,
    /// The arm of this number, counted from 0 in the order of the source: phrases and entries of several keys.
    Arm(u16),
    /// A complete entry of keys, or words, where no arm names them.
    Entered,
    /// Nothing came.
    Silence,
    /// Anything that no arm has.
    Else,
    /// `dial`: somebody answered, and the conversation is over.
    Answered,
    /// `dial`: the line was busy.
    Busy,
    /// `dial`: nobody answered in time.
    NoAnswer,
    /// `dial`, `enqueue`: it could not be done.
    Failed,
    /// `dial`: canceled before anybody answered.
    Canceled,
    /// `record`: there is audio.
    Recorded,
    /// `enqueue`: spoke to somebody, and the conversation is over.
    Bridged,
    /// `enqueue`: left the queue.
    Left,
    /// `enqueue`: the queue was full.
    Full,
    /// A Rust `match` did not answer in time.
    Late,
    /// A state was done and goes on by itself.
    Next,
}

/// Spellings of earlier versions, which saved descriptions still have.
const REPLACED: [(&str, Heard); 2] = [("silent", Heard::Silence), ("cancelled", Heard::Canceled)];

const NAMED: [(&str, Heard); 26] = [
    ("0", Heard::Key0),
    ("1", Heard::Key1),
    ("2", Heard::Key2),
    ("3", Heard::Key3),
    ("4", Heard::Key4),
    ("5", Heard::Key5),
    ("6", Heard::Key6),
    ("7", Heard::Key7),
    ("8", Heard::Key8),
    ("9", Heard::Key9),
    ("*", Heard::Star),
    ("#", Heard::Hash),
    ("entered", Heard::Entered),
    ("silence", Heard::Silence),
    ("_", Heard::Else),
    ("answered", Heard::Answered),
    ("busy", Heard::Busy),
    ("no_answer", Heard::NoAnswer),
    ("failed", Heard::Failed),
    ("canceled", Heard::Canceled),
    ("recorded", Heard::Recorded),
    ("bridged", Heard::Bridged),
    ("left", Heard::Left),
    ("full", Heard::Full),
    ("late", Heard::Late),
    ("next", Heard::Next),
];

impl Heard {
    /// The key of a telephone: `0` to `9`, `*` and `#`.
    #[must_use]
    pub const fn key(key: char) -> Option<Self> {
        Some(match key {
            '0' => Self::Key0,
            '1' => Self::Key1,
            '2' => Self::Key2,
            '3' => Self::Key3,
            '4' => Self::Key4,
            '5' => Self::Key5,
            '6' => Self::Key6,
            '7' => Self::Key7,
            '8' => Self::Key8,
            '9' => Self::Key9,
            '*' => Self::Star,
            '#' => Self::Hash,
            _ => return None,
        })
    }
}

impl std::fmt::Display for Heard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Self::Arm(arm) = self {
            return write!(f, "arm {arm}");
        }
        let name = NAMED.iter().find(|(_, heard)| heard == self);
        f.write_str(name.map_or("?", |(name, _)| *name))
    }
}

impl std::str::FromStr for Heard {
    type Err = UnknownHeard;

    fn from_str(text: &str) -> Result<Self, UnknownHeard> {
        if let Some((_, heard)) = NAMED.iter().chain(&REPLACED).find(|(name, _)| *name == text) {
            return Ok(*heard);
        }
        let arm = text.strip_prefix("arm ").and_then(|number| number.parse().ok());
        arm.map(Self::Arm).ok_or_else(|| UnknownHeard(text.to_owned()))
    }
}

impl From<Heard> for String {
    fn from(heard: Heard) -> Self {
        heard.to_string()
    }
}

impl TryFrom<String> for Heard {
    type Error = UnknownHeard;

    fn try_from(text: String) -> Result<Self, UnknownHeard> {
        text.parse()
    }
}

/// A name that is no [`Heard`].
///
/// ```
/// let error = "shouted".parse::<ivr_core::event::Heard>().unwrap_err();
/// assert_eq!(error.to_string(), "nothing that can be heard is called `shouted`");
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownHeard(String);

impl std::fmt::Display for UnknownHeard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "nothing that can be heard is called `{}`", self.0)
    }
}

impl std::error::Error for UnknownHeard {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back_as_itself() {
        for (name, heard) in NAMED {
            assert_eq!(heard.to_string(), name);
            assert_eq!(name.parse(), Ok(heard));
        }
    }
}
