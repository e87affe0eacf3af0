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
    let message = format!("this is unreachable: state `{state}` ends above");
    Diagnostic::new("after_the_ending", first, message)
        .help("a state must have one ending, and it must come last")
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
//~                                  ^^^ this is unreachable: state `Menu` ends above
//~                                  help: a state must have one ending, and it must come last
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
//~                                      ^^^^^^ this is unreachable: state `Menu` ends above
//~                                      help: a state must have one ending, and it must come last
                state Hours { hangup; }
            }
            "#,
        );
    }
}
