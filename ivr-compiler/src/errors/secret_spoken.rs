//! # secret_spoken
//!
//! A text would speak a secret aloud. Other people near the caller would hear it, and a recording would contain it.
//!
//! ```text
//! data { secret pin: Digits = Digits::default() }
//! state Code { say "Your code is {pin:digits}."; hangup; }
//! ```
//!
//! Say that it has been received, and do not repeat it:
//!
//! ```text
//! data { secret pin: Digits = Digits::default() }
//! state Code { say "Your code has been changed."; hangup; }
//! ```

use proc_macro2::Span;

use crate::diagnostics::Diagnostic;

pub(crate) fn secret_spoken(text: Span, name: &str) -> Diagnostic {
    Diagnostic::new("secret_spoken", text, format!("`{name}` is secret, and this would speak it aloud"))
        .help("remove it from the text, or declare the field without `secret`")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn a_code_read_back() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { secret pin: Digits = Digits::default() }
                state Menu { say "{pin:digits}, is that right?"; hangup; }
//~                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `pin` is secret, and this would speak it aloud
//~                              help: remove it from the text, or declare the field without `secret`
            }
            "#,
        );
    }

    #[test]
    fn a_code_read_back_in_one_language() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                data { secret pin: Digits = Digits::default() }
                state Menu { language en-US; say { fr-FR: "Merci.", en-US: "It is {pin}." } hangup; }
//~                                                                        ^^^^^^^^^^^^^^ `pin` is secret, and this would speak it aloud
//~                                                                     help: remove it from the text, or declare the field without `secret`
            }
            "#,
        );
    }
}
