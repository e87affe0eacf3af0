//! The moves of a call on the caller's side, as typed in a terminal and as written in a transcript: what a caller
//! does, and the outcomes of dials and queues.

use std::fmt::Write;

pub(crate) use ivr_core::event::Outcome;
use ivr_core::event::Verb;

/// One move.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Act {
    /// Keys, after everything was heard.
    Press(String),
    /// Keys this many seconds after the last move, possibly during a prompt.
    PressAfter(f32, String),
    /// Speech, and the confidence of the recognizer, 0 to 1.
    Say(String, f32),
    /// Silence until the timeout.
    Silence,
    /// A message of this many seconds.
    Message(u32, MessageEnd),
    /// The outcome of a dial or a queue.
    World(Outcome),
    /// The result of an agent, as JSON.
    HandBack(String),
    /// A caller who was ahead in the queue was connected.
    MoveUp,
    HangUp,
}

/// How a message ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum MessageEnd {
    Silence,
    Key(char),
    HangUp,
}

/// The default confidence of the recognizer.
pub(crate) const CONFIDENT: f32 = 0.9;

/// The default length of a message.
pub(crate) const MESSAGE_SECONDS: u32 = 5;

/// Returns whether an outcome is that of a dial or a queue.
fn is_of_world(outcome: Outcome) -> bool {
    outcome != Outcome::Waits
        && (Verb::Dial.has(outcome) || Verb::Enqueue.has(outcome) || Verb::Connect.has(outcome))
}

impl Act {
    /// Parses a move as people type it: keys, an outcome, `silence`, `hang up`. Anything else is speech; quotation
    /// marks turn the other words into speech, too.
    pub(crate) fn read(text: &str) -> Self {
        let text = text.trim();
        if let Some(words) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            return Self::Say(words.to_owned(), CONFIDENT);
        }
        if let Some(outcome) = Outcome::parse(text).filter(|outcome| is_of_world(*outcome)) {
            return Self::World(outcome);
        }
        if let Some(result) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
            return Self::HandBack(handed_back(result));
        }
        match text {
            "" | "silence" | "silent" => Self::Silence,
            "hang up" | "hangup" => Self::HangUp,
            "move up" => Self::MoveUp,
            "recorded" => Self::Message(MESSAGE_SECONDS, MessageEnd::Silence),
            ended if ended.strip_prefix("recorded ").is_some_and(|key| key.len() == 1 && is_keys(key)) => {
                Self::Message(MESSAGE_SECONDS, MessageEnd::Key(ended.chars().last().unwrap_or('#')))
            }
            keys if is_keys(keys) => Self::Press(keys.to_owned()),
            words => Self::Say(words.to_owned(), CONFIDENT),
        }
    }
}

/// Parses the result of an agent as people type it: the name of a value, or JSON.
pub(crate) fn handed_back(result: &str) -> String {
    let is_name = result.starts_with(|first: char| first.is_alphabetic())
        && result.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    if is_name { Quoted(result).to_string() } else { result.to_owned() }
}

/// Returns whether `text` consists of telephone keys only.
pub(crate) fn is_keys(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|key| key.is_ascii_digit() || matches!(key, '*' | '#'))
}

/// A text in quotation marks, as a Rust literal. Unlike `{:?}` it does not escape combining characters, so that
/// people can read them.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl std::fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_char('"')?;
        for character in self.0.chars() {
            match character {
                '"' | '\\' => write!(f, "\\{character}")?,
                // Characters that change the direction of text would change how the line is displayed.
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                    write!(f, "{}", character.escape_default())?;
                }
                _ if character.is_control() => write!(f, "{}", character.escape_default())?,
                _ => f.write_char(character)?,
            }
        }
        f.write_char('"')
    }
}

impl std::fmt::Display for Act {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Press(keys) => f.write_str(keys),
            Self::PressAfter(seconds, keys) => write!(f, "{keys} (after {seconds} s)"),
            Self::Say(words, confidence) if *confidence == CONFIDENT => write!(f, "{}", Quoted(words)),
            Self::Say(words, confidence) => write!(f, "{} ({confidence})", Quoted(words)),
            Self::Silence => f.write_str("silence"),
            Self::Message(seconds, MessageEnd::Silence) => write!(f, "recorded ({seconds} s)"),
            Self::Message(seconds, MessageEnd::Key(key)) => write!(f, "recorded ({seconds} s, {key})"),
            Self::Message(seconds, MessageEnd::HangUp) => write!(f, "recorded ({seconds} s), hang up"),
            Self::World(outcome) => f.write_str(outcome.as_str()),
            Self::HandBack(result) => write!(f, "[{result}]"),
            Self::MoveUp => f.write_str("move up"),
            Self::HangUp => f.write_str("hang up"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_outcomes_and_words_are_told_apart() {
        let said = |words: &str| Act::Say(words.into(), CONFIDENT);
        let cases = [
            ("3", Act::Press("3".into())),
            ("12#", Act::Press("12#".into())),
            ("", Act::Silence),
            ("silence", Act::Silence),
            ("hang up", Act::HangUp),
            ("no_answer", Act::World(Outcome::NoAnswer)),
            ("recorded", Act::Message(MESSAGE_SECONDS, MessageEnd::Silence)),
            ("[Resolved]", Act::HandBack("\"Resolved\"".into())),
            ("[{\"Owed\":3}]", Act::HandBack("{\"Owed\":3}".into())),
            ("recorded 1", Act::Message(MESSAGE_SECONDS, MessageEnd::Key('1'))),
            ("sales", said("sales")),
            ("\"busy\"", said("busy")),
            ("\"3\"", said("3")),
        ];
        for (text, act) in cases {
            assert_eq!(Act::read(text), act, "{text:?}");
        }
    }

    #[test]
    fn combining_letters_are_shown_as_they_are() {
        for words in ["cafe\u{301}", "Phở Hà Nội", "สวัสดี", "नमस्ते"] {
            assert_eq!(Act::Say(words.into(), CONFIDENT).to_string(), format!("\"{words}\""));
        }
        assert_eq!(Quoted("a\"b\\c\n").to_string(), r#""a\"b\\c\n""#);
    }

    #[test]
    fn plain_moves_read_back_from_what_is_shown() {
        for text in ["3", "\"sales please\"", "silence", "hang up", "busy", "full"] {
            assert_eq!(Act::read(text).to_string(), text);
        }
    }
}
