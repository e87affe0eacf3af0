//! Words that the recogniser heard.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Entry, entry::cut};
use ivr_core::text::normalise;

/// Words that the recogniser heard, as it wrote them.
///
/// `Display` writes the words, `Debug` only how many characters they have, since what a caller says belongs in no log.
/// From a call come at most [`MAX_SPEECH_LENGTH`](ivr_core::text::MAX_SPEECH_LENGTH) characters.
///
/// ```
/// use ivr_runtime::speak::Words;
/// let said = Words::new("J'ai de la fièvre.", Some(0.9));
/// assert_eq!(said.normal(), "j ai de la fievre");
/// assert_eq!(format!("{said:?}"), "Words(18)");
/// ```
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Words {
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    confidence: Option<f32>,
}

impl Words {
    /// Words, and how sure the recogniser is of them (0 to 1), if it says.
    ///
    /// ```
    /// assert_eq!(ivr_runtime::speak::Words::new("oui", None).to_string(), "oui");
    /// ```
    #[must_use]
    pub fn new(text: impl Into<String>, confidence: Option<f32>) -> Self {
        Self { text: text.into(), confidence }
    }

    /// The words as the recogniser wrote them.
    ///
    /// ```
    /// assert_eq!(ivr_runtime::speak::Words::new("Oui.", None).as_str(), "Oui.");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How sure the recogniser is, from 0 to 1, if it said so.
    ///
    /// ```
    /// assert_eq!(ivr_runtime::speak::Words::new("oui", Some(0.5)).confidence(), Some(0.5));
    /// ```
    #[must_use]
    pub fn confidence(&self) -> Option<f32> {
        self.confidence
    }

    /// The words as phrases are compared: without case, accents and punctuation.
    ///
    /// ```
    /// assert_eq!(ivr_runtime::speak::Words::new("Ça va !", None).normal(), "ca va");
    /// ```
    #[must_use]
    pub fn normal(&self) -> String {
        normalise(&self.text)
    }
}

impl AsRef<str> for Words {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({})", self.text.chars().count())
    }
}

/// Keys are not words: a gather that takes both puts its entry into a `String`.
impl Entry for Words {
    fn from_keys(_: &str) -> Option<Self> {
        None
    }

    fn from_words(words: &str, confidence: Option<f32>, _: &str) -> Option<Self> {
        cut(words).map(|text| Self::new(text, confidence))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ivr_core::text::MAX_SPEECH_LENGTH;

    #[test]
    fn words_are_kept_as_they_were_heard() {
        let said = Words::from_words(" Où ça ? <b>😀", Some(0.2), "fr-FR").unwrap();
        assert_eq!((said.as_str(), said.confidence()), ("Où ça ? <b>😀", Some(0.2)));
        assert_eq!(Words::from_words(" \n", None, "fr-FR"), None);
        assert_eq!(Words::from_keys("42"), None);
    }

    #[test]
    fn what_nobody_can_say_in_a_minute_is_cut_off() {
        let said = Words::from_words(&"é".repeat(10_000), None, "fr-FR").unwrap();
        assert_eq!(said.as_str().chars().count(), MAX_SPEECH_LENGTH);
    }

    #[test]
    fn stored_words_are_read_back() {
        for said in [Words::default(), Words::new("oui", None), Words::new("\"oui\"", Some(0.25))] {
            let stored = serde_json::to_string(&said).unwrap();
            assert_eq!(serde_json::from_str::<Words>(&stored).unwrap(), said, "{stored}");
        }
    }
}
