//! # unreadable_words
//!
//! The prompt file does not exist or cannot be parsed, so callers would hear none of its texts. The file is TOML;
//! only names, quoted texts, `true` and `false` are allowed. The message gives the line.
//!
//! ```toml
//! [welcome
//! en-US = "Hello."
//! ```
//!
//! ```text
//! prompts "prompts.toml";
//! state Menu { say welcome; hangup; }
//! ```
//!
//! Correct the line:
//!
//! ```toml
//! [welcome]
//! en-US = "Hello."
//! ```
//!
//! ```text
//! prompts "prompts.toml";
//! state Menu { say welcome; hangup; }
//! ```
//!
//! The path of the file is relative to the folder of the package. [words.md](words.md) explains the format for the
//! people who edit it.

use proc_macro2::Span;

use crate::diagnostics::Diagnostic;

pub(crate) fn unreadable_words(file: &str, span: Span, why: &str) -> Diagnostic {
    Diagnostic::new("unreadable_words", span, format!("{file}: {why}"))
        .help("the file is named from the folder of the package")
}

#[cfg(test)]
mod tests {
    use crate::{
        check::tests::{check_diagnostics, check_legal},
        prompts::tests::with_prompts,
    };

    #[test]
    fn a_file_that_is_not_there() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                prompts "src/libb.rs";
//~                     ^^^^^^^^^^^^^ src/libb.rs: there is no such file; did you mean `lib.rs`?
//~                   help: the file is named from the folder of the package
                state Menu { say welcome; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn every_line_that_is_no_toml() {
        with_prompts("[welcome]\nen-US = “Hello.”\n\nfr-FR = 12\n", || {
            check_diagnostics(
                r#"
            pub tree Line {
                start Menu;
                prompts "prompts.toml";
//~                     ^^^^^^^^^^^^^^ prompts.toml:2: `“` is not a quote
//~                   help: write the text as `"…"`
//~                     ^^^^^^^^^^^^^^ prompts.toml:4: the value must be a text, not a number or a date
//~                   help: write the text as `"…"`
                state Menu { say welcome; hangup; }
            }
            "#,
            );
        });
    }

    #[test]
    fn words_that_are_said_in_every_place() {
        let file = "a = 'One.'\nb = 'Two.'\n[c]\non = false\nen-US = 'Three.'";
        with_prompts(file, || {
            check_legal(
                r#"
            pub tree Line {
                start Menu;
                prompts "prompts.toml";
                everywhere { silence | _ => retry 1 { say a; } then Bye }
                on_error { say b; } then Bye
                state Menu { gather key { say c, optional; first { say a; } say "Press one."; } match { 1 => { say b; } then Bye } }
                state Bye { uninterrupted { say b; } play "https://a.example/b.mp3", say a; hangup; }
            }
            "#,
            );
        });
    }
}
