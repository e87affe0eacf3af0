//! The TwiML attributes that a tree writes, and the values that Twilio takes for them.
//!
//! The one table: the compiler refuses what is outside it, the writer of documents stays inside it. The simulator has
//! a table of its own, which a test compares with this one and with Twilio's schema.

/// Seconds in an hour: where Twilio documents no upper bound, a wait ends here.
const HOUR: u32 = 3600;

/// A range of whole numbers, both ends included.
///
/// ```
/// use ivr_core::twiml::DIAL_TIMEOUT;
/// assert!(DIAL_TIMEOUT.contains(5) && !DIAL_TIMEOUT.contains(4));
/// assert_eq!((DIAL_TIMEOUT.clamp(2u16), DIAL_TIMEOUT.clamp(700u16)), (5, 600));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Range {
    /// The least value.
    pub least: u32,
    /// The greatest value.
    pub most: u32,
}

impl Range {
    const fn new(least: u32, most: u32) -> Self {
        Self { least, most }
    }

    /// Whether Twilio takes the value.
    #[must_use]
    pub const fn contains(self, value: u32) -> bool {
        self.least <= value && value <= self.most
    }

    /// The nearest value that Twilio takes.
    #[must_use]
    pub fn clamp(self, value: impl Into<u32>) -> u32 {
        value.into().clamp(self.least, self.most)
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
const INPUT: Values = Values::OneOf(&["dtmf", "speech", "dtmf speech"]);
const REASON: Values = Values::OneOf(&["rejected", "busy"]);

/// Every attribute that a document of a tree can have.
pub const ATTRIBUTES: [Attribute; 30] = [
    attribute("Dial", "action", Values::Url, "dial"),
    attribute("Dial", "callerId", Values::Text, "dial, 13214"),
    attribute("Dial", "method", METHOD, "dial, 13210"),
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
    attribute("Pause", "length", Values::Whole(PAUSE_LENGTH), "pause, 13910"),
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
