//! # bad_waiver
//!
//! The attribute has no effect: it names an unknown rule, gives no reason, or tries to waive an error that cannot be
//! waived. The callers would still be affected, although the tree looks as if somebody had decided about it.
//!
//! ```text
//! #[allow(endless_silence)]
//! state Hold { play "https://audio.example/waltz.mp3"; dial "+12345678900" match { answered => end, _ => Hold } }
//! ```
//!
//! Give a reason that the next reader understands:
//!
//! ```text
//! #[allow(endless_silence, reason = "the night desk always answers in the end")]
//! state Hold { play "https://audio.example/waltz.mp3"; dial "+12345678900" match { answered => end, _ => Hold } }
//! ```
//!
//! The attributes are those of Rust, on the tree or on a state. `#[allow(rule, reason = "…")]` waives a warning, or
//! an error that is marked as waivable. `#[warn(rule)]` enables a rule that is silent by default. `#[deny(rule)]`
//! turns a warning into an error, and `#[deny(warnings)]` turns all of them into errors. The innermost attribute
//! applies.

use crate::{
    check::{
        levels::{WARNINGS, Weight},
        rules::{every, rule},
    },
    diagnostics::{Diagnostic, Diagnostics, nearest},
    errors,
    model::Graph,
    syntax::{Attributes, Level, Setting},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    attributes(&graph.attributes, diagnostics);
    for state in &graph.states {
        attributes(&state.attributes, diagnostics);
    }
}

fn attributes(attributes: &Attributes, diagnostics: &mut Diagnostics) {
    for setting in &attributes.settings {
        if let Some(diagnostic) = diagnostic(setting) {
            diagnostics.push(diagnostic);
        }
    }
}

fn diagnostic(setting: &Setting) -> Option<Diagnostic> {
    let name = setting.rule.to_string();
    let diagnostic = |message: String| Diagnostic::new("bad_waiver", setting.rule.span(), message);
    if setting.level == Level::Deny && name == WARNINGS {
        return None;
    }
    let weight = match rule(&name) {
        Some(rule) => rule.weight,
        None if errors::NAMES.contains(&name.as_str()) => Weight::Error,
        None => {
            let known = every().map(|rule| rule.name);
            return Some(match nearest(&name, known) {
                Some(meant) => {
                    diagnostic(format!("rule `{name}` is unknown")).help(format!("did you mean `{meant}`?"))
                }
                None => diagnostic(format!("rule `{name}` is unknown")).help("docs/errors.md has them all"),
            });
        }
    };
    match (setting.level, weight) {
        (Level::Deny, _) | (Level::Warn, Weight::Warning | Weight::Silent) => None,
        (Level::Allow, Weight::Error) => Some(
            diagnostic(format!("`{name}` cannot be waived: callers would be stranded"))
                .help("fix what it reports"),
        ),
        (Level::Warn, Weight::Error | Weight::WaivableError) => {
            Some(diagnostic(format!("`{name}` is already an error")).help("remove this attribute"))
        }
        (Level::Allow, _) => {
            let reason = setting.reason.as_ref().filter(|reason| !reason.value.trim().is_empty());
            reason.is_none().then(|| {
                diagnostic(format!("`{name}` is waived without a reason"))
                    .help(format!("write `#[allow({name}, reason = \"…\")]`"))
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_waiver_without_a_reason() {
        check_diagnostics(
            r#"
            #[allow(endless_silence)]
//~                 ^^^^^^^^^^^^^^^ `endless_silence` is waived without a reason
//~                 help: write `#[allow(endless_silence, reason = "…")]`
            pub tree Line { start Menu; state Menu { hangup; } }
            "#,
        );
    }

    #[test]
    fn a_waiver_of_a_rule_that_nobody_wrote() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                #[allow(endles_silence, reason = "the shop closes at night")]
//~                     ^^^^^^^^^^^^^^ rule `endles_silence` is unknown
//~                     help: did you mean `endless_silence`?
                state Menu { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_waiver_of_what_strands_callers() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { hangup; }
                #[allow(unreachable_state, reason = "later")]
//~                     ^^^^^^^^^^^^^^^^^ `unreachable_state` cannot be waived: callers would be stranded
//~                     help: fix what it reports
                state Attic { goto Menu; }
//~                   ^^^^^ state `Attic` is unreachable
//~                   help: lead an arm or a `goto` here, or remove the state
            }
            "#,
        );
    }

    #[test]
    fn an_error_needs_no_warning() {
        check_diagnostics(
            r#"
            #[warn(no_start)]
//~                ^^^^^^^^ `no_start` is already an error
//~                help: remove this attribute
            pub tree Line { start Menu; state Menu { hangup; } }
            "#,
        );
    }

    #[test]
    fn all_warnings_can_be_made_errors_at_once() {
        check_legal("#[deny(warnings)] pub tree Line { start Menu; state Menu { hangup; } }");
    }
}
