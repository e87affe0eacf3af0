//! What a caller hears when our side fails and the tree has no `on_error` of its own.

use crate::description::{Line, Say};

/// One sentence in a language; in English where we have none in it.
pub(super) fn apology(language: &str) -> Line {
    let spoken = language.split('-').next().unwrap_or_default();
    let (text, language) = match spoken {
        "en" => (ENGLISH, language),
        "fr" => ("Désolé, un problème est survenu de notre côté. Veuillez rappeler plus tard.", language),
        "es" => ("Lo sentimos, ha ocurrido un problema. Por favor, vuelva a llamar más tarde.", language),
        "de" => {
            ("Bei uns ist leider ein Fehler aufgetreten. Bitte rufen Sie später noch einmal an.", language)
        }
        "it" => {
            ("Siamo spiacenti, si è verificato un problema. La preghiamo di richiamare più tardi.", language)
        }
        "pt" => ("Lamentamos, ocorreu um problema. Por favor, ligue novamente mais tarde.", language),
        _ => (ENGLISH, "en-US"),
    };
    Line::Say(Say { text: text.to_owned(), language: Some(language.to_owned()), ..Say::default() })
}

const ENGLISH: &str = "Sorry, something went wrong on our side. Please call again later.";

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(tree: &str) -> (String, String) {
        let Line::Say(Say { text, language: Some(language), voice: None, .. }) = apology(tree) else {
            panic!()
        };
        (text, language)
    }

    #[test]
    fn each_language_that_we_have_apologises_in_its_own_words() {
        let tags = ["en-GB", "fr-CA", "es-MX", "de-AT", "it-IT", "pt-BR"];
        let mut texts: Vec<_> = tags.iter().map(|tag| spoken(tag)).collect();
        assert!(texts.iter().map(|(_, language)| language).eq(tags));
        texts.sort();
        texts.dedup_by(|a, b| a.0 == b.0);
        assert_eq!(texts.len(), tags.len());
    }

    #[test]
    fn any_other_language_hears_american_english() {
        for tag in ["pl-PL", "ende", ""] {
            assert_eq!(spoken(tag), (ENGLISH.to_owned(), "en-US".to_owned()));
        }
    }
}
