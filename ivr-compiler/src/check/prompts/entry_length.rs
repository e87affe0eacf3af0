//! # entry_length
//!
//! A prompt announces a different number of keys than an entry has. The entry ends too early, or waits for a key
//! that the caller never presses.
//!
//! ```text
//! state Code { gather 4 keys { say "Please enter your five digit zip code."; } match { entered | silence | _ => end } }
//! ```
//!
//! Accept as many keys as the prompt asks for:
//!
//! ```text
//! state Code { gather 5 keys { say "Please enter your five digit zip code."; } match { entered | silence | _ => end } }
//! ```

use ivr_core::text::entry_length;

use super::once_a_state;
use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::Prompted,
    syntax::Keys,
};

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    once_a_state(graph, diagnostics, diagnostic);
}

fn diagnostic(prompted: &Prompted<'_>) -> Option<Diagnostic> {
    let keys = prompted.gather.keys.filter(|keys| keys.max != Some(1))?;
    let lengths: Vec<_> = prompted
        .texts
        .iter()
        .filter_map(|spoken| Some((spoken.text, entry_length(&spoken.text.value, spoken.language)?)))
        .collect();
    let fits = |length: u32| keys.min <= length && keys.max.is_none_or(|max| length <= max);
    let (text, told) = *lengths.first()?;
    if lengths.iter().any(|(_, length)| *length != told || fits(*length)) {
        return None;
    }
    let message = format!("the prompts announce {told} keys, but an entry has {}", count(keys));
    let diagnostic = Diagnostic::new("entry_length", text.span, message);
    Some(diagnostic.help(format!("change `gather {keys}` to `gather {told} keys`")))
}

fn count(keys: Keys) -> String {
    match keys.max {
        Some(max) if max == keys.min => max.to_string(),
        Some(max) => format!("{} to {max}", keys.min),
        None => format!("at least {}", keys.min),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_code_of_another_length_in_each_language() {
        for (language, text) in [
            ("en-US", "Please enter your five digit zip code."),
            ("en-GB", "Your 5-digit code, please."),
            ("fr-FR", "Entrez votre code à 5 chiffres."),
            ("es-ES", "Marque los cinco dígitos de su código."),
            ("de-DE", "Geben Sie Ihre fünfstellige Nummer ein."),
            ("it-IT", "Inserisca le cinque cifre del codice."),
            ("pt-BR", "Digite os 5 dígitos do código."),
        ] {
            let carets = "^".repeat(text.chars().count() + 2);
            check_diagnostics(&format!(
                r#"
            pub tree Line {{
                start Code;
                language {language};
                state Code {{ gather 4 keys {{ say "{text}"; }} match {{ entered | silence | _ => end }} }}
//~                                              {carets} the prompts announce 5 keys, but an entry has 4
//~                                              help: change `gather 4 keys` to `gather 5 keys`
            }}
            "#
            ));
        }
    }

    #[test]
    fn lengths_that_fit_and_numbers_of_something_else() {
        check_legal(
            r#"
            pub tree Line {
                start Zip;
                everywhere { silence | _ => end }
                state Zip { gather 5 keys { say "Please enter your five digit zip code."; } match { entered => Card } }
                state Card { gather 4 keys { say "Your card has 16 digits. Enter the last four digits."; } match { entered => Day } }
                state Day { gather 4 keys { say "Enter two digits for the month and two digits for the day."; } match { entered => Date } }
                state Date { gather 8 keys { say "Enter two digits for the month, two for the day and four for the year."; } match { entered => Account } }
                state Account { gather 4..=8 keys, finish_on_key '#' { say "Your six digit account number, then press pound."; } match { entered => end } }
            }
            "#,
        );
    }
}
