//! # after_the_ending
//!
//! A step follows the line that ends the state, so no caller ever hears it. The same error is reported for a state
//! with two endings.
//!
//! ```text
//! state Closed { hangup; say "We are closed. Please call tomorrow."; }
//! ```
//!
//! Write all steps before the ending:
//!
//! ```text
//! state Closed { say "We are closed. Please call tomorrow."; hangup; }
//! ```

use proc_macro2::{Ident, Span};

use crate::diagnostics::Diagnostic;

pub(crate) fn after_the_ending(state: &Ident, first: Span) -> Diagnostic {
    let message = format!("nobody gets here: state `{state}` has ended above");
    Diagnostic::new("after_the_ending", first, message).help("a state has one ending, and it stands last")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn words_below_the_end_of_the_call() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { hangup; say "Goodbye."; say "Really."; }
//~                                  ^^^ nobody gets here: state `Menu` has ended above
//~                                  help: a state has one ending, and it stands last
            }
            "#,
        );
    }

    #[test]
    fn two_endings() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { goto Hours; hangup; }
//~                                      ^^^^^^ nobody gets here: state `Menu` has ended above
//~                                      help: a state has one ending, and it stands last
                state Hours { hangup; }
            }
            "#,
        );
    }
}
