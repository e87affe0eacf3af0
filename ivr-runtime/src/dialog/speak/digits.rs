//! Keys that a caller pressed or said. They are digits, not numbers.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{
    Entry, ParseError,
    language::{Language, is_in},
};
use ivr_core::text;

/// Returns a text as separate characters, which a voice reads one by one. Spaces are omitted. `*`, `#` and `+` become
/// words in a supported language, because voices skip them or read them as mathematical signs.
///
/// ```
/// use ivr_runtime::speak::digits;
/// assert_eq!(digits("06457", "en-US"), "0 6 4 5 7");
/// assert_eq!(digits("12 34#", "fr-FR"), "1 2 3 4 dièse");
/// ```
#[must_use]
pub fn digits(value: impl AsRef<str>, language: &str) -> String {
    let mut spoken = String::with_capacity(2 * value.as_ref().len());
    for key in value.as_ref().chars().filter(|key| !key.is_whitespace()) {
        if !spoken.is_empty() {
            spoken.push(' ');
        }
        match name_of(key, language) {
            Some(name) => spoken.push_str(name),
            None => spoken.push(key),
        }
    }
    spoken
}

/// Returns the word of a language for a key other than a digit, and for the plus of a telephone number.
fn name_of(key: char, language: &str) -> Option<&'static str> {
    let names @ (_, pound, _) = match Language::of(language)? {
        Language::English if is_in(language, "US") || is_in(language, "CA") => ("star", "pound", "plus"),
        Language::English => ("star", "hash", "plus"),
        Language::French => ("étoile", "dièse", "plus"),
        Language::Spanish if is_in(language, "ES") => ("asterisco", "almohadilla", "más"),
        Language::Spanish => ("asterisco", "numeral", "más"),
        Language::German => ("Stern", "Raute", "plus"),
        Language::Italian => ("asterisco", "cancelletto", "più"),
        Language::Portuguese if is_in(language, "BR") => ("asterisco", "jogo da velha", "mais"),
        Language::Portuguese => ("asterisco", "cardinal", "mais"),
    };
    match key {
        '*' => Some(names.0),
        '#' => Some(pound),
        '+' => Some(names.2),
        _ => None,
    }
}

/// Keys in their order: `0` to `9`, `*` and `#`. "06457" keeps its zero.
///
/// `Display` writes the keys. `Debug` writes only their number, since an account number or a PIN must not be logged.
///
/// ```
/// use ivr_runtime::speak::Digits;
/// let zip: Digits = "06457".parse().unwrap();
/// assert_eq!(zip.to_string(), "06457");
/// assert_eq!(format!("{zip:?}"), "Digits(5)");
/// assert!("64 57".parse::<Digits>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digits(String);

impl Digits {
    /// Returns the keys.
    ///
    /// ```
    /// let zip: ivr_runtime::speak::Digits = "06457".parse().unwrap();
    /// assert_eq!(zip.as_str(), "06457");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Digits {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Digits {
    fn eq(&self, keys: &str) -> bool {
        self.0 == keys
    }
}

impl PartialEq<&str> for Digits {
    fn eq(&self, keys: &&str) -> bool {
        self.0 == *keys
    }
}

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digits({})", self.0.len())
    }
}

impl TryFrom<String> for Digits {
    type Error = ParseError;

    fn try_from(keys: String) -> Result<Self, ParseError> {
        let is_key = |byte: u8| byte.is_ascii_digit() || byte == b'*' || byte == b'#';
        if keys.bytes().all(is_key) { Ok(Self(keys)) } else { Err(NO_KEYS) }
    }
}

impl FromStr for Digits {
    type Err = ParseError;

    fn from_str(keys: &str) -> Result<Self, ParseError> {
        keys.to_owned().try_into()
    }
}

impl From<Digits> for String {
    fn from(digits: Digits) -> Self {
        digits.0
    }
}

impl Entry for Digits {
    fn from_keys(keys: &str) -> Option<Self> {
        keys.parse().ok().filter(|_| !keys.is_empty())
    }

    fn from_speech(said: &str, _: Option<f32>, language: &str) -> Option<Self> {
        Self::from_keys(&text::spoken_keys(&text::normalise(said), language)?)
    }
}

/// The error for a text with another format.
const NO_KEYS: ParseError = ParseError("keys are 0 to 9, * and #");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_is_spoken_for_itself() {
        for (text, spoken) in [("", ""), ("7", "7"), ("007", "0 0 7"), (" 1\n2 ", "1 2"), ("AB1", "A B 1")] {
            assert_eq!(digits(text, "en-US"), spoken, "{text:?}");
        }
        assert_eq!(digits("12".parse::<Digits>().unwrap(), "en-US"), "1 2");
    }

    #[test]
    fn keys_that_are_no_digits_are_named_in_every_language_that_has_forms() {
        for (language, spoken) in [
            ("en-US", "star 1 pound plus"),
            ("en-GB", "star 1 hash plus"),
            ("fr-FR", "étoile 1 dièse plus"),
            ("es-ES", "asterisco 1 almohadilla más"),
            ("es-MX", "asterisco 1 numeral más"),
            ("de-DE", "Stern 1 Raute plus"),
            ("it-IT", "asterisco 1 cancelletto più"),
            ("pt-PT", "asterisco 1 cardinal mais"),
            ("pt-BR", "asterisco 1 jogo da velha mais"),
            ("nl-NL", "* 1 # +"),
        ] {
            assert_eq!(digits("*1#+", language), spoken, "{language}");
        }
    }

    #[test]
    fn the_name_of_a_key_is_understood_when_a_caller_says_it() {
        for language in ["en-US", "en-GB", "fr-FR", "es-ES", "es-MX", "de-DE", "it-IT", "pt-PT", "pt-BR"] {
            let said = Digits::from_speech(&digits("*1#", language), None, language);
            assert_eq!(said.unwrap(), "*1#", "{language}");
        }
    }

    #[test]
    fn keys_that_were_pressed_or_said_keep_their_zeros() {
        for entry in [
            Digits::from_keys("0042"),
            Digits::from_speech("Zero, zero four two.", Some(0.9), "en-US"),
            Digits::from_speech("zéro zéro quatre deux", None, "fr-FR"),
            Digits::from_speech("0042", None, "ja-JP"),
        ] {
            assert_eq!(entry.unwrap(), "0042");
        }
    }

    #[test]
    fn what_is_no_key_is_no_entry() {
        for keys in ["", "4 2", "4a", "٤", "+1", "-1"] {
            assert_eq!(Digits::from_keys(keys), None, "{keys:?}");
        }
        for said in ["", "hello", "two pizzas", "😀"] {
            assert_eq!(Digits::from_speech(said, None, "en-US"), None, "{said:?}");
        }
    }

    #[test]
    fn stored_digits_are_read_back_and_anything_else_is_refused() {
        let zip = Digits::from_keys("06457").unwrap();
        assert_eq!(serde_json::to_string(&zip).unwrap(), r#""06457""#);
        assert_eq!(serde_json::from_str::<Digits>(r#""06457""#).unwrap(), zip);
        assert_eq!(serde_json::from_str::<Digits>(r#""""#).unwrap(), Digits::default());
        for stored in ["6457", r#""64 57""#, "null"] {
            assert!(serde_json::from_str::<Digits>(stored).is_err(), "{stored}");
        }
    }
}
