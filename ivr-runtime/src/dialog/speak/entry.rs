//! How an entry gets into a field.

use crate::dialog::data::Entered;
use ivr_core::text::MAX_SPEECH_LENGTH;

/// A field that an entry can be put into: `gather 5 keys, into zip`.
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
    /// The field, from the keys that were pressed; `None` when they mean nothing to it.
    fn from_keys(keys: &str) -> Option<Self>;

    /// The field, from the words that were heard and how sure the recogniser is of them (0 to 1), in the language
    /// that was listened for; `None` when they mean nothing to it.
    fn from_speech(words: &str, confidence: Option<f32>, language: &str) -> Option<Self>;
}

/// The field that an entry makes.
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

/// Puts an entry into a field; `None` when it means nothing to it. For generated code, which names the field.
#[doc(hidden)]
#[must_use]
pub fn enter<T: Entry>(field: &mut T, entry: Entered<'_>, language: &str) -> Option<()> {
    *field = entered(entry, language)?;
    Some(())
}

/// Keys as they are, words as they were heard.
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

/// What there is in an entry, and not more than anybody can say.
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
