//! # bad_switch
//!
//! A prompt has `on` in the prompt file but is always said in the tree, or it is optional in the tree and has no
//! `on` in the file. A prompt that somebody has switched off would still be heard, or nobody could tell whether
//! callers hear it.
//!
//! ```toml
//! [welcome]
//! on = false
//! en-US = "Hello."
//! ```
//!
//! ```text
//! prompts "prompts.toml";
//! state Menu { say welcome; hangup; }
//! ```
//!
//! Make the prompt optional:
//!
//! ```text
//! prompts "prompts.toml";
//! state Menu { say welcome, optional; hangup; }
//! ```

use proc_macro2::Span;

use crate::diagnostics::Diagnostic;

pub(crate) fn half_optional(name: &str, span: Span, optional: bool) -> Diagnostic {
    let (here, there) = if optional { ("optional", "always said") } else { ("always said", "optional") };
    let message = format!("`{name}` is {here} here and {there} elsewhere");
    Diagnostic::new("bad_switch", span, message)
        .help(format!("write `say {name}, optional;` everywhere, or nowhere"))
}

#[cfg(test)]
mod tests {
    use crate::{check::tests::check_diagnostics, prompts::tests::with_prompts};

    #[test]
    fn what_is_optional_in_one_place_alone() {
        with_prompts("[a]\non = true\nen-US = 'A'", || {
            check_diagnostics(
                r#"
            pub tree Line {
                start Menu;
                prompts "prompts.toml";
                state Menu { say a, optional; say a; hangup; }
//~                                               ^ `a` is always said here and optional elsewhere
//~                                               help: write `say a, optional;` everywhere, or nowhere
            }
            "#,
            );
        });
    }

    #[test]
    fn a_switch_that_is_missing() {
        with_prompts("[a]\nen-US = 'A'", || {
            check_diagnostics(
                r#"
            pub tree Line {
                start Menu;
                prompts "prompts.toml";
                state Menu { say a, optional; hangup; }
//~                              ^ prompts.toml:1: `a` needs `on`
//~                              help: write `on = true` or `on = false`
            }
            "#,
            );
        });
    }
}
