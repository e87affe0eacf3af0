//! Detects the keys that a prompt announces: "press one", "the star key", "between 1 and 5", "any other key".
//!
//! The context of each word is considered, because a number alone is ambiguous: "one moment", "24 hours", "dial 911".

use std::ops::Range;

use super::{
    normal::{contains, normalise},
    sentence::Words,
    vocabulary::Vocabulary,
};

// The places in a sentence where a key can be announced.
mod context;

// The words that name a key at such a place.
mod key;

// All keys and numbers of a sentence.
mod entry;

// The number of keys that are asked for.
mod length;

// A single key instead of an entry.
mod alone;

pub use alone::is_pressed_alone;

/// Keys that a prompt announces.
///
/// ```
/// use ivr_core::text::{Announced, announced};
/// let text = "For sales, press one.";
/// let found = announced(text, "en-US");
/// assert_eq!(found[0].kind, Announced::Key("1".into()));
/// assert_eq!(&text[found[0].range.clone()], "one");
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Announcement {
    /// The byte range of the key in the text.
    pub range: Range<usize>,
    /// Which keys.
    pub kind: Announced,
}

/// Which keys a prompt announces.
///
/// ```
/// use ivr_core::text::{Announced, announced};
/// assert_eq!(announced("Press any other key.", "en-US")[0].kind, Announced::AnyOther);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Announced {
    /// One key, or an entry of two keys: `1`, `#`, `*6`, `12`.
    Key(String),
    /// The numbers from the first to the second, both included.
    Range(u8, u8),
    /// Every key without a meaning of its own, or every key at all.
    AnyOther,
}

/// Returns the keys that `text` announces, in the order of the text.
///
/// `language` is a BCP 47 tag. Languages other than English, French, Spanish, German, Italian and Portuguese announce
/// nothing. Entries of three or more keys are treated as telephone numbers and announce nothing.
///
/// ```
/// use ivr_core::text::{Announced, announced};
/// let kinds = |text, language| announced(text, language).into_iter().map(|found| found.kind).collect::<Vec<_>>();
/// assert_eq!(
///     kinds("Tapez 1 pour les ventes, 2 pour le support.", "fr-FR"),
///     [Announced::Key("1".into()), Announced::Key("2".into())],
/// );
/// assert_eq!(kinds("Rate us from one to five.", "en-US"), [Announced::Range(1, 5)]);
/// assert!(kinds("One moment. We have two offices.", "en-US").is_empty());
/// ```
#[must_use]
pub fn announced(text: &str, language: &str) -> Vec<Announcement> {
    let Some(vocabulary) = Vocabulary::of(language) else { return Vec::new() };
    let mut found: Vec<Announcement> = Vec::new();
    for sentence in Words::of(text).sentences() {
        match found.is_empty() {
            true => found = context::read(vocabulary, &sentence, false),
            false => found.extend(context::read(vocabulary, &sentence, true)),
        }
    }
    found
}

/// Returns whether announcements in a language are recognized.
///
/// ```
/// assert!(ivr_core::text::is_read("pt-BR") && !ivr_core::text::is_read("nl-NL"));
/// ```
#[must_use]
pub fn is_read(language: &str) -> bool {
    Vocabulary::of(language).is_some()
}

/// Returns how many keys `text` asks for, or `None` if it does not say so or contains several numbers.
///
/// ```
/// use ivr_core::text::entry_length;
/// assert_eq!(entry_length("Please enter your five digit zip code.", "en-US"), Some(5));
/// assert_eq!(entry_length("Entrez votre code à 4 chiffres.", "fr-FR"), Some(4));
/// assert_eq!(entry_length("Two digits for the month, two for the day.", "en-US"), None);
/// ```
#[must_use]
pub fn entry_length(text: &str, language: &str) -> Option<u32> {
    let vocabulary = Vocabulary::of(language)?;
    let words = Words::of(text);
    let sentences = words.sentences();
    let mut found = sentences.iter().filter_map(|sentence| length::of_sentence(vocabulary, sentence));
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// Returns whether `text` mentions `key` as a key. A number that counts something else, as in "2 Main Street" or "24
/// hours", is not a key.
///
/// ```
/// use ivr_core::text::mentions_key;
/// assert!(mentions_key("Sales is one, support is two.", "2", "en-US"));
/// assert!(mentions_key("For departments one through three, press the number.", "2", "en-US"));
/// assert!(!mentions_key("We are at 2 Main Street.", "2", "en-US"));
/// ```
#[must_use]
pub fn mentions_key(text: &str, key: &str, language: &str) -> bool {
    let Some(vocabulary) = Vocabulary::of(language) else { return false };
    Words::of(text).sentences().iter().any(|sentence| context::mentions(vocabulary, sentence, key))
}

/// Returns whether `text` contains the key `*` or `#`, as a sign or by a name in the language. Other keys are found
/// only as signs. Returns `None` if [`announced`] does not support the language.
///
/// ```
/// use ivr_core::text::names_key;
/// assert_eq!(names_key("Enter your number, then hash.", "#", "en-US"), Some(true));
/// assert_eq!(names_key("Enter your number.", "#", "en-US"), Some(false));
/// assert_eq!(names_key("Voer uw nummer in.", "#", "nl-NL"), None);
/// ```
#[must_use]
pub fn names_key(text: &str, key: &str, language: &str) -> Option<bool> {
    let vocabulary = Vocabulary::of(language)?;
    let names = match key {
        "*" => vocabulary.star,
        "#" => vocabulary.pound,
        _ => &[],
    };
    let said = normalise(text);
    Some(text.contains(key) || names.iter().any(|name| contains(&said, name)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LANGUAGES: [&str; 6] = ["en-GB", "fr-FR", "es-ES", "de-DE", "it-IT", "pt-PT"];

    /// Every result is within the text, in order, at character boundaries.
    fn lies_in(text: &str) -> bool {
        LANGUAGES.iter().all(|language| {
            let found = announced(text, language);
            let whole =
                found.iter().all(|keys| text.get(keys.range.clone()).is_some_and(|key| !key.is_empty()));
            let ordered = found.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start);
            whole && ordered
        })
    }

    #[test]
    fn the_range_is_the_words_of_the_key() {
        for (text, key) in [
            ("Press the star key.", "star"),
            ("Press twenty-five for the archive.", "twenty-five"),
            ("Press one to three.", "one to three"),
            ("Press 'four'.", "four"),
            ("Or any other key, press it.", "any other key"),
        ] {
            let found = announced(text, "en-US");
            assert_eq!(found.iter().map(|keys| &text[keys.range.clone()]).collect::<Vec<_>>(), [key]);
        }
    }

    #[test]
    fn a_long_text_is_read_in_time() {
        for part in ["press 1 ", "one or ", "1 ", "press the ", "press 1, ", "the ", "1-", "press. "] {
            assert!(lies_in(&part.repeat(1_000)), "{part}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(?s).*") {
            prop_assert!(lies_in(&text));
        }

        #[test]
        fn any_order_of_telling_words_is_read(
            words in prop::collection::vec(
                prop::sample::select(vec![
                    "press", "tapez", "drücken", "pulse", "one", "1", "25", "veintidós", "star", "#", "*", "to",
                    "or", "the", "key", "any other key", "between", "and", "for", ",", ".", "(", "-", "$", "\n",
                ]),
                0..30,
            ),
            gap in " ?",
        ) {
            prop_assert!(lies_in(&words.join(&gap)));
        }
    }
}
