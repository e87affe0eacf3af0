//! Lines: what the caller hears, and what is spoken into a text.

use serde::{Deserialize, Serialize};

/// Something the caller hears.
///
/// ```
/// use ivr_runtime::description::Line;
/// let line: Line = serde_json::from_str(r#"{"pause":{"seconds":1}}"#).unwrap();
/// assert_eq!(line, Line::Pause { seconds: 1 });
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Line {
    /// `say "…";`.
    Say {
        /// The words, with `{field:format}` where a value is spoken.
        text: String,
        /// Where the placeholders stand in the text.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        holes: Vec<Hole>,
        /// Their language where it is not the tree's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<String>,
        /// Their voice where it is not the tree's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        voice: Option<String>,
    },
    /// `play "…";`: an absolute URL, or a file under [`Description::audio`](super::Description::audio).
    Play {
        /// The URL or file; the source of a Rust expression when `hole` is there.
        url: String,
        /// The same in words, for where the recording is not at hand.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        /// The number of the expression that says what is played.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hole: Option<u16>,
    },
    /// `pause 1s;`.
    Pause {
        /// At least 1.
        seconds: u16,
    },
    /// `uninterrupted { … }`: no key is listened for while it is said.
    Uninterrupted {
        /// What is said.
        lines: Vec<Line>,
    },
    /// `first { … }` among prompts: on a fresh entry only.
    First {
        /// What is said.
        lines: Vec<Line>,
    },
    /// `set` and `run`: nothing to hear.
    Effect {
        /// The number of the block they stand in.
        block: u16,
    },
}

impl Line {
    /// Puts the words of a recording in its place.
    pub(super) fn speak(&mut self) {
        match self {
            Self::Play { text: Some(text), .. } => {
                *self =
                    Self::Say { text: std::mem::take(text), holes: Vec::new(), language: None, voice: None };
            }
            Self::Uninterrupted { lines } | Self::First { lines } => lines.iter_mut().for_each(Self::speak),
            Self::Say { .. } | Self::Play { .. } | Self::Pause { .. } | Self::Effect { .. } => {}
        }
    }
}

/// A placeholder: what stands at this place of a text is made for each call.
///
/// ```
/// let hole = ivr_runtime::description::Hole { from: 12, to: 28, number: 0 };
/// assert!(hole.from < hole.to);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hole {
    /// The first byte of the placeholder in the text.
    pub from: u32,
    /// The byte behind it.
    pub to: u32,
    /// What [`PhoneTree::spell`](crate::tree::PhoneTree::spell) is asked for.
    pub number: u16,
}
