//! # timeout_too_long
//!
//! A recording ends after the silence of `timeout`, or when it has the length of `max_length`. Here the silence would
//! be longer than the whole recording, so it never ends it: callers who have finished wait for the maximum length.
//!
//! ```text
//! state Message { say "Please say your name."; record, max_length 10s, timeout 30s match { recorded | silence => end } }
//! ```
//!
//! Write a shorter `timeout`, or remove it; the default is five seconds:
//!
//! ```text
//! state Message { say "Please say your name."; record, max_length 10s, timeout 3s match { recorded | silence => end } }
//! ```
//!
//! A `timeout` of exactly `max_length` is accepted: it says that silence does not end the recording.

use crate::{
    check::time,
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb},
    syntax::parse::written_duration,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Record(record) = &state.verb else { continue };
        let (Some(timeout), Some(length)) = (record.timeout, record.max_length) else { continue };
        if timeout.value > length.value {
            let whole = time::spelled(std::time::Duration::from_secs(length.value.into()));
            let message = format!("this silence never ends the recording, which has at most {whole}");
            let diagnostic = Diagnostic::new("timeout_too_long", timeout.span, message).within(id);
            let help = format!("write a `timeout` below `{}`, or remove it", written_duration(length.value));
            diagnostics.push(diagnostic.help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn a_silence_longer_than_the_recording_and_one_as_long() {
        check_warnings(
            "timeout_too_long",
            r#"
            pub tree Line {
                start Name;
                state Name { say "Your name?"; record, max_length 10s, timeout 30s match { _ => Town } }
//~                                                                            ^^^ this silence never ends the recording, which has at most 10 s
//~                                                                            help: write a `timeout` below `10s`, or remove it
                state Town { say "Your town?"; record, max_length 10s, timeout 10s match { _ => Last } }
                state Last { say "Anything else?"; record, timeout 30s match { _ => end } }
            }
            "#,
        );
    }
}
