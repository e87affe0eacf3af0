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

use super::{alert::Alert, request::Method};

/// The language of a text, and of what is listened for, where a document names none.
pub(crate) const LANGUAGE: &str = "en-US";

/// What a document asks for, and what is wrong with it.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Document {
    pub(crate) verbs: Vec<Verb>,
    pub(crate) warnings: Vec<Alert>,
}

/// One verb, in the order of the document.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Verb {
    Prompt(Prompt),
    Gather(Gather),
    Dial(Dial),
    Record(Record),
    Enqueue(Enqueue),
    /// An agent that hands something back, or a stream; other nouns are passed over.
    Connect(Connect),
    Redirect(Link),
    Reject {
        busy: bool,
    },
    Hangup,
    Leave,
    /// A verb that this phone knows by name and passes over.
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
    /// `text` is what is spoken, SSML taken out of it.
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
        /// They come from a field that is `secret`.
        is_secret: bool,
    },
    Pause {
        seconds: u16,
    },
    /// Before a recording.
    Beep,
}

/// Where a verb leads when it is done. Without a URL, what that means is the verb's own affair.
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
    /// Seconds until something must come, and between keys.
    pub(crate) timeout: u32,
    /// The number of keys that is an entry by itself.
    pub(crate) num_digits: Option<u32>,
    /// The key that ends an entry and is not a part of it.
    pub(crate) finish: Option<char>,
    /// `actionOnEmptyResult`.
    pub(crate) reports_silence: bool,
    /// Of the words that are listened for.
    pub(crate) language: String,
    pub(crate) prompts: Vec<Prompt>,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Dial {
    pub(crate) action: Link,
    /// Seconds it rings.
    pub(crate) timeout: u32,
    /// Seconds that a conversation lasts at most.
    pub(crate) time_limit: Option<u32>,
    pub(crate) records: bool,
    /// What is told of the recording.
    pub(crate) status_callback: Option<Link>,
    /// Who is called: numbers, clients, rooms; none when no noun was usable.
    pub(crate) parties: Vec<String>,
    /// The tones for whoever answers; they may be secret, and no transcript shows them.
    pub(crate) digits: Option<String>,
    /// What is asked for the document that the one who is called hears first.
    pub(crate) screen: Option<Link>,
    /// A conference is answered, never completed, and has no second leg to report.
    pub(crate) is_conference: bool,
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
    /// What is told that the recording exists, once it does.
    pub(crate) status_callback: Option<Link>,
    /// What is told the text of the recording, where it is transcribed.
    pub(crate) transcribe_callback: Option<Link>,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Connect {
    pub(crate) action: Link,
    /// Where the agent listens.
    pub(crate) url: String,
    /// It takes audio, and hands nothing back.
    pub(crate) is_stream: bool,
    /// What it is told.
    pub(crate) parameters: Vec<(String, String)>,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Enqueue {
    pub(crate) action: Link,
    /// The queue, or the workflow that chooses one.
    pub(crate) name: String,
    /// What is asked for the documents that are heard meanwhile; Twilio plays its own music without it.
    pub(crate) wait: Option<Link>,
}
