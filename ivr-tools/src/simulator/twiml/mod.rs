//! A TwiML document as typed verbs with all defaults. Errors in the document are reported next to it; `call` executes
//! it.

mod attributes;
mod parse;
mod ranges;
mod text;
mod verbs;
mod vocabulary;

pub(crate) use parse::{MAX_DOCUMENT_LENGTH, parse};

use std::time::Duration;

use ivr_core::{event::Outcome, twiml::Noun};

use super::{alert::Alert, request::Method};

/// The default language of speech and of recognition in a document.
pub(crate) const LANGUAGE: &str = "en-US";

/// The verbs of a document, and its errors.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Document {
    pub(crate) verbs: Vec<Verb>,
    pub(crate) warnings: Vec<Alert>,
}

/// A verb, in the order of the document.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Verb {
    Prompt(Prompt),
    Gather(Gather),
    Dial(Dial),
    Record(Record),
    Enqueue(Enqueue),
    /// An agent with a result, or a stream; other nouns are skipped.
    Connect(Connect),
    Redirect(Link),
    Reject {
        busy: bool,
    },
    Hangup,
    Leave,
    /// A verb that this phone knows by name and skips.
    Other(&'static str),
}

/// Something the caller hears.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Prompt {
    pub(crate) sound: Sound,
    /// At least 1.
    pub(crate) times: u16,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Sound {
    /// `text` is the spoken text, without SSML.
    Say {
        text: String,
        language: Option<String>,
        /// How long the breaks of SSML take.
        pause: Duration,
    },
    Play {
        url: String,
    },
    /// Key tones.
    Tones {
        digits: String,
        /// Whether they come from a `secret` field.
        is_secret: bool,
    },
    Pause {
        seconds: u16,
    },
    /// Before a recording.
    Beep,
}

/// The next document after a verb. Without a URL, the verb decides.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Link {
    pub(crate) url: Option<String>,
    pub(crate) method: Method,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Gather {
    pub(crate) action: Link,
    /// Listens for keys.
    pub(crate) keys: bool,
    /// Listens for words.
    pub(crate) words: bool,
    /// The time in seconds until the first input, and between keys.
    pub(crate) timeout: u32,
    /// The number of keys that completes an entry.
    pub(crate) num_digits: Option<u32>,
    /// The key that ends an entry and is not part of it.
    pub(crate) finish: Option<char>,
    /// `actionOnEmptyResult`.
    pub(crate) reports_silence: bool,
    /// The language of recognition.
    pub(crate) language: String,
    pub(crate) prompts: Vec<Prompt>,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Dial {
    pub(crate) action: Link,
    /// Seconds it rings.
    pub(crate) timeout: u32,
    /// The maximum duration of a conversation in seconds.
    pub(crate) time_limit: Option<u32>,
    pub(crate) records: bool,
    /// The callback for the recording.
    pub(crate) status_callback: Option<Link>,
    /// The callees: numbers, clients, conferences; empty if no noun was valid.
    pub(crate) parties: Vec<String>,
    /// The tones for the callee. They may be secret, so transcripts do not show them.
    pub(crate) digits: Option<String>,
    /// The request for the document that the callee hears first.
    pub(crate) screen: Option<Link>,
    /// Whether it is a conference, which is answered, never completed, and has no second leg to report.
    pub(crate) is_conference: bool,
}

impl Dial {
    /// Returns whether it can have this outcome.
    pub(crate) fn can_be(&self, outcome: Outcome) -> bool {
        let noun = if self.is_conference { Noun::Conference } else { Noun::Number };
        noun.can_be(outcome, self.screen.is_some())
    }
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Record {
    pub(crate) action: Link,
    /// Seconds of silence that end it.
    pub(crate) timeout: u32,
    /// Seconds.
    pub(crate) max_length: u32,
    /// The keys that end it.
    pub(crate) finish: String,
    pub(crate) beep: bool,
    /// The callback when the recording exists.
    pub(crate) status_callback: Option<Link>,
    /// The callback for the transcription, if the recording is transcribed.
    pub(crate) transcribe_callback: Option<Link>,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Connect {
    pub(crate) action: Link,
    /// Where the agent listens.
    pub(crate) url: String,
    /// Whether it receives audio, and returns no result.
    pub(crate) is_stream: bool,
    /// The values that are passed to it.
    pub(crate) parameters: Vec<(String, String)>,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Enqueue {
    pub(crate) action: Link,
    /// The queue, or the workflow that selects one.
    pub(crate) name: String,
    /// The request for the documents that the caller hears while waiting. Without it, Twilio plays its own music.
    pub(crate) wait: Option<Link>,
}
