//! # bad_number
//!
//! Twilio cannot call the number, so nobody would answer. A number is international: `+`, the country, and
//! 7 to 15 figures in all, without blanks. Short numbers, 2 to 6 figures, are marked with `short`.
//!
//! ```text
//! state Desk { dial "(234) 567-8900" match { answered => end, _ => Message } }
//! ```
//!
//! Write it as every telephone network knows it:
//!
//! ```text
//! state Desk { dial "+12345678900" match { answered => end, _ => Message } }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb},
    syntax::Text,
    words::is_withheld,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Dial(dial) = &state.verb else { continue };
        for number in &dial.numbers {
            let diagnostic = if dial.short { short(number) } else { long(graph, number) };
            diagnostics.extend(diagnostic.map(|diagnostic| diagnostic.within(id)));
        }
        if let Some(number) = &dial.caller_id {
            diagnostics.extend(long(graph, number).map(|diagnostic| diagnostic.within(id)));
        }
    }
}

fn diagnostic(number: &Text, what: &str) -> Diagnostic {
    Diagnostic::new("bad_number", number.span, format!("`{}` is not {what}", number.value))
}

fn short(number: &Text) -> Option<Diagnostic> {
    let fits = (2..=6).contains(&number.value.len()) && number.value.bytes().all(|b| b.is_ascii_digit());
    (!fits).then(|| {
        diagnostic(number, "a short number").help("it has 2 to 6 figures; others go without `short`")
    })
}

fn long(graph: &Graph, number: &Text) -> Option<Diagnostic> {
    if is_withheld(&number.value) && !number.value.is_empty() {
        let message = format!("`{}` stands for a caller who withholds the number", number.value);
        let diagnostic = Diagnostic::new("bad_number", number.span, message);
        return Some(diagnostic.help("nobody answers there: write a number of your own"));
    }
    if international(&number.value) {
        return None;
    }
    if let Some((scheme @ ("sip" | "sips" | "client" | "sim" | "whatsapp" | "tel"), address)) =
        number.value.split_once(':')
    {
        let message = format!("`dial` calls telephone numbers, and `{scheme}:` is not part of one");
        let diagnostic = Diagnostic::new("bad_number", number.span, message);
        return Some(match meant(graph, address) {
            Some(meant) => diagnostic.help(format!("write `\"{meant}\"`")),
            None => {
                diagnostic.help("dial a number, or hand the call to a document that dials it: `redirect`")
            }
        });
    }
    let diagnostic = diagnostic(number, "in E.164 form, which every network knows");
    Some(match meant(graph, &number.value) {
        Some(meant) => diagnostic.help(format!("write `\"{meant}\"`")),
        None if (2..=6).contains(&number.value.len()) && number.value.bytes().all(|b| b.is_ascii_digit()) => {
            diagnostic.help(format!("write `short \"{}\"`", number.value))
        }
        None => diagnostic.help("write `+`, the country and the number, such as `+12345678900`"),
    })
}

fn international(number: &str) -> bool {
    number.strip_prefix('+').is_some_and(|figures| {
        (7..=15).contains(&figures.len())
            && figures.bytes().all(|b| b.is_ascii_digit())
            && !figures.starts_with('0')
    })
}

/// The same number as it should be written, where that is certain.
fn meant(graph: &Graph, number: &str) -> Option<String> {
    let bare: String = number.chars().filter(|c| !c.is_whitespace() && !"()-./".contains(*c)).collect();
    let american = matches!(graph.languages.first.value.as_str(), "en-US" | "en-CA" | "fr-CA" | "es-US");
    let national = bare.len() == 10 && !bare.starts_with(['0', '1', '+']);
    let full = match bare.strip_prefix("00") {
        Some(rest) => format!("+{rest}"),
        None if national && american => format!("+1{bare}"),
        None if bare.len() == 11 && bare.starts_with('1') && american => format!("+{bare}"),
        None => bare,
    };
    Some(full).filter(|full| international(full))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn each_number_is_told_how_it_is_written() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                state A { dial ["(234) 567-8900", "0044 20 7946 0018"], caller_id "ACME" match { _ => B } }
//~                             ^^^^^^^^^^^^^^^^ `(234) 567-8900` is not in E.164 form, which every network knows
//~                             help: write `"+12345678900"`
//~                                               ^^^^^^^^^^^^^^^^^^^ `0044 20 7946 0018` is not in E.164 form, which every network knows
//~                                               help: write `"+442079460018"`
//~                                                                               ^^^^^^ `ACME` is not in E.164 form, which every network knows
//~                                                                               help: write `+`, the country and the number, such as `+12345678900`
                state B { dial "112" match { _ => D } }
//~                            ^^^^^ `112` is not in E.164 form, which every network knows
//~                            help: write `short "112"`
                state D { dial "+266696687", caller_id "anonymous" match { _ => C } }
//~                            ^^^^^^^^^^^^ `+266696687` stands for a caller who withholds the number
//~                            help: nobody answers there: write a number of your own
//~                                                    ^^^^^^^^^^^ `anonymous` stands for a caller who withholds the number
//~                                                    help: nobody answers there: write a number of your own
                state C { dial short "+12345678900" match { _ => end } }
//~                                  ^^^^^^^^^^^^^^ `+12345678900` is not a short number
//~                                  help: it has 2 to 6 figures; others go without `short`
            }
            "#,
        );
    }

    #[test]
    fn numbers_that_can_be_called() {
        check_legal(
            r#"
            pub tree Line {
                start A;
                state A { dial ["+12345678900", "+442079460018"], caller_id "+6834123" match { _ => B } }
                state B { dial short "15" match { _ => end } }
            }
            "#,
        );
    }
}
