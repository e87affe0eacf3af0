//! The TwiML attributes that a tree writes, and the values that Twilio accepts for them.
//!
//! The compiler rejects values outside of this table, and the writer of documents stays inside it. The simulator has
//! its own table; a test compares it with this one and with Twilio's schema.

use crate::event::Outcome;

/// Seconds in an hour. It is the limit where Twilio documents no upper bound.
const HOUR: u32 = 3600;

/// A range of whole numbers, inclusive.
///
/// ```
/// use ivr_core::twiml::DIAL_TIMEOUT;
/// assert!(DIAL_TIMEOUT.contains(5) && !DIAL_TIMEOUT.contains(4));
/// assert_eq!((DIAL_TIMEOUT.clamp(2u16), DIAL_TIMEOUT.clamp(700u16)), (5, 600));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Range {
    /// The minimum.
    pub least: u32,
    /// The maximum.
    pub most: u32,
}

impl Range {
    const fn new(least: u32, most: u32) -> Self {
        Self { least, most }
    }

    /// Returns whether Twilio accepts the value.
    #[must_use]
    pub const fn contains(self, value: u32) -> bool {
        self.least <= value && value <= self.most
    }

    /// Returns the nearest value that Twilio accepts.
    #[must_use]
    pub fn clamp(self, value: impl Into<u32>) -> u32 {
        value.into().clamp(self.least, self.most)
    }
}

/// The kind of callee of a `<Dial>`.
///
/// ```
/// use ivr_core::{event::Outcome, twiml::Noun};
/// assert_eq!(Noun::from_word("sip"), Some(Noun::Sip));
/// assert_eq!((Noun::Sip.as_str(), Noun::Sip.element()), ("sip", "Sip"));
/// assert!(Noun::Sip.can_be(Outcome::Busy, false) && !Noun::Conference.can_be(Outcome::Busy, false));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Noun {
    /// A telephone number.
    #[default]
    Number,
    /// A SIP address.
    Sip,
    /// An application of Twilio's Voice SDK.
    Client,
    /// The caller who has waited longest in a queue.
    Queue,
    /// A conference.
    Conference,
}

impl Noun {
    /// The nouns that have a word.
    pub const NAMED: [Self; 4] = [Self::Sip, Self::Client, Self::Queue, Self::Conference];

    /// Returns its word in the language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Sip => "sip",
            Self::Client => "client",
            Self::Queue => "queue",
            Self::Conference => "conference",
        }
    }

    /// Returns the noun for a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Number].into_iter().chain(Self::NAMED).find(|noun| noun.as_str() == word)
    }

    /// Returns its element.
    #[must_use]
    pub const fn element(self) -> &'static str {
        match self {
            Self::Number => "Number",
            Self::Sip => "Sip",
            Self::Client => "Client",
            Self::Queue => "Queue",
            Self::Conference => "Conference",
        }
    }

    /// Returns what its text is, for messages.
    #[must_use]
    pub const fn object(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Sip => "a SIP address",
            Self::Client => "the name of a client",
            Self::Queue => "the name of a queue",
            Self::Conference => "the name of a conference",
        }
    }

    /// Returns whether a `dial` to it can have this outcome. A conference rings nowhere, so it is neither busy nor
    /// unanswered, and only a callee who is screened can decline.
    #[must_use]
    pub const fn can_be(self, outcome: Outcome, is_screened: bool) -> bool {
        match outcome {
            Outcome::Answered | Outcome::Failed => true,
            Outcome::Busy | Outcome::NoAnswer | Outcome::Canceled => !matches!(self, Self::Conference),
            Outcome::Declined => is_screened,
            Outcome::Entered
            | Outcome::Chosen
            | Outcome::Silence
            | Outcome::Else
            | Outcome::Recorded
            | Outcome::Bridged
            | Outcome::Left
            | Outcome::HungUp
            | Outcome::Full
            | Outcome::Waits
            | Outcome::Late
            | Outcome::Open
            | Outcome::Closed => false,
        }
    }

    /// Whether one `<Dial>` can call several.
    #[must_use]
    pub const fn takes_several(self) -> bool {
        matches!(self, Self::Number | Self::Sip | Self::Client)
    }
}

