//! # no_start
//!
//! The tree does not say where an incoming call begins, so no call could be answered. A start with a name is for
//! other calls and does not count.
//!
//! ```text
//! tree Line {
//!     state Greeting { say "Welcome."; hangup; }
//! }
//! ```
//!
//! Name the first state:
//!
//! ```text
//! tree Line {
//!     start Greeting;
//!     state Greeting { say "Welcome."; hangup; }
//! }
//! ```

use proc_macro2::Ident;

use crate::diagnostics::Diagnostic;

pub(crate) fn no_start(tree: &Ident, first_state: Option<&str>) -> Diagnostic {
    let message = format!("`{tree}` has no `start`");
    Diagnostic::new("no_start", tree.span(), message)
        .help(format!("write `start {};` first in its braces", first_state.unwrap_or("Greeting")))
}

/// `start at Menu;`, which reads as a start called `at`.
pub(crate) fn word_before_state(name: Option<&Ident>) -> Option<Diagnostic> {
    const WORDS: [&str; 12] =
        ["at", "from", "on", "to", "by", "with", "is", "into", "of", "as", "goto", "here"];
    let name = name.filter(|name| WORDS.contains(&name.to_string().as_str()))?;
    let message = "`start` must be followed by the name of a state";
    Some(Diagnostic::new("no_start", name.span(), message).help("remove it"))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_word_before_the_state() {
        check_diagnostics(
            r#"
            pub tree Line {
                start at Menu;
//~                   ^^ `start` must be followed by the name of a state
//~                   help: remove it
                state Menu { hangup; }
            }
            "#,
        );
        check_legal("pub tree Line { start Menu; start at Menu; state Menu { hangup; } }");
    }

    #[test]
    fn a_tree_without_a_start_is_told_its_first_state() {
        check_diagnostics(
            r#"
            pub tree Line {
//~                  ^^^^ `Line` has no `start`
//~                  help: write `start Menu;` first in its braces
                state Menu { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_start_for_other_calls_is_not_the_one_of_incoming_calls() {
        check_diagnostics(
            r#"
            pub tree Line {
//~                  ^^^^ `Line` has no `start`
//~                  help: write `start Menu;` first in its braces
                start volunteers Menu;
                state Menu { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_start_that_cannot_be_read_is_not_also_missing() {
        check_diagnostics(
            r#"
            pub tree Line {
                start "Menu";
//~                   ^^^^^^ the name of a state must not be in quotes
//~                   help: write `Menu`
                state Menu { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_start_without_its_semicolon_is_one_mistake() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu
//~                   ^^^^ missing `;` after this
                language en-US;
                state Menu { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn one_start_for_callers_and_one_for_others() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                start volunteers Duty;
                state Menu { hangup; }
                state Duty { hangup; }
            }
            "#,
        );
    }
}
