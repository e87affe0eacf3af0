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

use proc_macro2::Ident;

use crate::diagnostics::Diagnostic;

/// The second start of incoming calls, or of a name; `state` is where it leads.
pub(crate) fn duplicate_start(name: Option<&Ident>, state: &Ident) -> Diagnostic {
    match name {
        None => Diagnostic::new("duplicate_start", state.span(), "this start is declared twice")
            .help(format!("remove it, or name it: `start callback {state};`")),
        Some(name) => {
            let message = format!("there are two starts `{name}`");
            Diagnostic::new("duplicate_start", name.span(), message).help("give one of them another name")
        }
    }
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
//~                   help: remove it, or name it: `start callback Hours;`
                state Menu { goto Hours; }
                state Hours { hangup; }
            }
            "#,
        );
    }
}
