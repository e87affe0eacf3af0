//! # unknown_words
//!
//! The tree says a prompt that the prompt file does not contain, or the tree has no prompt file. The caller would
//! hear nothing.
//!
//! ```toml
//! welcome = "Hello."
//! ```
//!
//! ```text
//! prompts "prompts.toml";
//! state Menu { say welcom; hangup; }
//! ```
//!
//! Correct the name:
//!
//! ```text
//! prompts "prompts.toml";
//! state Menu { say welcome; hangup; }
//! ```

use proc_macro2::Span;

use crate::diagnostics::Diagnostic;

/// `is_field`: whether a field of the call has the name.
pub(crate) fn words_of_no_file(name: &str, span: Span, is_field: bool) -> Diagnostic {
    if is_field {
        let message = "a field is written in the text, in braces";
        return Diagnostic::new("unknown_words", span, message).help(format!("write `\"{{{name}}}\"`"));
    }
    let message = format!("`{name}` must be in quotes: the tree has no file of prompts");
    Diagnostic::new("unknown_words", span, message)
        .help(format!("write `\"{name}\"`"))
        .note("name the file with `prompts \"prompts.toml\";`")
}

#[cfg(test)]
mod tests {
    use crate::{check::tests::check_diagnostics, prompts::tests::with_prompts};

    #[test]
    fn a_name_that_is_misspelt_and_one_that_is_nowhere() {
        with_prompts("# The words.\n[welcome]\nen-US = 'Hello.'\n[bye]\nen-US = 'Goodbye.'", || {
            check_diagnostics(
                r#"
            pub tree Line {
                start Menu;
                prompts "prompts.toml";
                state Menu { say welcom; say bye; say nothing_like_it; hangup; }
//~                              ^^^^^^ prompts.toml:2: entry `welcom` is missing, and `welcome` is never used
//~                              help: did you mean `welcome`?
//~                                                   ^^^^^^^^^^^^^^^ prompts.toml: entry `nothing_like_it` is missing
//~                                                   help: write `[nothing_like_it]` and its texts
            }
            "#,
            );
        });
    }

    #[test]
    fn a_name_without_a_file() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { say welcome; hangup; }
//~                              ^^^^^^^ `welcome` must be in quotes: the tree has no file of prompts
//~                              help: write `"welcome"`
//~                              note: name the file with `prompts "prompts.toml";`
            }
            "#,
        );
    }
}
