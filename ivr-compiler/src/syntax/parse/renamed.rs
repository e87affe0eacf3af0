//! Words of the language that were renamed: each is reported with its new name and parsed as the new word.

use proc_macro2::Span;

use crate::diagnostics::Diagnostic;

/// The context of a word. The same word can be current in one context and replaced in another.
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

/// Returns the current spelling of `word` in this context, if it was replaced there.
pub(super) fn replacement(context: Context, word: &str) -> Option<&'static str> {
    REPLACED.iter().find(|(place, old, _)| *place == context && *old == word).map(|(.., new)| *new)
}

/// Returns the diagnostic for a replaced word.
pub(super) fn replaced(span: Span, old: &str, new: &str) -> Diagnostic {
    Diagnostic::new("syntax", span, format!("`{old}` is now spelled `{new}`")).help(format!("write `{new}`"))
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs};

    use super::{Context, REPLACED};
    use crate::check::tests::check_diagnostics;

    /// The clause of two words, which the parser of `record` replaces itself.
    const UP_TO: (Context, &str, &str) = (Context::Record, "up", "max_length");

    /// The first words of the code in a cell; flags and variables are not words of the language.
    fn words(cell: &str) -> impl Iterator<Item = &str> {
        let code = cell.split('`').skip(1).step_by(2);
        let word = |code: &&str| !["--", "IVR_", "script "].iter().any(|other| code.starts_with(other));
        code.filter(word).filter_map(|code| code.split([' ', ';']).next())
    }

    #[test]
    fn the_manual_lists_the_words_that_are_replaced_and_no_others() {
        let manual = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/language.md")).unwrap();
        let (_, section) = manual.split_once("\n## Replaced words\n").expect("the manual has the section");
        let section = section.split("\n## ").next().unwrap();
        let mut listed = BTreeSet::new();
        for row in section.lines().filter(|line| line.starts_with("| ")).skip(1) {
            let (old, new) = row.trim_matches('|').split_once(" | ").expect("a row has two cells");
            let context = match old.split('`').next().unwrap_or_default().trim() {
                "" => Context::Item,
                "step" => Context::Step,
                "gather" => Context::Gather,
                "record" => Context::Record,
                "outcomes" => Context::Outcome,
                other => panic!("unknown context {other:?}"),
            };
            listed.extend(words(old).zip(words(new)).map(|(old, new)| (format!("{context:?}"), old, new)));
        }
        let replaced = REPLACED.into_iter().chain([UP_TO]);
        let replaced: BTreeSet<_> = replaced.map(|(at, old, new)| (format!("{at:?}"), old, new)).collect();
        assert_eq!(listed, replaced);
    }

    #[test]
    fn a_replaced_word_is_one_error_that_says_the_new_word() {
        check_diagnostics(
            r##"
            pub tree Line {
                start Menu;
                language en-US, fr-FR;
                trouble { say en-US: "Something went wrong."; } then Menu
//~             ^^^^^^^ `trouble` is now spelled `on_error`
//~             help: write `on_error`
                state Menu {
                    speak en-US;
//~                 ^^^^^ `speak` is now spelled `language`
//~                 help: write `language`
                    gather 4 keys or speech, pause 2s, finish '#', listen en-US, into code {
//~                                          ^^^^^ `pause` is now spelled `speech_timeout`
//~                                          help: write `speech_timeout`
//~                                                    ^^^^^^ `finish` is now spelled `finish_on_key`
//~                                                    help: write `finish_on_key`
//~                                                                ^^^^^^ `listen` is now spelled `language`
//~                                                                help: write `language`
                        say en-US: "Enter your code, then press hash.";
                    } match { entered => Desk, silence | _ => retry 1 then Desk }
                }
                state Desk { dial "+12345678900" match { answered => end, cancelled => Message, _ => Message } }
//~                                                                       ^^^^^^^^^ `cancelled` is now spelled `canceled`
//~                                                                       help: write `canceled`
                state Message {
                    say en-US: "Please leave a message, then press hash.";
                    record, up to 2min, silence 5s, finish '#' match { recorded | silent => end }
//~                         ^^^^^ `up to` is now spelled `max_length`
//~                         help: write `max_length`
//~                                     ^^^^^^^ `silence` is now spelled `timeout`
//~                                     help: write `timeout`
//~                                                 ^^^^^^ `finish` is now spelled `finish_on_key`
//~                                                 help: write `finish_on_key`
//~                                                                               ^^^^^^ `silent` is now spelled `silence`
//~                                                                               help: write `silence`
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
//~             help: write `audio_files`
                state Bye { play "menu.mp3"; play "welcome.mp3"; hangup; }
            }
            "#,
        );
    }
}
