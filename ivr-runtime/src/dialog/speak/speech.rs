//! Recognized speech.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Entry, entry::cut};
use ivr_core::text::normalise;

/// Speech as the recognizer wrote it.
///
/// `Display` writes the text. `Debug` writes only the number of characters, since speech of a caller must not be
/// logged. Speech of a call has at most [`MAX_SPEECH_LENGTH`](ivr_core::text::MAX_SPEECH_LENGTH) characters.
///
/// ```
/// use ivr_runtime::speak::Speech;
/// let said = Speech::new("J'ai de la fièvre.", Some(0.9));
/// assert_eq!(said.normal(), "j ai de la fievre");
/// assert_eq!(format!("{said:?}"), "Speech(18)");
/// ```
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Speech {
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    confidence: Option<f32>,
}

impl Speech {
    /// Creates speech with the confidence of the recognizer (0 to 1), if there is one.
    ///
    /// ```
    /// assert_eq!(ivr_runtime::speak::Speech::new("oui", None).to_string(), "oui");
    /// ```
    #[must_use]
    pub fn new(text: impl Into<String>, confidence: Option<f32>) -> Self {
        Self { text: text.into(), confidence }
    }

    /// Returns the text as the recognizer wrote it.
    ///
    /// ```
    /// assert_eq!(ivr_runtime::speak::Speech::new("Oui.", None).as_str(), "Oui.");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the confidence of the recognizer, from 0 to 1, if there is one.
    ///
    /// ```
    /// assert_eq!(ivr_runtime::speak::Speech::new("oui", Some(0.5)).confidence(), Some(0.5));
    /// ```
    #[must_use]
    pub fn confidence(&self) -> Option<f32> {
        self.confidence
    }

    /// Returns the text as phrases are compared: without case, accents and punctuation.
    ///
    /// ```
    /// assert_eq!(ivr_runtime::speak::Speech::new("Ça va !", None).normal(), "ca va");
    /// ```
    #[must_use]
    pub fn normal(&self) -> String {
        normalise(&self.text)
    }
}

impl AsRef<str> for Speech {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Speech {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Speech {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Speech({})", self.text.chars().count())
    }
}

/// Does not accept keys. A `gather` that accepts both stores its entry in a `String`.
impl Entry for Speech {
    fn from_keys(_: &str) -> Option<Self> {
        None
    }

    fn from_speech(words: &str, confidence: Option<f32>, _: &str) -> Option<Self> {
        cut(words).map(|text| Self::new(text, confidence))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ivr_core::text::MAX_SPEECH_LENGTH;

    #[test]
    fn words_are_kept_as_they_were_heard() {
        let said = Speech::from_speech(" Où ça ? <b>😀", Some(0.2), "fr-FR").unwrap();
        assert_eq!((said.as_str(), said.confidence()), ("Où ça ? <b>😀", Some(0.2)));
        assert_eq!(Speech::from_speech(" \n", None, "fr-FR"), None);
        assert_eq!(Speech::from_keys("42"), None);
    }

    #[test]
    fn what_nobody_can_say_in_a_minute_is_cut_off() {
        let said = Speech::from_speech(&"é".repeat(10_000), None, "fr-FR").unwrap();
        assert_eq!(said.as_str().chars().count(), MAX_SPEECH_LENGTH);
    }

    #[test]
    fn stored_words_are_read_back() {
        for said in [Speech::default(), Speech::new("oui", None), Speech::new("\"oui\"", Some(0.25))] {
            let stored = serde_json::to_string(&said).unwrap();
            assert_eq!(serde_json::from_str::<Speech>(&stored).unwrap(), said, "{stored}");
        }
    }
}
