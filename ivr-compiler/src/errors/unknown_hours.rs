//! # unknown_hours
//!
//! `match hours` names a schedule that the tree does not declare. The call could not continue from this state.
//!
//! ```text
//! hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
//! state Greeting { match hours ofice { open => Menu, closed => Closed } }
//! ```
//!
//! Correct the spelling, or declare the `hours` next to the states:
//!
//! ```text
//! hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
//! state Greeting { match hours office { open => Menu, closed => Closed } }
//! ```

use proc_macro2::Ident;

use crate::diagnostics::{Diagnostic, nearest};

pub(crate) fn unknown_hours(name: &Ident, known: &[String]) -> Diagnostic {
    let diagnostic =
        Diagnostic::new("unknown_hours", name.span(), format!("hours `{name}` are not declared"));
    match (nearest(&name.to_string(), known.iter().map(String::as_str)), known) {
        (Some(meant), _) => diagnostic.help(format!("did you mean `{meant}`?")),
        (None, [only]) => diagnostic.help(format!("the tree has the hours `{only}`")),
        (None, _) => diagnostic
            .help(format!("declare them: `hours {name}, zone \"Europe/Paris\" {{ mon..=fri 9:00-18:00; }}`")),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn hours_that_nobody_declared() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
                state Menu { match hours ofice { open => Later, closed => end } }
//~                                      ^^^^^ hours `ofice` are not declared
//~                                      help: did you mean `office`?
                state Later { match hours pharmacy { open => end, closed => end } }
//~                                       ^^^^^^^^ hours `pharmacy` are not declared
//~                                       help: the tree has the hours `office`
            }
            "#,
        );
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { match hours office { open => end, closed => end } }
//~                                      ^^^^^^ hours `office` are not declared
//~                                      help: declare them: `hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }`
            }
            "#,
        );
    }

    #[test]
    fn hours_are_found_wherever_they_stand() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                state Menu { match hours office { open => end, closed => end } }
                hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
            }
            "#,
        );
    }
}
