//! How long it takes to hear something: estimates, good enough to compare two menus and to time a key press.

use super::twiml::{Prompt, Sound};

/// A text-to-speech voice at its normal rate.
const WORDS_PER_MINUTE: f32 = 150.0;

/// The length of an audio file, which nobody fetches here.
const AUDIO_SECONDS: f32 = 5.0;

/// The beep before a recording.
const BEEP_SECONDS: f32 = 0.5;

/// A key tone with the gap after it.
const TONE_SECONDS: f32 = 0.25;

/// The seconds it takes to hear `prompt`, all its repetitions included.
pub(crate) fn seconds(prompt: &Prompt) -> f32 {
    f32::from(prompt.times) * once(&prompt.sound)
}

fn once(sound: &Sound) -> f32 {
    match sound {
        Sound::Say { text, .. } => speaking_seconds(text),
        Sound::Play { .. } => AUDIO_SECONDS,
        Sound::Tones { digits } => digits.chars().map(tone_seconds).sum(),
        Sound::Pause { seconds } => f32::from(*seconds),
        Sound::Beep => BEEP_SECONDS,
    }
}

/// The seconds it takes to say `text` at 150 words a minute. A sign of Chinese, Japanese or Korean counts as half
/// a word.
pub(crate) fn speaking_seconds(text: &str) -> f32 {
    let words: f32 = text.split_whitespace().map(words_in).sum();
    words * 60.0 / WORDS_PER_MINUTE
}

fn words_in(token: &str) -> f32 {
    let signs = token.chars().filter(|c| ('\u{3040}'..='\u{d7ff}').contains(c)).count();
    if signs == 0 { 1.0 } else { signs as f32 / 2.0 }
}

/// `w` waits half a second and `W` a whole one.
fn tone_seconds(digit: char) -> f32 {
    match digit {
        'w' => 0.5,
        'W' => 1.0,
        _ => TONE_SECONDS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speech_is_timed_at_a_hundred_and_fifty_words_a_minute() {
        assert_eq!(speaking_seconds(&"word ".repeat(150)), 60.0);
        assert_eq!(speaking_seconds(""), 0.0);
    }

    #[test]
    fn signs_without_spaces_take_their_time() {
        assert_eq!(speaking_seconds("営業時間"), 0.8);
    }

    #[test]
    fn repetitions_and_waits_add_up() {
        let tones = Sound::Tones { digits: "1wW".into() };
        assert_eq!(seconds(&Prompt { sound: tones, times: 2 }), 3.5);
        assert_eq!(seconds(&Prompt { sound: Sound::Pause { seconds: 3 }, times: 1 }), 3.0);
    }
}
