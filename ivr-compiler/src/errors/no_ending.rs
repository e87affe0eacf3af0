//! # no_ending
//!
//! The state does not say where the call goes next. The call would be cut off after the last word.
//!
//! ```text
//! state Greeting { say "Welcome to ACME."; }
//! ```
//!
//! End the state with a verb that continues the call, asks the caller, calls somebody or hangs up:
//!
//! ```text
//! state Greeting { say "Welcome to ACME."; goto Menu; }
//! ```

use proc_macro2::Ident;

use crate::diagnostics::Diagnostic;

pub(crate) fn no_ending(state: &Ident) -> Diagnostic {
    let message = format!("state `{state}` has no ending");
    Diagnostic::new("no_ending", state.span(), message)
        .help("end it with `goto`, `gather`, `dial`, `record`, `enqueue` or `hangup`")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_state_that_only_speaks() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { say "Welcome."; }
//~                   ^^^^ state `Menu` has no ending
//~                   help: end it with `goto`, `gather`, `dial`, `record`, `enqueue` or `hangup`
                state Hours { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn an_ending_that_cannot_be_read_is_not_also_missing() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { say "Welcome."; got Hours; }
//~                                          ^^^ unknown ending `got`
//~                                          help: did you mean `goto`?
                state Hours { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn the_last_hangup_may_go_without_its_semicolon() {
        check_legal("pub tree Line { start Menu; state Menu { say \"Goodbye.\"; hangup } }");
    }
}
