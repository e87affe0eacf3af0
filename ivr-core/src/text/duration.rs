//! Estimates how long a caller listens. Promises, lints, listings of paths, scripts and the simulator use this
//! estimate.

use std::time::Duration;

/// The rate for all other languages.
const OTHER_WORDS_PER_MINUTE: f64 = 120.0;

/// The duration of an audio file whose words are not known. The file is not fetched to compile or list a tree.
pub const AUDIO_FILE_TIME: Duration = Duration::from_secs(5);

/// The duration of tones that are not known.
const UNKNOWN_TONES_TIME: Duration = Duration::from_secs(2);

/// Something a caller hears.
///
/// ```
/// use ivr_core::text::{AUDIO_FILE_TIME, Sound, speaking_time};
/// assert_eq!(Sound::Audio { text: None }.time("fr-FR"), AUDIO_FILE_TIME);
/// assert_eq!(Sound::Audio { text: Some("Bonjour.") }.time("fr-FR"), speaking_time("Bonjour.", "fr-FR"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sound<'a> {
    /// A text that is spoken.
    Text(&'a str),
    /// An audio file.
    Audio {
        /// Its words, if they are known.
        text: Option<&'a str>,
    },
    /// Telephone tones.
    Tones {
        /// The tones, if they are known.
        digits: Option<&'a str>,
    },
    /// Silence.
    Pause {
        /// Its length in seconds.
        seconds: u32,
    },
}

impl Sound<'_> {
    /// Returns how long it lasts. `language` is the language of a text.
    #[must_use]
    pub fn time(self, language: &str) -> Duration {
        match self {
            Self::Text(text) | Self::Audio { text: Some(text) } => speaking_time(text, language),
            Self::Audio { text: None } => AUDIO_FILE_TIME,
            Self::Tones { digits: Some(digits) } => digits.chars().map(tone_time).sum(),
            Self::Tones { digits: None } => UNKNOWN_TONES_TIME,
            Self::Pause { seconds } => Duration::from_secs(seconds.into()),
        }
    }
}

/// Returns the duration of a tone with the gap after it. `w` waits half a second, and `W` a whole second.
const fn tone_time(tone: char) -> Duration {
    Duration::from_millis(match tone {
        'w' => 500,
        'W' => 1000,
        _ => 250,
    })
}

/// Returns a duration for display: whole seconds, rounded up.
///
/// ```
/// use std::time::Duration;
/// assert_eq!(ivr_core::text::whole_seconds(Duration::from_millis(20_001)), 21);
/// ```
#[must_use]
pub fn whole_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

/// Returns the time it takes to say `text` in a language such as `en-US`.
///
/// The rate is 150 words a minute for English, 145 for Spanish, 130 for French and Dutch, 125 for Italian, and 120
/// for German, Portuguese and all other languages. Words are counted as in [`word_count`].
///
/// ```
/// use ivr_core::text::speaking_time;
/// use std::time::Duration;
/// assert_eq!(speaking_time("Press one to repeat this.", "en-US"), Duration::from_secs(2));
/// assert!(speaking_time("Drücken Sie bitte die Eins.", "de-DE") > Duration::from_secs(2));
/// ```
#[must_use]
pub fn speaking_time(text: &str, language: &str) -> Duration {
    Duration::from_millis((f64::from(half_words(text)) * 30_000.0 / words_per_minute(language)) as u64)
}

/// Words per minute at the normal rate of a voice, by language. English is measured. The other values are in
/// proportion to how fast comparable texts are read aloud, because languages use more or fewer words for the same
/// content.
fn words_per_minute(language: &str) -> f64 {
    let ([first, second] | [first, second, b'-', ..]) = language.as_bytes() else {
        return OTHER_WORDS_PER_MINUTE;
    };
    match [first.to_ascii_lowercase(), second.to_ascii_lowercase()] {
        [b'e', b'n'] => 150.0,
        [b'e', b's'] => 145.0,
        [b'n', b'l'] | [b'f', b'r'] => 130.0,
        [b'i', b't'] => 125.0,
        _ => OTHER_WORDS_PER_MINUTE,
    }
}

/// Returns the number of words in a text. In scripts without spaces, and in Korean, two letters count as a word.
///
/// ```
/// use ivr_core::text::word_count;
/// assert_eq!(word_count("For sales, press one – or wait."), 6);
/// assert_eq!(word_count("営業は一番です。"), 4);
/// ```
#[must_use]
pub fn word_count(text: &str) -> u32 {
    half_words(text).div_ceil(2)
}

fn half_words(text: &str) -> u32 {
    if let Some(halves) = half_words_of_ascii(text.as_bytes()) {
        return halves;
    }
    let mut halves = 0;
    for token in text.split_whitespace() {
        let dense = token.chars().filter(|letter| is_dense(*letter)).count();
        let spaced = token.chars().any(|letter| letter.is_alphanumeric() && !is_dense(letter));
        halves += dense + 2 * usize::from(spaced);
    }
    u32::try_from(halves).unwrap_or(u32::MAX)
}

/// Counts words of ASCII text at a tenth of the cost in unoptimized code. Returns `None` for other text.
fn half_words_of_ascii(text: &[u8]) -> Option<u32> {
    let (mut rest, mut halves, mut counted) = (text, 0_u32, false);
    while let [byte, after @ ..] = rest {
        match byte {
            b'\t'..=b'\r' | b' ' => counted = false,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' if !counted => {
                halves = halves.saturating_add(2);
                counted = true;
            }
            0..=0x7f => {}
            _ => return None,
        }
        rest = after;
    }
    Some(halves)
}

/// Returns whether a letter belongs to a script without spaces, or with several words between two spaces: Thai, Lao,
/// Burmese, Khmer, kana, Han, Hangul.
const fn is_dense(letter: char) -> bool {
    matches!(letter,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_of_words_takes_a_minute_in_its_language() {
        for (language, count) in [("en-GB", 150), ("fr-FR", 130), ("DE", 120), ("sv-SE", 120)] {
            let text = "word ".repeat(count);
            assert_eq!(speaking_time(&text, language), Duration::from_secs(60), "{language}");
        }
    }

    #[test]
    fn tones_and_their_pauses_take_their_time() {
        let time = |digits| Sound::Tones { digits }.time("en-US");
        assert_eq!(time(Some("1wW#")), Duration::from_secs(2));
        assert_eq!(time(None), UNKNOWN_TONES_TIME);
    }

    #[test]
    fn what_is_not_spoken_takes_no_time() {
        assert_eq!(speaking_time(" – … ", "en-US"), Duration::ZERO);
        assert_eq!(word_count(" \n"), 0);
    }

    #[test]
    fn words_of_ascii_are_counted_as_all_others() {
        for text in ["", " one  two-three\tfour\u{b}five\nsix ", "- 1 . 2,3", "a\u{1c}b"] {
            // Appends a word that is not ASCII.
            assert_eq!(word_count(&format!("{text} é")), word_count(text) + 1, "{text:?}");
        }
    }

    #[test]
    fn letters_without_spaces_take_their_time() {
        assert_eq!(speaking_time("営業時間", "ja-JP"), Duration::from_secs(1));
        assert_eq!(word_count("営業は Monday です。"), 4);
        assert_eq!(word_count("영업 시간"), 2);
    }
}
