//! # bad_tones
//!
//! The tones contain a character that is not a telephone key. Twilio sends the keys `0` to `9`, `A` to `D`, `*` and
//! `#`, and pauses half a second for `w` and one second for `W`. It would not send these tones, and the caller would
//! not reach the extension.
//!
//! ```text
//! state Desk { dial "+12345678900", send_digits "ext. 204" match { _ => end } }
//! ```
//!
//! Write only these characters:
//!
//! ```text
//! state Desk { dial "+12345678900", send_digits "ww204" match { _ => end } }
//! ```
//!
//! The same applies to `play digits "…"`.

use ivr_core::twiml::TONES;

use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::Verb,
    syntax::{Step, Text, Value},
};

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Dial(dial) = &state.verb else { continue };
        let tones = dial.clauses.send_digits.as_ref().and_then(Value::text);
        diagnostics.extend(tones.and_then(report).map(|diagnostic| diagnostic.within(id)));
    }
    for written in graph.steps() {
        let Step::PlayDigits { digits: Value::Text(tones), .. } = written.step else { continue };
        diagnostics.extend(report(tones).map(|diagnostic| diagnostic.within(written.state)));
    }
}

fn report(tones: &Text) -> Option<Diagnostic> {
    if !tones.value.is_empty() && tones.value.chars().all(|tone| TONES.contains(tone)) {
        return None;
    }
    let message = "tones are `0` to `9`, `A` to `D`, `*`, `#`, and `w` or `W` for a pause";
    let diagnostic = Diagnostic::new("bad_tones", tones.span, message);
    // `,` and `p` are pauses in the dial strings of other systems.
    let meant: String = tones
        .value
        .chars()
        .map(|tone| match tone {
            ',' | 'p' | 'P' => 'w',
            tone => tone,
        })
        .filter(|tone| TONES.contains(*tone))
        .collect();
    Some(match meant.is_empty() {
        true => diagnostic.help("such as `\"ww204\"`"),
        false => diagnostic.help(format!("write `\"{meant}\"`")),
    })
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn tones_that_no_telephone_has() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                state A { dial "+12345678900", send_digits ",,2-04" match { _ => B } }
//~                                                        ^^^^^^^^ tones are `0` to `9`, `A` to `D`, `*`, `#`, and `w` or `W` for a pause
//~                                                        help: write `"ww204"`
                state B { dial "+12345678900", send_digits "" match { _ => C } }
//~                                                        ^^ tones are `0` to `9`, `A` to `D`, `*`, `#`, and `w` or `W` for a pause
//~                                                        help: such as `"ww204"`
                state C { play digits "9, 9"; hangup; }
//~                                   ^^^^^^ tones are `0` to `9`, `A` to `D`, `*`, `#`, and `w` or `W` for a pause
//~                                   help: write `"9w9"`
            }
            "#,
        );
    }

    #[test]
    fn an_extension_behind_a_pause() {
        check_legal(
            r#"
            pub tree Line {
                start A;
                state A { dial "+12345678900", send_digits "wW204#*AD" match { _ => end } }
            }
            "#,
        );
    }
}