/// `<Gather timeout>`, in seconds.
pub const GATHER_TIMEOUT: Range = Range::new(1, HOUR);
/// `<Gather speechTimeout>`, in seconds; an utterance has at most 60.
pub const GATHER_SPEECH_TIMEOUT: Range = Range::new(1, 60);
/// `<Gather numDigits>`.
pub const GATHER_NUM_DIGITS: Range = Range::new(1, 999);
/// The entries of `<Gather hints>`.
pub const GATHER_HINTS: usize = 500;
/// The characters of one entry of `<Gather hints>`.
pub const GATHER_HINT_LENGTH: usize = 100;
/// `<Dial timeout>`, in seconds.
pub const DIAL_TIMEOUT: Range = Range::new(5, 600);
/// `<Dial timeLimit>`, in seconds; accounts with calls of 24 hours may have more.
pub const DIAL_TIME_LIMIT: Range = Range::new(1, 4 * HOUR);
/// `<Connect>`: seconds that an agent may take. No call is longer.
pub const CONNECT_TIME_LIMIT: Range = Range::new(1, 24 * HOUR);
/// `<Conference maxParticipants>`.
pub const CONFERENCE_MAX_PARTICIPANTS: Range = Range::new(1, 250);
/// The characters of `sendDigits` and of `<Play digits>`: tones, and `w` and `W` for half a second and a second of silence.
pub const TONES: &str = "0123456789ABCDwW#*";
/// The nouns in one `<Dial>`.
pub const DIAL_NOUNS: usize = 10;
/// `<Record maxLength>`, in seconds.
pub const RECORD_MAX_LENGTH: Range = Range::new(2, 4 * HOUR);
/// The same of a recording that is transcribed.
pub const RECORD_MAX_LENGTH_TRANSCRIBED: Range = Range::new(2, 120);
/// `<Record timeout>`, in seconds.
pub const RECORD_TIMEOUT: Range = Range::new(1, HOUR);
/// `<Pause length>`, in seconds.
pub const PAUSE_LENGTH: Range = Range::new(1, HOUR);
/// The characters in the name of a queue.
pub const QUEUE_NAME_LENGTH: usize = 64;
/// The keys of a telephone: the values of `finishOnKey`, which `<Record>` takes several of.
pub const KEYS: &str = "0123456789*#";

/// The values of one attribute.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Values {
    /// A whole number.
    Whole(Range),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// So many of [`KEYS`] at most; none is a value, too.
    Keys(usize),
    /// [`TONES`], at least one.
    Tones,
    /// Entries separated by commas.
    Hints,
    /// A URL, absolute or relative to the document.
    Url,
    /// What another table has, or no table: a language, a voice, a phone number.
    Text,
}

/// One attribute of one element.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Attribute {
    /// The element.
    pub element: &'static str,
    /// The attribute.
    pub name: &'static str,
    /// What Twilio takes.
    pub values: Values,
    /// Where that is documented: a page under `twilio.com/docs/voice/twiml`, and the error for what is outside.
    pub source: &'static str,
}

const fn attribute(
    element: &'static str,
    name: &'static str,
    values: Values,
    source: &'static str,
) -> Attribute {
    Attribute { element, name, values, source }
}

const METHOD: Values = Values::OneOf(&["GET", "POST"]);
const BOOLEAN: Values = Values::OneOf(&["true", "false"]);
const RECORDED: Values = Values::OneOf(&["record-from-answer"]);
const INPUT: Values = Values::OneOf(&["dtmf", "speech", "dtmf speech"]);
const REASON: Values = Values::OneOf(&["rejected", "busy"]);

