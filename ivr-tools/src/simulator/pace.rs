//! Estimates how long it takes to hear something, to compare two menus and to time a key press.

use super::twiml::{LANGUAGE, Prompt, Sound};
use ivr_core::text;

/// The beep before a recording.
const BEEP_SECONDS: f32 = 0.5;

/// Returns how many seconds it takes to hear `prompt`, including its repetitions.
pub(crate) fn seconds(prompt: &Prompt) -> f32 {
    f32::from(prompt.times) * once(&prompt.sound)
}

fn once(sound: &Sound) -> f32 {
    match sound {
        Sound::Say { text, language, pause } => {
            speaking_seconds(text, language.as_deref().unwrap_or(LANGUAGE)) + pause.as_secs_f32()
        }
        Sound::Play { .. } => text::AUDIO_FILE_TIME.as_secs_f32(),
        Sound::Tones { digits, .. } => {
            text::Sound::Tones { digits: Some(digits) }.time(LANGUAGE).as_secs_f32()
        }
        Sound::Pause { seconds } => f32::from(*seconds),
        Sound::Beep => BEEP_SECONDS,
    }
}

/// Returns how many seconds it takes to say `text`, with the same estimate as for trees.
pub(crate) fn speaking_seconds(text: &str, language: &str) -> f32 {
    text::speaking_time(text, language).as_secs_f32()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speech_is_timed_at_the_pace_of_its_language() {
        assert_eq!(speaking_seconds(&"word ".repeat(150), "en-US"), 60.0);
        assert_eq!(speaking_seconds(&"mot ".repeat(130), "fr-FR"), 60.0);
        assert_eq!(speaking_seconds("", "en-US"), 0.0);
    }

    #[test]
    fn repetitions_and_waits_add_up() {
        let tones = Sound::Tones { digits: "1wW".into(), is_secret: false };
        assert_eq!(seconds(&Prompt { sound: tones, times: 2 }), 3.5);
        assert_eq!(seconds(&Prompt { sound: Sound::Pause { seconds: 3 }, times: 1 }), 3.0);
    }
}
