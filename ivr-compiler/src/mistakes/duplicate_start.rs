//! # duplicate_start
//!
//! Two starts for the same calls: only one of them could ever be where they begin.
//!
//! ```text
//! start Greeting;
//! start Menu;
//! state Greeting { goto Menu; }
//! state Menu { say "Nobody is here."; hangup; }
//! ```
//!
//! Keep one, or give the other a name: then it is the beginning of other calls.
//!
//! ```text
//! start Greeting;
//! start volunteers Menu;
//! state Greeting { goto Menu; }
//! state Menu { say "Nobody is here."; hangup; }
//! ```

use proc_macro2::Span;

use crate::diagnostics::Diagnostic;

pub(crate) fn duplicate_start(span: Span) -> Diagnostic {
    Diagnostic::new("duplicate_start", span, "this start is declared twice")
        .help("remove it, or name it: `start volunteers Duty;`")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn the_second_start_of_incoming_calls() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                start Hours;
//~                   ^^^^^ this start is declared twice
//~                   help: remove it, or name it: `start volunteers Duty;`
                state Menu { goto Hours; }
                state Hours { hangup; }
            }
            "#,
        );
    }
}