/// Every attribute that a document of a tree can have.
pub const ATTRIBUTES: [Attribute; 42] = [
    attribute("Conference", "endConferenceOnExit", BOOLEAN, "conference, 13231"),
    attribute(
        "Conference",
        "maxParticipants",
        Values::Whole(CONFERENCE_MAX_PARTICIPANTS),
        "conference, 12200",
    ),
    attribute("Conference", "muted", BOOLEAN, "conference, 13230"),
    attribute("Conference", "startConferenceOnEnter", BOOLEAN, "conference, 13232"),
    attribute("Conference", "waitUrl", Values::Url, "conference, 13233"),
    attribute("Dial", "action", Values::Url, "dial"),
    attribute("Dial", "callerId", Values::Text, "dial, 13214"),
    attribute("Dial", "hangupOnStar", BOOLEAN, "dial, 13213"),
    attribute("Dial", "method", METHOD, "dial, 13210"),
    attribute("Dial", "record", RECORDED, "dial, 13217"),
    attribute("Dial", "recordingStatusCallback", Values::Url, "dial"),
    attribute("Dial", "sequential", BOOLEAN, "dial, 13218"),
    attribute("Dial", "timeLimit", Values::Whole(DIAL_TIME_LIMIT), "dial, 13216"),
    attribute("Dial", "timeout", Values::Whole(DIAL_TIMEOUT), "dial, 13212"),
    attribute("Enqueue", "action", Values::Url, "enqueue"),
    attribute("Enqueue", "method", METHOD, "enqueue, 14201"),
    attribute("Gather", "action", Values::Url, "gather"),
    attribute("Gather", "actionOnEmptyResult", BOOLEAN, "gather, 13338"),
    attribute("Gather", "finishOnKey", Values::Keys(1), "gather, 13310 and 13311"),
    attribute("Gather", "hints", Values::Hints, "gather, 13330"),
    attribute("Gather", "input", INPUT, "gather, 13326"),
    attribute("Gather", "language", Values::Text, "gather, 13331"),
    attribute("Gather", "method", METHOD, "gather, 13312"),
    attribute("Gather", "numDigits", Values::Whole(GATHER_NUM_DIGITS), "gather, 13314"),
    attribute("Gather", "speechTimeout", Values::Whole(GATHER_SPEECH_TIMEOUT), "gather, 13327"),
    attribute("Gather", "timeout", Values::Whole(GATHER_TIMEOUT), "gather, 13313"),
    attribute("Number", "sendDigits", Values::Tones, "number, 13222"),
    attribute("Pause", "length", Values::Whole(PAUSE_LENGTH), "pause, 13910"),
    attribute("Play", "digits", Values::Tones, "play, 13430"),
    attribute("Record", "action", Values::Url, "record"),
    attribute("Record", "finishOnKey", Values::Keys(KEYS.len()), "record, 13613"),
    attribute("Record", "maxLength", Values::Whole(RECORD_MAX_LENGTH), "record, 13612"),
    attribute("Record", "method", METHOD, "record, 13610"),
    attribute("Record", "playBeep", BOOLEAN, "record, 13616"),
    attribute("Record", "recordingStatusCallback", Values::Url, "record, 13256"),
    attribute("Record", "timeout", Values::Whole(RECORD_TIMEOUT), "record, 13611"),
    attribute("Record", "transcribe", BOOLEAN, "record, 13614"),
    attribute("Record", "transcribeCallback", Values::Url, "record, 13257"),
    attribute("Redirect", "method", METHOD, "redirect, 13710"),
    attribute("Reject", "reason", REASON, "reject, 13810"),
    attribute("Say", "language", Values::Text, "say, 13512"),
    attribute("Say", "voice", Values::Text, "say, 13511"),
];

/// The attribute of this element, if a document of a tree can have it.
///
/// ```
/// use ivr_core::twiml;
/// assert!(twiml::attribute_of("Record", "timeout").is_some_and(|timeout| !timeout.accepts("0")));
/// assert_eq!(twiml::attribute_of("Record", "trim"), None);
/// ```
#[must_use]
pub fn attribute_of(element: &str, name: &str) -> Option<&'static Attribute> {
    ATTRIBUTES.iter().find(|attribute| attribute.element == element && attribute.name == name)
}

impl Attribute {
    /// Whether Twilio takes `value`, as far as this table says.
    #[must_use]
    pub fn accepts(&self, value: &str) -> bool {
        match self.values {
            Values::Whole(range) => value.parse().is_ok_and(|number| range.contains(number)),
            Values::OneOf(words) => words.contains(&value),
            Values::Keys(most) => value.len() <= most && value.chars().all(|key| KEYS.contains(key)),
            Values::Tones => !value.is_empty() && value.chars().all(|tone| TONES.contains(tone)),
            Values::Hints => {
                let short = |hint: &str| (1..=GATHER_HINT_LENGTH).contains(&hint.chars().count());
                value.split(',').count() <= GATHER_HINTS && value.split(',').all(short)
            }
            Values::Url | Values::Text => !value.is_empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_attribute_stands_twice() {
        let mut names = ATTRIBUTES.map(|attribute| (attribute.element, attribute.name));
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn the_ends_of_a_range_are_taken_and_their_neighbours_are_not() {
        for attribute in ATTRIBUTES {
            let Values::Whole(Range { least, most }) = attribute.values else { continue };
            for (value, taken) in [(least - 1, false), (least, true), (most, true), (most + 1, false)] {
                assert_eq!(attribute.accepts(&value.to_string()), taken, "{attribute:?} {value}");
            }
            assert!(!attribute.accepts("") && !attribute.accepts("-1") && !attribute.accepts("5s"));
        }
    }

    #[test]
    fn hints_have_a_number_and_a_length() {
        let hints = attribute_of("Gather", "hints").unwrap();
        for (value, taken) in [
            (vec!["yes"; 500].join(","), true),
            (vec!["yes"; 501].join(","), false),
            ("é".repeat(100), true),
            ("é".repeat(101), false),
            ("yes,,no".to_owned(), false),
        ] {
            assert_eq!(hints.accepts(&value), taken, "{} characters", value.len());
        }
    }

    #[test]
    fn one_key_ends_a_gather_and_any_of_several_a_recording() {
        let accepts = |element, keys| attribute_of(element, "finishOnKey").unwrap().accepts(keys);
        assert!(accepts("Gather", "") && accepts("Gather", "#") && !accepts("Gather", "*#"));
        assert!(accepts("Record", "1234567890*#") && !accepts("Record", "A"));
    }
}
