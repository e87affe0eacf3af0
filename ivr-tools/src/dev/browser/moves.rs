//! The requests of the page: moves of a call, as JSON.

use serde::Deserialize;

use crate::simulator::act::{Act, CONFIDENT, MessageEnd, is_keys};

/// The maximum length in seconds of a message that the page may claim to have recorded.
const MAX_MESSAGE_SECONDS: u32 = 24 * 60 * 60;

/// A move.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum CallerInput {
    /// Keys. `after` is the number of seconds that were heard, if the prompts were interrupted.
    Press {
        keys: String,
        after: Option<f32>,
    },
    /// Speech, and the confidence of the browser's recognizer.
    Say {
        words: String,
        confidence: Option<f32>,
    },
    Silence,
    /// No more keys follow.
    Settle,
    /// A message of this many seconds, ended by a key, by hanging up, or by neither.
    Message {
        seconds: u32,
        key: Option<char>,
        hung_up: Option<bool>,
    },
    /// The result of a dial or a queue, as trees name it.
    World(String),
    HangUp,
}

impl CallerInput {
    /// Parses the request of the page. Returns `None` if it is not a move.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        serde_json::from_slice(body).ok()
    }

    /// Returns the move of the interpreter, or `None` if it is not one.
    pub(super) fn act(self) -> Option<Act> {
        Some(match self {
            Self::Press { keys, .. } if !is_keys(&keys) => return None,
            Self::Press { keys, after: Some(after) } if after.is_finite() && after >= 0.0 => {
                Act::PressAfter(tenths(after), keys)
            }
            Self::Press { keys, .. } => Act::Press(keys),
            Self::Say { words, confidence } => {
                let sure = confidence.filter(|confidence| *confidence > 0.0 && *confidence <= 1.0);
                Act::Say(words, sure.unwrap_or(CONFIDENT))
            }
            Self::Silence => Act::Silence,
            Self::Settle => return None,
            Self::Message { seconds, hung_up: Some(true), .. } => {
                Act::Message(seconds.min(MAX_MESSAGE_SECONDS), MessageEnd::HangUp)
            }
            Self::Message { seconds, key, .. } => {
                let end = key.filter(|key| is_keys(&key.to_string())).map(MessageEnd::Key);
                Act::Message(seconds.min(MAX_MESSAGE_SECONDS), end.unwrap_or(MessageEnd::Silence))
            }
            Self::World(outcome) => match Act::read(&outcome) {
                world @ (Act::World(_) | Act::HandBack(_)) => world,
                _ => return None,
            },
            Self::HangUp => Act::HangUp,
        })
    }
}

/// Rounds to tenths of a second.
fn tenths(seconds: f32) -> f32 {
    (seconds * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::act::Outcome;

    fn act(text: &str) -> Option<Act> {
        CallerInput::read(text.as_bytes()).and_then(CallerInput::act)
    }

    #[test]
    fn every_move_of_the_page_is_one_of_the_interpreter() {
        for (text, move_) in [
            (r##"{"press":{"keys":"1#"}}"##, Act::Press("1#".into())),
            (r#"{"press":{"keys":"1","after":4.04}}"#, Act::PressAfter(4.0, "1".into())),
            (r#"{"say":{"words":"busy"}}"#, Act::Say("busy".into(), CONFIDENT)),
            (r#"{"say":{"words":"sales","confidence":0}}"#, Act::Say("sales".into(), CONFIDENT)),
            (r#""silence""#, Act::Silence),
            (r#"{"message":{"seconds":7}}"#, Act::Message(7, MessageEnd::Silence)),
            (r##"{"message":{"seconds":7,"key":"#"}}"##, Act::Message(7, MessageEnd::Key('#'))),
            (r#"{"message":{"seconds":7,"hung_up":true}}"#, Act::Message(7, MessageEnd::HangUp)),
            (r#"{"world":"no_answer"}"#, Act::World(Outcome::NoAnswer)),
            (r#"{"world":"[Resolved]"}"#, Act::HandBack("\"Resolved\"".into())),
            (r#""hang_up""#, Act::HangUp),
        ] {
            assert_eq!(act(text), Some(move_), "{text}");
        }
    }

    #[test]
    fn what_is_no_move_is_none() {
        for text in ["", "{}", r#""dance""#, r#"{"press":{"keys":"A"}}"#, r#"{"world":"silence"}"#] {
            assert_eq!(act(text), None, "{text}");
        }
        assert_eq!(CallerInput::read(br#""settle""#), Some(CallerInput::Settle));
    }
}
