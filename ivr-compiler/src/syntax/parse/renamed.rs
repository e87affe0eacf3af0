//! Words of the language that were replaced: each is reported with its new spelling and read as the new word.

use proc_macro2::{Ident, Span};

use crate::diagnostics::{Diagnostic, Diagnostics};

/// Where a word stands. The same word can be current in one place and replaced in another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Context {
    Item,
    Step,
    Gather,
    Record,
    Outcome,
}

const REPLACED: [(Context, &str, &str); 11] = [
    (Context::Item, "trouble", "on_error"),
    (Context::Item, "words", "prompts"),
    (Context::Item, "recordings", "audio_files"),
    (Context::Step, "speak", "language"),
    (Context::Gather, "pause", "speech_timeout"),
    (Context::Gather, "finish", "finish_on_key"),
    (Context::Gather, "listen", "language"),
    (Context::Record, "silence", "timeout"),
    (Context::Record, "finish", "finish_on_key"),
    (Context::Outcome, "silent", "silence"),
    (Context::Outcome, "cancelled", "canceled"),
];

/// The current spelling of `word` in this context, if it was replaced there.
pub(super) fn replacement(context: Context, word: &str) -> Option<&'static str> {
    REPLACED.iter().find(|(place, old, _)| *place == context && *old == word).map(|(.., new)| *new)
}

/// `word` in its current spelling. A replaced one is reported.
pub(super) fn current(context: Context, word: Ident, faults: &mut Diagnostics) -> Ident {
    match replacement(context, &word.to_string()) {
        Some(new) => {
            faults.push(replaced(word.span(), &word.to_string(), new));
            Ident::new(new, word.span())
        }
        None => word,
    }
}

/// The report of a replaced word.
pub(super) fn replaced(span: Span, old: &str, new: &str) -> Diagnostic {
    Diagnostic::new("syntax", span, format!("`{old}` is now spelled `{new}`"))
        .help(format!("write `{new}` in its place"))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn a_replaced_word_is_one_error_that_says_the_new_word() {
        check_diagnostics(
            r##"
            pub tree Line {
                start Menu;
                language en-US, fr-FR;
                trouble { say en-US: "Something went wrong."; } then Menu
//~             ^^^^^^^ `trouble` is now spelled `on_error`
//~             help: write `on_error` in its place
                state Menu {
                    speak en-US;
//~                 ^^^^^ `speak` is now spelled `language`
//~                 help: write `language` in its place
                    gather 4 keys or speech, pause 2s, finish '#', listen en-US, into code {
//~                                          ^^^^^ `pause` is now spelled `speech_timeout`
//~                                          help: write `speech_timeout` in its place
//~                                                    ^^^^^^ `finish` is now spelled `finish_on_key`
//~                                                    help: write `finish_on_key` in its place
//~                                                                ^^^^^^ `listen` is now spelled `language`
//~                                                                help: write `language` in its place
                        say en-US: "Enter your code, then press hash.";
                    } match { entered => Desk, silence | _ => retry 1 then Desk }
                }
                state Desk { dial "+12345678900" match { answered => end, cancelled => Message, _ => Message } }
//~                                                                       ^^^^^^^^^ `cancelled` is now spelled `canceled`
//~                                                                       help: write `canceled` in its place
                state Message {
                    say en-US: "Please leave a message, then press hash.";
                    record, up to 2min, silence 5s, finish '#' match { recorded | silent => end }
//~                         ^^ `up to` is now spelled `max_length`
//~                         help: write `max_length` in its place
//~                                     ^^^^^^^ `silence` is now spelled `timeout`
//~                                     help: write `timeout` in its place
//~                                                 ^^^^^^ `finish` is now spelled `finish_on_key`
//~                                                 help: write `finish_on_key` in its place
//~                                                                               ^^^^^^ `silent` is now spelled `silence`
//~                                                                               help: write `silence` in its place
                }
                data { code: Digits }
            }
            "##,
        );
    }

    #[test]
    fn files_have_their_new_items() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Bye;
                audio "https://audio.example/";
                recordings "prompts";
//~             ^^^^^^^^^^ `recordings` is now spelled `audio_files`
//~             help: write `audio_files` in its place
                state Bye { play "menu.mp3"; play "welcome.mp3"; hangup; }
            }
            "#,
        );
    }
}
