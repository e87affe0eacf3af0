//! Detects prompts that offer a key instead of an entry: "If you have none, press hash."

use super::{Announced, Announcement, context};
use crate::text::{
    normal::contains,
    sentence::{Sentence, Words},
    vocabulary::{List, Vocabulary},
};

/// Returns whether a sentence of `text` tells callers to press `key` if they have nothing to enter.
///
/// ```
/// use ivr_core::text::is_pressed_alone;
/// assert!(is_pressed_alone("Enter your account number. If you have none, press hash.", "#", "en-US"));
/// assert!(!is_pressed_alone("Enter your account number, then press hash.", "#", "en-US"));
/// ```
#[must_use]
pub fn is_pressed_alone(text: &str, key: &str, language: &str) -> bool {
    let Some(vocabulary) = Vocabulary::of(language) else { return false };
    Words::of(text).sentences().iter().any(|sentence| is_alone(vocabulary, sentence, key))
}

fn is_alone(vocabulary: &Vocabulary, sentence: &Sentence<'_>, key: &str) -> bool {
    let said = sentence.words.join(" ");
    if !vocabulary.prompts.without.iter().any(|phrase| contains(&said, phrase)) {
        return false;
    }
    // If several keys are announced, it is unclear which of them is meant.
    let found = context::read(vocabulary, sentence, false);
    let [Announcement { range, kind: Announced::Key(own) }] = &found[..] else { return false };
    own == key && !asks_before(vocabulary, sentence, range.start)
}

/// Returns whether something else must be entered before the key: "If you have no card, enter your number and press
/// hash."
fn asks_before(vocabulary: &Vocabulary, sentence: &Sentence<'_>, end: usize) -> bool {
    let before = sentence.ranges().take_while(|range| range.start < end).count();
    let lists = vocabulary.lists_of(sentence.words.get(..before).unwrap_or_default());
    lists.iter().enumerate().filter(|(_, lists)| lists.has(List::Press)).any(|(place, _)| {
        let mut after = lists.iter().skip(place + 1).filter(|lists| !lists.has(List::Filler));
        after.next().is_some_and(|next| !next.has(List::Press))
    })
}

#[cfg(test)]
mod tests {
    use super::is_pressed_alone;

    #[test]
    fn each_language_says_that_there_is_nothing_to_enter() {
        for (language, text) in [
            ("en-US", "If you don't have an account number, press pound."),
            ("en-GB", "Press the hash key to skip this."),
            ("fr-FR", "Si vous n'en avez pas, appuyez sur la touche dièse."),
            ("es-ES", "Si no tiene número, pulse almohadilla."),
            ("de-DE", "Wenn Sie keine haben, drücken Sie die Raute-Taste."),
            ("it-IT", "Se non ha un codice, prema cancelletto."),
            ("pt-BR", "Se não tiver conta, tecle sustenido."),
        ] {
            assert!(is_pressed_alone(text, "#", language), "{language}: {text}");
            assert!(!is_pressed_alone(text, "*", language), "{language}: {text}");
        }
    }

    #[test]
    fn a_key_after_an_entry_is_not_alone() {
        for (language, text) in [
            ("en-US", "Enter your code, then press pound."),
            ("en-US", "If you have none, press star. End with pound."),
            ("en-US", "If you have none, wait."),
            ("en-US", "When you are done, press pound, or press star to skip."),
            ("en-US", "If you don't have a card, enter your number and press pound."),
            ("de-DE", "Wenn Sie keine haben, geben Sie Ihre Nummer ein und drücken Sie die Raute."),
            ("nl-NL", "If you have none, press pound."),
        ] {
            assert!(!is_pressed_alone(text, "#", language), "{language}: {text}");
        }
    }
}
