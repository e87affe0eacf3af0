//! How an entry is stored in a field.

use crate::dialog::data::Entered;
use ivr_core::text::MAX_SPEECH_LENGTH;

/// A field type that can store an entry: `gather 5 keys, into zip`.
///
/// ```
/// use ivr_runtime::speak::{Digits, Entry};
/// assert_eq!(Digits::from_keys("06457").unwrap(), "06457");
/// assert_eq!(Digits::from_speech("four two", None, "en-US").unwrap(), "42");
/// assert_eq!(Digits::from_speech("I do not know", None, "en-US"), None);
/// ```
#[diagnostic::on_unimplemented(
    message = "an entry cannot be put into `{Self}`",
    label = "not a type for what a caller enters",
    note = "keys are digits, never numbers: use `Digits` for keys, `Speech` for speech, `String` for both, or `Option` of these"
)]
pub trait Entry: Sized {
    /// Parses pressed keys. Returns `None` if the type does not accept them.
    fn from_keys(keys: &str) -> Option<Self>;

    /// Parses speech, with its confidence (0 to 1) and the language of recognition. Returns `None` if the type does
    /// not accept it.
    fn from_speech(words: &str, confidence: Option<f32>, language: &str) -> Option<Self>;
}

/// Parses an entry.
///
/// ```
/// use ivr_runtime::{data::Entered, speak::{Digits, entered}};
/// let zip: Option<Digits> = entered(Entered::Keys("06457"), "en-US");
/// assert_eq!(zip.unwrap(), "06457");
/// ```
#[must_use]
pub fn entered<T: Entry>(entry: Entered<'_>, language: &str) -> Option<T> {
    match entry {
        Entered::Keys(keys) => T::from_keys(keys),
        Entered::Speech(words, confidence) => T::from_speech(words, confidence, language),
    }
}

/// Stores an entry in a field. Returns `None` if the field does not accept it. For generated code, which names the
/// field.
#[doc(hidden)]
#[must_use]
pub fn enter<T: Entry>(field: &mut T, entry: Entered<'_>, language: &str) -> Option<()> {
    *field = entered(entry, language)?;
    Some(())
}

/// Stores keys unchanged, and speech as recognized.
impl Entry for String {
    fn from_keys(keys: &str) -> Option<Self> {
        cut(keys)
    }

    fn from_speech(words: &str, _: Option<f32>, _: &str) -> Option<Self> {
        cut(words)
    }
}

impl<T: Entry> Entry for Option<T> {
    fn from_keys(keys: &str) -> Option<Self> {
        T::from_keys(keys).map(Some)
    }

    fn from_speech(words: &str, confidence: Option<f32>, language: &str) -> Option<Self> {
        T::from_speech(words, confidence, language).map(Some)
    }
}

/// Returns the entry, limited to the maximum length.
pub(super) fn cut(entry: &str) -> Option<String> {
    let all = entry.trim();
    (!all.is_empty()).then(|| all.chars().take(MAX_SPEECH_LENGTH).collect())
}

#[cfg(test)]
mod tests {
    use super::{super::Digits, *};

    #[test]
    fn a_text_takes_keys_and_words() {
        assert_eq!(entered(Entered::Keys("42#"), "en-US"), Some("42#".to_owned()));
        assert_eq!(entered(Entered::Speech("Forty-two.", None), "en-US"), Some("Forty-two.".to_owned()));
        assert_eq!(entered::<String>(Entered::Speech("  ", None), "en-US"), None);
    }

    #[test]
    fn a_field_that_may_be_empty_takes_what_its_type_takes() {
        assert_eq!(entered(Entered::Keys("42"), "en-US"), Some(Digits::from_keys("42")));
        assert_eq!(entered(Entered::Speech("quarante deux", None), "fr-FR"), Some(Digits::from_keys("42")));
        assert_eq!(entered::<Option<Digits>>(Entered::Speech("oui", None), "fr-FR"), None);
    }
}
