//! # duplicate_after
//!
//! Two `after` hooks handle the same report. Twilio sends each report once, so one of them would never run. Callers
//! notice nothing.
//!
//! ```text
//! after call { run app.count(call).await; }
//! after call { run app.report(call).await; }
//! start Menu;
//! state Menu { say "Nobody is here."; hangup; }
//! ```
//!
//! Put both calls into one hook. They run in this order:
//!
//! ```text
//! after call { run app.count(call).await; run app.report(call).await; }
//! start Menu;
//! state Menu { say "Nobody is here."; hangup; }
//! ```

use ivr_core::callback::Callback;
use proc_macro2::{Ident, Span};

use crate::diagnostics::Diagnostic;

pub(crate) fn duplicate_after(word: Span, callback: Callback, state: Option<&Ident>) -> Diagnostic {
    let of = state.map(|state| format!(" in {state}")).unwrap_or_default();
    let message = format!("`after {}{of}` is declared twice", callback.as_str());
    Diagnostic::new("duplicate_after", word, message).help("move its `run`s into the first one")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn the_second_hook_of_a_report() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Message;
                after recording in Message { run app.keep(call, recording).await; }
                after recording in Message { run app.count(call); }
//~                   ^^^^^^^^^ `after recording in Message` is declared twice
//~                   help: move its `run`s into the first one
                state Message { say "Speak."; record match { recorded | silence => end } }
            }
            "#,
        );
    }

    #[test]
    fn each_state_has_a_hook_of_its_own() {
        check_legal(
            r#"
            pub tree Line for App {
                start First;
                after recording in First { run app.keep(call, recording).await; }
                after recording in Second { run app.keep(call, recording).await; }
                after call { run app.count(call); }
                state First { say "Speak."; record match { recorded | silence => Second } }
                state Second { say "Go on."; record match { recorded | silence => end } }
            }
            "#,
        );
    }
}
