//! The SSML elements that Twilio's `<Say>` accepts, their content, and the values of their attributes.
//!
//! The elements, the nesting and the enumerated values are those of twilio-python 9.13.0 and twilio-node 6.2.0. The
//! formats of `time`, `volume`, `rate`, `pitch` and `role` are those of Amazon Polly.

use std::time::Duration;

use super::SsmlError;
use crate::prompt_file::nearest;

pub(super) struct Element {
    pub(super) name: &'static str,
    /// The elements that may be inside it.
    content: &'static [&'static str],
    attributes: &'static [Attribute],
    pub(super) needs_text: bool,
}

struct Attribute {
    name: &'static str,
    required: bool,
    values: Values,
}

enum Values {
    /// One of these words.
    Words(&'static [&'static str]),
    /// One of these words, or a value that the function accepts, with its description.
    Form(&'static [&'static str], fn(&str) -> bool, &'static str),
    /// Any value except an empty one.
    Any,
}

use Values::{Any, Form, Words};

const INSIDE_WORD: &[&str] = &["break", "emphasis", "phoneme", "prosody", "say-as", "sub"];
const INSIDE_SENTENCE: &[&str] = &["break", "emphasis", "lang", "phoneme", "prosody", "say-as", "sub", "w"];
const INSIDE_PARAGRAPH: &[&str] =
    &["break", "emphasis", "lang", "phoneme", "prosody", "s", "say-as", "sub", "w"];
const ANYWHERE: &[&str] =
    &["break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"];

const fn optional(name: &'static str, values: Values) -> Attribute {
    Attribute { name, required: false, values }
}

const fn required(name: &'static str, values: Values) -> Attribute {
    Attribute { name, required: true, values }
}

const fn mixed(
    name: &'static str,
    content: &'static [&'static str],
    attributes: &'static [Attribute],
) -> Element {
    Element { name, content, attributes, needs_text: false }
}

const fn leaf(name: &'static str, attributes: &'static [Attribute]) -> Element {
    Element { name, content: &[], attributes, needs_text: true }
}

const ELEMENTS: [Element; 10] = [
    Element {
        name: "break",
        content: &[],
        attributes: &[
            optional("strength", Words(&["none", "x-weak", "weak", "medium", "strong", "x-strong"])),
            optional("time", Form(&[], is_break_time, "`500ms` or `2s`, at most 10 seconds")),
        ],
        needs_text: false,
    },
    mixed("emphasis", INSIDE_SENTENCE, &[optional("level", Words(&["strong", "moderate", "reduced"]))]),
    mixed("lang", ANYWHERE, &[required("xml:lang", Words(&LANGUAGES))]),
    mixed("p", INSIDE_PARAGRAPH, &[]),
    leaf(
        "phoneme",
        &[
            optional(
                "alphabet",
                Words(&[
                    "ipa",
                    "x-sampa",
                    "x-amazon-jyutping",
                    "x-amazon-pinyin",
                    "x-amazon-pron-kana",
                    "x-amazon-yomigana",
                ]),
            ),
            required("ph", Any),
        ],
    ),
    mixed(
        "prosody",
        ANYWHERE,
        &[
            optional(
                "volume",
                Form(
                    &["default", "silent", "x-soft", "soft", "medium", "loud", "x-loud"],
                    |value| is_signed(value, "dB"),
                    "`+6dB` or `-6dB`",
                ),
            ),
            optional(
                "rate",
                Form(&["x-slow", "slow", "medium", "fast", "x-fast"], is_rate, "`20%` to `200%`"),
            ),
            optional(
                "pitch",
                Form(
                    &["default", "x-low", "low", "medium", "high", "x-high"],
                    |value| is_signed(value, "%"),
                    "`+10%` or `-10%`",
                ),
            ),
        ],
    ),
    mixed("s", INSIDE_SENTENCE, &[]),
    leaf(
        "say-as",
        &[
            required(
                "interpret-as",
                Words(&[
                    "characters",
                    "spell-out",
                    "cardinal",
                    "number",
                    "ordinal",
                    "digits",
                    "fraction",
                    "unit",
                    "date",
                    "time",
                    "address",
                    "expletive",
                    "telephone",
                ]),
            ),
            optional(
                "format",
                Words(&["mdy", "dmy", "ymd", "md", "dm", "ym", "my", "d", "m", "y", "yyyymmdd"]),
            ),
        ],
    ),
    leaf("sub", &[required("alias", Any)]),
    mixed(
        "w",
        INSIDE_WORD,
        &[required(
            "role",
            Words(&[
                "amazon:VB",
                "amazon:VBD",
                "amazon:NN",
                "amazon:SENSE_1",
                "amazon:DT",
                "amazon:IN",
                "amazon:JJ",
                "amazon:DEFAULT",
            ]),
        )],
    ),
];

const LANGUAGES: [&str; 37] = [
    "arb",
    "ar-AE",
    "ca-ES",
    "cmn-CN",
    "cy-GB",
    "da-DK",
    "de-DE",
    "de-AT",
    "en-AU",
    "en-GB",
    "en-GB-WLS",
    "en-IN",
    "en-NZ",
    "en-US",
    "en-ZA",
    "es-ES",
    "es-MX",
    "es-US",
    "fi-FI",
    "fr-CA",
    "fr-FR",
    "he-IL",
    "hi-IN",
    "is-IS",
    "it-IT",
    "ja-JP",
    "ko-KR",
    "nb-NO",
    "nl-NL",
    "pl-PL",
    "pt-BR",
    "pt-PT",
    "ro-RO",
    "ru-RU",
    "sv-SE",
    "tr-TR",
    "yue-CN",
];

