//! # run_clause
//!
//! The clause after a `run` is not written as required. The only clause is `at_least_once`, after a comma. Without
//! it a `run` is started at most once and may be lost in a crash; with it, the `run` is repeated until it succeeds.
//! Callers hear no difference.
//!
//! ```text
//! state Menu { run app.note(call).await at_least_once; hangup; }
//! ```
//!
//! Write the clause at the end, before the semicolon:
//!
//! ```text
//! state Menu { run app.note(call).await, at_least_once; hangup; }
//! ```

use proc_macro2::{Ident, Span};

use crate::diagnostics::Diagnostic;

const RULE: &str = "run_clause";

pub(crate) fn run_without_comma(word: Span) -> Diagnostic {
    Diagnostic::new(RULE, word, "a comma is missing before `at_least_once`")
        .help("write `run app.note(call).await, at_least_once;`")
}

pub(crate) fn unknown_run_clause(word: &Ident) -> Diagnostic {
    let diagnostic = Diagnostic::new(RULE, word.span(), format!("`{word}` is not a clause of `run`"));
    diagnostic.help(match word.to_string().as_str() {
        "at_most_once" | "once" => "remove it: a `run` runs at most once without `at_least_once`",
        _ => "the only clause is `at_least_once`: the `run` is repeated until it succeeds",
    })
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_clause_that_run_does_not_have() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Menu;
                state Menu { run app.note(call).await, at_leastonce; goto Bye; }
//~                                                    ^^^^^^^^^^^^ `at_leastonce` is not a clause of `run`
//~                                                    help: the only clause is `at_least_once`: the `run` is repeated until it succeeds
                state Bye { run app.note(call).await, at_most_once; hangup; }
//~                                                   ^^^^^^^^^^^^ `at_most_once` is not a clause of `run`
//~                                                   help: remove it: a `run` runs at most once without `at_least_once`
            }
            "#,
        );
    }

    #[test]
    fn a_clause_without_its_comma() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Menu;
                state Menu { run app.note(call).await at_least_once; hangup; }
//~                                                   ^^^^^^^^^^^^^ a comma is missing before `at_least_once`
//~                                                   help: write `run app.note(call).await, at_least_once;`
            }
            "#,
        );
    }

    #[test]
    fn a_clause_without_an_expression() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Menu;
                state Menu { run , at_least_once; hangup; }
//~                                ^^^^^^^^^^^^^ the Rust expression before `, at_least_once` is missing
            }
            "#,
        );
    }

    #[test]
    fn commas_and_names_of_the_authors_are_theirs() {
        check_legal(
            r#"
            pub tree Line for App {
                start Menu;
                state Menu {
                    run app.note::<u8, u16>(call).await;
                    run app.note::<u8, u16>(call).await, at_least_once;
                    run app.each(|one, other| one).await, at_least_once;
                    run app.at_least_once;
                    run counters::at_least_once;
                    run at_least_once, at_least_once;
                    hangup;
                }
            }
            "#,
        );
    }
}
