//! Detects texts that mention the tone before a recording: "Please leave a message after the beep."

use super::{normal::contains, sentence::Words, vocabulary::Vocabulary};

/// Returns whether `text` tells the caller to wait for a tone, in a supported language.
///
/// ```
/// use ivr_core::text::tells_of_beep;
/// assert!(tells_of_beep("Please leave a message after the tone.", "en-US"));
/// assert!(!tells_of_beep("Please leave a message now.", "en-US"));
/// ```
#[must_use]
pub fn tells_of_beep(text: &str, language: &str) -> bool {
    let Some(vocabulary) = Vocabulary::of(language) else { return false };
    Words::of(text).sentences().iter().any(|sentence| {
        let said = sentence.words.join(" ");
        vocabulary.prompts.beep.iter().any(|phrase| contains(&said, phrase))
    })
}

#[cfg(test)]
mod tests {
    use super::tells_of_beep;

    #[test]
    fn each_language_speaks_of_a_tone() {
        for (language, text) in [
            ("en-US", "At the tone, please record your message."),
            ("en-GB", "Speak after the beep."),
            ("fr-FR", "Laissez un message après le signal sonore."),
            ("fr-CA", "Parlez après le bip."),
            ("es-ES", "Deje su mensaje después de la señal."),
            ("es-US", "Al oír el tono, hable."),
            ("de-DE", "Sprechen Sie nach dem Signalton."),
            ("it-IT", "Lasci un messaggio dopo il segnale acustico."),
            ("pt-BR", "Deixe seu recado após o sinal."),
            ("pt-PT", "Fale depois do sinal sonoro."),
        ] {
            assert!(tells_of_beep(text, language), "{language}: {text}");
        }
    }

    #[test]
    fn other_words_do_not() {
        for (language, text) in [
            ("en-US", "There is no tone: speak now."),
            ("en-US", "You will not hear a beep."),
            ("fr-FR", "Parlez maintenant, sans bip."),
            ("de-DE", "Bitte sprechen Sie jetzt."),
            ("nl-NL", "Speak after the beep."),
        ] {
            assert!(!tells_of_beep(text, language), "{language}: {text}");
        }
    }
}
