//! # duplicate_start
//!
//! Two starts apply to the same calls. Only one of them could answer, and callers would never hear the other.
//!
//! ```text
//! start Greeting;
//! start Menu;
//! state Greeting { goto Menu; }
//! state Menu { say "Nobody is here."; hangup; }
//! ```
//!
//! Remove one, or give the other a name, so that it starts other calls:
//!
//! ```text
//! start Greeting;
//! start volunteers Menu;
//! state Greeting { goto Menu; }
//! state Menu { say "Nobody is here."; hangup; }
//! ```

use proc_macro2::Ident;

use crate::diagnostics::Diagnostic;

/// A second start for incoming calls or with the same name, which leads to `state`.
pub(crate) fn duplicate_start(name: Option<&Ident>, state: &Ident) -> Diagnostic {
    match name {
        None => Diagnostic::new("duplicate_start", state.span(), "this start is declared twice")
            .help(format!("remove it, or name it: `start callback {state};`")),
        Some(name) => {
            let message = format!("start `{name}` is declared twice");
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
