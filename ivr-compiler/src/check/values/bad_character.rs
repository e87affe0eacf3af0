//! # bad_character
//!
//! A text contains a control character that XML does not allow. Twilio would refuse the whole document, and the
//! caller would hear an error.
//!
//! ```text
//! state Closed { say "We are\u{7} closed."; hangup; }
//! ```
//!
//! Remove the character:
//!
//! ```text
//! state Closed { say "We are closed."; hangup; }
//! ```

use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::WrittenText,
    prompt_file::first_not_carried,
};

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    for &WrittenText { text, state, .. } in graph.texts() {
        if let Some(bad) = first_not_carried(&text.value) {
            let message = format!("no document can carry the character U+{:04X}", u32::from(bad));
            let diagnostic = Diagnostic::new("bad_character", text.span, message).within(state);
            diagnostics.push(diagnostic.help("remove it; write a line break as `\\n`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_bell_in_a_queue() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { enqueue "a\u{7}b" match { _ => end } }
//~                                  ^^^^^^^^^ no document can carry the character U+0007
//~                                  help: remove it; write a line break as `\n`
            }
            "#,
        );
    }

    #[test]
    fn a_picture_and_a_line_break_are_carried() {
        check_legal(r#"pub tree Line { start Menu; state Menu { say "Hello 👋,\n\tworld."; hangup; } }"#);
    }

    #[test]
    fn a_bell_in_one_of_the_languages() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                state Menu { language en-US; say { fr-FR: "Bonjour.", en-US: "Hello.\u{7}" } hangup; }
//~                                                                          ^^^^^^^^^^^^^ no document can carry the character U+0007
//~                                                                       help: remove it; write a line break as `\n`
            }
            "#,
        );
    }
}
