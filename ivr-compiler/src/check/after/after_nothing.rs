//! # after_nothing
//!
//! An `after` hook waits for a report that Twilio never sends: its state makes no recording, or the recording is not
//! transcribed. Callers notice nothing, but the Rust in the hook never runs.
//!
//! ```text
//! after transcription in Message { run app.text(call, transcription).await; }
//! start Message;
//! state Message { say "Please leave a message."; record match { recorded | silence => end } }
//! ```
//!
//! Add the clause that requests the report, or name the state that has it:
//!
//! ```text
//! after transcription in Message { run app.text(call, transcription).await; }
//! start Message;
//! state Message { say "Please leave a message."; record, transcribe match { recorded | silence => end } }
//! ```

use ivr_core::callback::Callback;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Hook, Verb},
};

const RULE: &str = "after_nothing";

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for hook in graph.after.iter().filter(|hook| hook.callback.has_state()) {
        diagnostics.extend(report(graph, hook));
    }
}

fn report(graph: &Graph, hook: &Hook) -> Option<Diagnostic> {
    let callback = hook.callback;
    let Some(jump) = &hook.state else {
        let message = format!("`after {}` needs a state", callback.as_str());
        let diagnostic = Diagnostic::new(RULE, hook.word, message);
        return Some(match reporting(graph, callback) {
            Some(state) => diagnostic.help(format!("write `after {} in {state}`", callback.as_str())),
            None => diagnostic.help("no state makes a recording: remove it"),
        });
    };
    let state = graph.states.get(jump.state)?;
    if matches!(state.verb, Verb::Broken) || state.verb.reports(callback) {
        return None;
    }
    let name = &jump.name;
    let is_recorded = state.verb.reports(Callback::Recording);
    let (message, help) = match (is_recorded, reporting(graph, callback)) {
        (true, _) => (
            format!("the recording of `{name}` is not transcribed"),
            "write `, transcribe` at its `record`".to_owned(),
        ),
        (false, Some(state)) => {
            (format!("`{name}` makes no recording"), format!("write `{state}`, which makes one"))
        }
        (false, None) => (
            format!("`{name}` makes no recording"),
            format!("name a state that ends with `record`, or remove `after {}`", callback.as_str()),
        ),
    };
    Some(Diagnostic::new(RULE, name.span(), message).help(help))
}

/// Returns the first state whose verb sends this report.
fn reporting(graph: &Graph, callback: Callback) -> Option<&proc_macro2::Ident> {
    graph.states.iter().find(|state| state.verb.reports(callback)).map(|state| &state.name)
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_state_that_makes_no_recording_and_one_that_nobody_transcribes() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Menu;
                after recording in Menu { run app.keep(call, recording).await; }
//~                                ^^^^ `Menu` makes no recording
//~                                help: write `Message`, which makes one
                after transcription in Message { run app.text(call, transcription).await; }
//~                                    ^^^^^^^ the recording of `Message` is not transcribed
//~                                    help: write `, transcribe` at its `record`
                after recording { run app.keep(call, recording).await; }
//~                   ^^^^^^^^^ `after recording` needs a state
//~                   help: write `after recording in Message`
                after recording in Mesage { run app.keep(call, recording).await; }
//~                                ^^^^^^ state `Mesage` is not declared
//~                                help: did you mean `Message`?
                state Menu { say "Hello."; goto Message; }
                state Message { say "Speak."; record match { recorded | silence => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_recording_is_reported_whether_it_is_transcribed_or_not() {
        check_legal(
            r#"
            pub tree Line for App {
                start Message;
                after recording in Message { run app.keep(call, recording).await; }
                after recording in Note { run app.keep(call, recording).await; }
                after transcription in Note { run app.text(call, transcription).await; }
                state Message { say "Speak."; record match { recorded | silence => Note } }
                state Note { say "Speak."; record, transcribe match { recorded | silence => end } }
            }
            "#,
        );
    }
}
