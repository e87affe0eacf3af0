//! # plural_forms
//!
//! The placeholder has more or fewer plural forms than its language. The caller would hear "2 сообщений".
//!
//! ```text
//! language ru-RU;
//! data { unread: u32 = 0 }
//! state Mailbox { say "У вас {unread:plural сообщение|сообщений}."; hangup; }
//! ```
//!
//! Write one form for each CLDR plural category of the language, in this order: `zero`, `one`, `two`, `few`, `many`,
//! `other`. The message lists the categories of the language.
//!
//! ```text
//! language ru-RU;
//! data { unread: u32 = 0 }
//! state Mailbox { say "У вас {unread:plural сообщение|сообщения|сообщений}."; hangup; }
//! ```

use proc_macro2::Span;

use crate::diagnostics::Diagnostic;

pub(crate) fn plural_forms(text: Span, message: String, help: String) -> Diagnostic {
    Diagnostic::new("plural_forms", text, message).help(help)
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn forms_that_the_language_does_not_have() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language ru-RU, en-US;
                data { n: u32 = 0 }
                state Menu {
                    language en-US;
                    say { ru-RU: "{n:plural_word день|дней}", en-US: "{n:plural day|days|days}" }
//~                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `день|дней` is 2 plural forms, and `ru-RU` has `one|few|many`
//~                              help: write one form for each: `one` (1, 21, 31), `few` (2, 3, 4), `many` (0, 5, 6)
//~                                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^ `day|days|days` is 3 plural forms, and `en-US` has `one|other`
//~                                                                  help: write one form for each: `one` (1), `other` (0, 2, 3)
                    hangup;
                }
            }
            "#,
        );
    }

    #[test]
    fn forms_that_only_fractions_or_millions_take_may_be_written() {
        for (language, forms) in [("ru-RU", "a|b|c|d"), ("fr-FR", "a|b"), ("fr-FR", "a|b|c"), ("ja-JP", "a")]
        {
            check_legal(&format!(
                "pub tree Line {{ start Menu; language {language}; data {{ n: u32 = 0 }}
                 state Menu {{ say \"{{n:plural {forms}}}\"; hangup; }} }}"
            ));
        }
    }
}
