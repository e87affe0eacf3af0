//! Default texts for a tree without its own: an apology when the server fails, and a sentence for overload.

use crate::description::{Line, Say};

/// A sentence in each supported language.
type Sentences = [(&'static str, &'static str); 6];

const APOLOGIES: Sentences = [
    ("en", "Sorry, something went wrong on our side. Please call again later."),
    ("fr", "Désolé, un problème est survenu de notre côté. Veuillez rappeler plus tard."),
    ("es", "Lo sentimos, ha ocurrido un problema. Por favor, vuelva a llamar más tarde."),
    ("de", "Bei uns ist leider ein Fehler aufgetreten. Bitte rufen Sie später noch einmal an."),
    ("it", "Siamo spiacenti, si è verificato un problema. La preghiamo di richiamare più tardi."),
    ("pt", "Lamentamos, ocorreu um problema. Por favor, ligue novamente mais tarde."),
];

const OVERLOADED: Sentences = [
    ("en", "We are receiving more calls than we can answer. Please call again in a few minutes."),
    (
        "fr",
        "Nous recevons plus d'appels que nous ne pouvons en traiter. Veuillez rappeler dans quelques minutes.",
    ),
    (
        "es",
        "Estamos recibiendo más llamadas de las que podemos atender. Por favor, vuelva a llamar en unos minutos.",
    ),
    (
        "de",
        "Zurzeit erreichen uns mehr Anrufe, als wir annehmen können. Bitte rufen Sie in einigen Minuten noch einmal an.",
    ),
    (
        "it",
        "Riceviamo più chiamate di quante possiamo gestire. La preghiamo di richiamare tra qualche minuto.",
    ),
    (
        "pt",
        "Estamos a receber mais chamadas do que podemos atender. Por favor, ligue novamente dentro de alguns minutos.",
    ),
];

/// Returns the apology when the server fails.
pub(super) fn apology(language: &str) -> Line {
    sentence(&APOLOGIES, language)
}

/// Returns the sentence for overload.
pub(super) fn overloaded(language: &str) -> Line {
    sentence(&OVERLOADED, language)
}

/// Returns the sentence in a language, or in English if the language is not supported.
fn sentence(sentences: &Sentences, language: &str) -> Line {
    let spoken = language.split('-').next().unwrap_or_default();
    let [english, ..] = sentences;
    let (text, language) = match sentences.iter().find(|(own, _)| *own == spoken) {
        Some((_, text)) => (*text, language),
        None => (english.1, "en-US"),
    };
    Line::Say(Say { text: text.to_owned(), language: Some(language.to_owned()), ..Say::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(line: Line) -> (String, String) {
        let Line::Say(Say { text, language: Some(language), voice: None, .. }) = line else { panic!() };
        (text, language)
    }

    #[test]
    fn each_language_that_we_have_apologises_in_its_own_words() {
        let tags = ["en-GB", "fr-CA", "es-MX", "de-AT", "it-IT", "pt-BR"];
        let lines = tags.iter().flat_map(|tag| [apology(tag), overloaded(tag)]);
        let mut texts: Vec<_> = lines.map(spoken).collect();
        assert!(texts.iter().map(|(_, language)| language).step_by(2).eq(tags));
        texts.sort();
        texts.dedup_by(|a, b| a.0 == b.0);
        assert_eq!(texts.len(), 2 * tags.len());
    }

    #[test]
    fn any_other_language_hears_american_english() {
        for tag in ["pl-PL", "ende", ""] {
            assert_eq!(spoken(apology(tag)), (APOLOGIES[0].1.to_owned(), "en-US".to_owned()));
        }
    }
}
