//! # blaming_words
//!
//! The text tells callers that they made a mistake. Most of them did not: the line was noisy, or the prompt was
//! long.
//!
//! ```text
//! state Menu {
//!     gather key { say "For sales, press one."; } match {
//!         1 => Sales, silence | _ => retry 2 { say "Invalid input."; } then Sales,
//!     }
//! }
//! ```
//!
//! Say what to do:
//!
//! ```text
//! state Menu {
//!     gather key { say "For sales, press one."; } match {
//!         1 => Sales, silence | _ => retry 2 { say "Sorry, I did not catch that."; } then Sales,
//!     }
//! }
//! ```
//!
//! The rule is silent unless the tree enables it: `#[warn(blaming_words)]`.

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Kind, WrittenText},
    words,
};

/// Phrases that blame, in normal form.
const BLAMING: [(&str, &[&str]); 6] = [
    ("en", &["invalid", "incorrect", "wrong", "illegal", "not valid", "not a valid", "you failed", "error"]),
    ("fr", &["invalide", "incorrect", "incorrecte", "mauvais choix", "erreur", "non valable"]),
    ("es", &["invalido", "invalida", "incorrecto", "incorrecta", "no valido", "no valida", "error"]),
    ("de", &["ungultig", "ungultige", "falsch", "falsche", "fehler", "fehlerhaft", "nicht gultig"]),
    ("it", &["non valido", "non valida", "errato", "errata", "sbagliato", "errore"]),
    ("pt", &["invalido", "invalida", "incorreto", "incorreta", "errado", "errada", "erro"]),
];

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for WrittenText { text, language, state, .. } in
        graph.texts().into_iter().filter(|text| text.kind == Kind::Words)
    {
        let spoken = language.split('-').next().unwrap_or_default();
        let of = BLAMING.iter().find(|(name, _)| name.eq_ignore_ascii_case(spoken));
        let Some((_, blaming)) = of else { continue };
        let said = words::normalise(&text.value);
        if let Some(word) = blaming.iter().find(|word| words::contains(&said, word)) {
            let message = format!("“{word}” blames the caller");
            let diagnostic = Diagnostic::new("blaming_words", text.span, message).within(state);
            diagnostics.push(diagnostic.help("say what to do instead"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn a_line_that_blames_in_german() {
        check_warnings(
            "blaming_words",
            r#"
            #[warn(blaming_words)]
            pub tree Line {
                start Menu;
                language de-DE;
                state Menu { say "Ihre Eingabe war ungültig."; hangup; }
//~                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ “ungultig” blames the caller
//~                              help: say what to do instead
            }
            "#,
        );
    }

    #[test]
    fn nobody_is_told_who_has_not_asked() {
        check_warnings(
            "blaming_words",
            r#"pub tree Line { start Menu; state Menu { say "Invalid."; hangup; } }"#,
        );
    }

    #[test]
    fn every_text_is_read_in_its_own_language() {
        check_warnings(
            "blaming_words",
            r#"
            #[warn(blaming_words)]
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                state Menu { language en-US; say { fr-FR: "Wrong.", en-US: "Wrong." } say de-DE: "Falsch."; say de-DE: "Wrong."; hangup; }
//~                                                                        ^^^^^^^^ “wrong” blames the caller
//~                                                                     help: say what to do instead
//~                                                                                              ^^^^^^^^^ “falsch” blames the caller
//~                                                                                           help: say what to do instead
            }
            "#,
        );
    }
}
