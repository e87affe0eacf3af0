//! # duplicate_state
//!
//! Two states have the same name. An arm that names it could mean either, and a caller would hear the wrong one.
//!
//! ```text
//! start Menu;
//! state Menu { goto Hours; }
//! state Hours { say "Nine to five."; hangup; }
//! state Hours { say "Closed on Sunday."; hangup; }
//! ```
//!
//! Name each state after what it says:
//!
//! ```text
//! start Menu;
//! state Menu { goto Hours; }
//! state Hours { say "Nine to five."; goto Sunday; }
//! state Sunday { say "Closed on Sunday."; hangup; }
//! ```

use proc_macro2::Ident;

use crate::diagnostics::Diagnostic;

pub(crate) fn duplicate_state(name: &Ident) -> Diagnostic {
    let message = format!("state `{name}` is declared twice");
    Diagnostic::new("duplicate_state", name.span(), message)
        .help("give one of them another name, or remove it")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn the_second_of_the_name_is_underlined() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { hangup; }
                state Menu { hangup; }
//~                   ^^^^ state `Menu` is declared twice
//~                   help: give one of them another name, or remove it
            }
            "#,
        );
    }
}
