//! # transcription_unused
//!
//! The recording is transcribed, but no hook of the tree receives the text. Callers notice nothing, but Twilio
//! charges for transcription by the minute.
//!
//! ```text
//! start Message;
//! state Message { say "Please leave a message."; record, transcribe match { recorded | silence => end } }
//! ```
//!
//! Add a hook that receives the text, or remove `transcribe`:
//!
//! ```text
//! after transcription in Message { run app.text(call, transcription).await; }
//! start Message;
//! state Message { say "Please leave a message."; record, transcribe match { recorded | silence => end } }
//! ```

use ivr_core::callback::Callback;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Record(record) = &state.verb else { continue };
        let Some(word) = record.transcribe.filter(|_| !graph.has_hook(Callback::Transcription, state)) else {
            continue;
        };
        let message = "the transcription is paid for but never used";
        let help = format!(
            "write `after transcription in {} {{ run app.text(call, transcription).await; }}`, or remove `transcribe`",
            state.name
        );
        diagnostics.push(Diagnostic::new("transcription_unused", word, message).within(id).help(help));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_text_that_nothing_takes() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Message;
                after recording in Message { run app.keep(call, recording).await; }
                state Message { say "Speak."; record, transcribe match { recorded | silence => end } }
//~                                                   ^^^^^^^^^^ the transcription is paid for but never used
//~                                                   help: write `after transcription in Message { run app.text(call, transcription).await; }`, or remove `transcribe`
            }
            "#,
        );
    }

    #[test]
    fn one_that_is_read_in_the_console_says_so() {
        check_legal(
            r#"
            pub tree Line {
                start Message;
                #[allow(transcription_unused, reason = "the desk reads them in Twilio's console")]
                state Message { say "Speak."; record, transcribe match { recorded | silence => end } }
            }
            "#,
        );
    }
}
