//! # duplicate_field
//!
//! Two fields of a call have the same name, or a field has the name of something that every call has. The caller's
//! input would be stored in one of them and read from the other.
//!
//! ```text
//! data { code: Digits, code: Digits }
//! state Menu { hangup; }
//! ```
//!
//! Name each field after its content:
//!
//! ```text
//! data { zip: Digits, code: Digits }
//! state Menu { hangup; }
//! ```

use proc_macro2::Ident;

use crate::diagnostics::Diagnostic;

/// `taken` if every call has a value with that name.
pub(crate) fn duplicate_field(name: &Ident, taken: bool) -> Diagnostic {
    let message = match taken {
        true => format!("every call already has a `{name}`"),
        false => format!("field `{name}` is declared twice"),
    };
    Diagnostic::new("duplicate_field", name.span(), message).help("give it another name")
}

/// `{key}` is the key of an offered item.
pub(crate) fn field_called_key(name: &Ident) -> Diagnostic {
    let message = "`{key}` is the key of an offered item: a field cannot have this name";
    Diagnostic::new("duplicate_field", name.span(), message).help("give the field another name")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn the_number_of_the_caller_needs_no_field() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { from: String }
//~                    ^^^^ every call already has a `from`
//~                    help: give it another name
                state Menu { hangup; }
            }
            "#,
        );
    }
}
