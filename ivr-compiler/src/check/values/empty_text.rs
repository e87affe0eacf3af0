//! # empty_text
//!
//! A text or a phrase contains no words. The caller hears silence, or can never say the phrase.
//!
//! ```text
//! state Closed { say " "; hangup; }
//! ```
//!
//! Write the text, or remove the line:
//!
//! ```text
//! state Closed { say "We are closed."; hangup; }
//! ```

use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::{Kind, WrittenText},
    words,
};

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    for &WrittenText { text, state, kind, .. } in graph.texts() {
        let empty = match kind {
            Kind::Phrase => words::normalise(&text.value).is_empty(),
            // `bad_url` reports an empty URL.
            Kind::Url | Kind::Agent => false,
            Kind::Words | Kind::File | Kind::Hint | Kind::Queue => text.value.trim().is_empty(),
        };
        if empty {
            let (message, help) = explain(kind);
            let diagnostic = Diagnostic::new("empty_text", text.span, message).within(state);
            diagnostics.push(match text.value.as_str() {
                "*" | "#" => {
                    diagnostic.help(format!("a key is written in single quotes: `'{}'`", text.value))
                }
                _ => diagnostic.help(help),
            });
        }
    }
}

fn explain(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Words => ("this text is empty", "write the words, or remove the line"),
        Kind::File | Kind::Url | Kind::Agent => {
            ("this file name is empty", "write the file, or remove the line")
        }
        Kind::Phrase => ("this text cannot be spoken", "write words: letters or figures"),
        Kind::Hint => ("this hint has no words", "write what callers say, or remove it"),
        Kind::Queue => ("this queue has no name", "write the name that agents dial"),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn nothing_to_say_to_play_to_hear_or_to_wait_in() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { "?!" => Bye, silence | _ => { say ""; } then Bye }
//~                          ^^^^ this text cannot be spoken
//~                          help: write words: letters or figures
//~                                                            ^^ this text is empty
//~                                                            help: write the words, or remove the line
                state Menu {
                    play " ";
//~                      ^^^ this file name is empty
//~                      help: write the file, or remove the line
                    gather speech, hints [""] { say "Yes?"; } match { "yes" => Wait }
//~                                       ^^ this hint has no words
//~                                       help: write what callers say, or remove it
                }
                state Wait { enqueue "" match { _ => Bye } }
//~                                  ^^ this queue has no name
//~                                  help: write the name that agents dial
                state Bye { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_field_is_something_to_say() {
        check_legal(
            r#"
            pub tree Line { start Menu; data { name: String = String::new() } state Menu { say "{name}"; hangup; } }
            "#,
        );
    }

    #[test]
    fn nothing_in_one_of_the_languages() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                state Menu { language en-US; say { fr-FR: "Bonjour.", en-US: " " } hangup; }
//~                                                                          ^^^ this text is empty
//~                                                                       help: write the words, or remove the line
            }
            "#,
        );
    }
}