/// Returns what the tree has in place of an element that Twilio does not accept.
fn elsewhere(name: &str) -> Option<&'static str> {
    match name {
        "voice" => Some("remove the tag: the item `voice \"…\";` of the tree chooses the voice"),
        "audio" => Some("remove the tag: the step `play \"…\";` plays a file"),
        "b" | "strong" | "i" | "em" => Some("write `<emphasis>`"),
        "br" => Some("write `<break/>`"),
        _ => None,
    }
}

/// Returns the element with this name, if it is allowed in its parent, or in the text itself.
pub(super) fn content_of(parent: Option<&Element>, name: &str) -> Result<&'static Element, SsmlError> {
    if name == "speak" {
        return Err(SsmlError::new("Twilio writes `<speak>` itself").help("remove it"));
    }
    let known = ELEMENTS.iter().map(|element| element.name);
    let Some(element) = ELEMENTS.iter().find(|element| element.name == name) else {
        let error = SsmlError::new(format!("Twilio has no element `<{name}>`"));
        return Err(match (elsewhere(name), nearest(name, known.clone())) {
            (Some(help), _) => error.help(help),
            (None, Some(near)) => error.help(format!("did you mean `<{near}>`?")),
            (None, None) => error.help(format!("it has `{}`", known.collect::<Vec<_>>().join("`, `"))),
        });
    };
    match parent {
        Some(parent) if !parent.content.contains(&name) => {
            let error = SsmlError::new(format!("`<{name}>` is not allowed in `<{}>`", parent.name));
            Err(error.help(format!("write `</{}>` before it", parent.name)))
        }
        _ => Ok(element),
    }
}

impl Element {
    /// Checks that the element has these attributes with valid values, and that no required one is missing.
    pub(super) fn check(&self, attributes: &[(&str, String)]) -> Result<(), SsmlError> {
        for (name, value) in attributes {
            let Some(known) = self.attributes.iter().find(|known| known.name == *name) else {
                let error = SsmlError::new(format!("`<{}>` has no attribute `{name}`", self.name));
                let names = self.attributes.iter().map(|known| known.name);
                return Err(match nearest(name, names) {
                    Some(near) => error.help(format!("did you mean `{near}`?")),
                    None => error,
                });
            };
            known.check(self.name, value)?;
        }
        let missing = self
            .attributes
            .iter()
            .find(|known| known.required && !attributes.iter().any(|(name, _)| *name == known.name));
        match missing {
            Some(missing) => {
                let error = SsmlError::new(format!("`<{}>` needs `{}`", self.name, missing.name));
                Err(error.help(format!("write `<{} {}='…'>`", self.name, missing.name)))
            }
            None => Ok(()),
        }
    }
}

impl Attribute {
    fn check(&self, element: &str, value: &str) -> Result<(), SsmlError> {
        let (words, takes, form) = match &self.values {
            Words(words) if words.contains(&value) => return Ok(()),
            Words(words) => (*words, false, None),
            Form(words, takes, form) => (*words, words.contains(&value) || takes(value), Some(*form)),
            Any => (&[][..], !value.trim().is_empty(), None),
        };
        if takes {
            return Ok(());
        }
        let error = SsmlError::new(format!("`{}` of `<{element}>` cannot be `{value}`", self.name));
        if let Some(near) = nearest(value, words.iter().copied()) {
            return Err(error.help(format!("did you mean `{near}`?")));
        }
        let listed = (!words.is_empty() && words.len() <= 13).then(|| format!("`{}`", words.join("`, `")));
        let forms: Vec<String> = listed.into_iter().chain(form.map(str::to_owned)).collect();
        Err(if forms.is_empty() { error } else { error.help(format!("write {}", forms.join(", or "))) })
    }
}

/// Returns the duration of a break. Polly defines `time`; the durations of `strength` are estimates.
pub fn break_time(strength: Option<&str>, time: Option<&str>) -> Duration {
    if let Some(time) = time.and_then(duration) {
        return time;
    }
    Duration::from_millis(match strength {
        Some("none" | "x-weak") => 0,
        Some("weak") => 200,
        Some("strong") => 600,
        Some("x-strong") => 1200,
        _ => 400,
    })
}

/// Parses a duration: `500ms`, `1.5s`.
fn duration(text: &str) -> Option<Duration> {
    let (number, unit) = match text.strip_suffix("ms") {
        Some(number) => (number, 0.001),
        None => (text.strip_suffix('s')?, 1.0),
    };
    let number = decimal(number)?;
    Duration::try_from_secs_f64(number * unit).ok()
}

fn decimal(text: &str) -> Option<f64> {
    let is_digits = text.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
    let is_number = is_digits && text.starts_with(|letter: char| letter.is_ascii_digit());
    text.parse().ok().filter(|_| is_number && !text.ends_with('.'))
}

fn is_break_time(value: &str) -> bool {
    duration(value).is_some_and(|time| time <= Duration::from_secs(10))
}

fn is_rate(value: &str) -> bool {
    value.strip_suffix('%').and_then(decimal).is_some_and(|rate| (20.0..=200.0).contains(&rate))
}

/// Returns whether a value is a number with a sign and a unit.
fn is_signed(value: &str, unit: &str) -> bool {
    let number = value.strip_suffix(unit).and_then(|number| number.strip_prefix(['+', '-']));
    number.and_then(decimal).is_some()
}
