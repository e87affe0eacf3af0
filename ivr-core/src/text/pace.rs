//! How long a telephone voice takes to say something: an estimate, stated here once for promises, lints and
//! listings of paths.

use std::time::Duration;

/// Words a minute at a voice's normal rate, by language. English is the measure; the others are in proportion to
/// how fast comparable texts are read aloud, because languages cut the same thought into more or fewer words.
const WORDS_PER_MINUTE: [(&str, f64); 7] =
    [("en", 150.0), ("es", 145.0), ("nl", 130.0), ("fr", 130.0), ("it", 125.0), ("pt", 120.0), ("de", 120.0)];

/// Where the language is none of those.
const OTHERWISE: f64 = 120.0;

/// The time it takes to say `text` in a language such as `en-US`.
///
/// English is spoken at 150 words a minute, Spanish at 145, French and Dutch at 130, Italian at 125, German,
/// Portuguese and all others at 120. A sign of Chinese, Japanese or Korean counts as half a word.
///
/// ```
/// use ivr_core::text::speaking_time;
/// use std::time::Duration;
/// assert_eq!(speaking_time("Press one to repeat this.", "en-US"), Duration::from_secs(2));
/// assert!(speaking_time("Drücken Sie bitte die Eins.", "de-DE") > Duration::from_secs(2));
/// ```
#[must_use]
pub fn speaking_time(text: &str, language: &str) -> Duration {
    let spoken = language.split('-').next().unwrap_or(language).to_ascii_lowercase();
    let rate = WORDS_PER_MINUTE.iter().find(|(name, _)| *name == spoken).map_or(OTHERWISE, |(_, rate)| *rate);
    let words: f64 = text.split_whitespace().map(words_in).sum();
    Duration::from_millis((words * 60_000.0 / rate) as u64)
}

fn words_in(token: &str) -> f64 {
    let signs = token.chars().filter(|c| ('\u{3040}'..='\u{d7ff}').contains(c)).count();
    match signs {
        0 if token.chars().any(char::is_alphanumeric) => 1.0,
        0 => 0.0,
        signs => signs as f64 / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_of_words_takes_a_minute_in_its_language() {
        for (language, count) in [("en-GB", 150), ("fr-FR", 130), ("DE", 120), ("sv-SE", 120)] {
            assert_eq!(
                speaking_time(&"word ".repeat(count), language),
                Duration::from_secs(60),
                "{language}"
            );
        }
    }

    #[test]
    fn what_is_not_spoken_takes_no_time() {
        assert_eq!(speaking_time(" – … ", "en-US"), Duration::ZERO);
    }

    #[test]
    fn signs_without_spaces_take_their_time() {
        assert_eq!(speaking_time("営業時間", "ja-JP"), Duration::from_secs(1));
    }
}
