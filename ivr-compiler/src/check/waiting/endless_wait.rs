//! # endless_wait
//!
//! A caller who does nothing waits in the queue until somebody takes the call, because there is no `max_wait`. A
//! telephone left off the hook would wait, and be billed, for as long as Twilio allows.
//!
//! ```text
//! state Support { enqueue "support", wait Waiting match { bridged => end, _ => Message } }
//! state Waiting { gather key { say "To leave a message, press one."; } match { 1 => leave to Message, silence | _ => Waiting } }
//! ```
//!
//! Limit the waiting time; the outcome is then `left`:
//!
//! ```text
//! state Support { enqueue "support", max_wait 10min, wait Waiting match { bridged => end, _ => Message } }
//! state Waiting { gather key { say "To leave a message, press one."; } match { 1 => leave to Message, silence | _ => Waiting } }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Enqueue(enqueue) = &state.verb else { continue };
        let (Some(word), None) = (&enqueue.wait, enqueue.max_wait) else { continue };
        let message = "the caller waits here until the call is taken";
        let diagnostic = Diagnostic::new("endless_wait", word.span(), message).within(id);
        diagnostics.push(diagnostic.help("add `max_wait 10min`"));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn waiting_without_a_limit() {
        check_warnings(
            "endless_wait",
            r#"
            pub tree Line {
                start Support;
                state Support { enqueue "support", wait Waiting match { bridged => end, _ => Sales } }
//~                                                     ^^^^^^^ the caller waits here until the call is taken
//~                                                     help: add `max_wait 10min`
                state Sales { enqueue "sales", max_wait 10min, wait Waiting match { bridged => end, _ => end } }
                state Waiting { gather key { say "To leave, press one."; } match { 1 => leave, silence | _ => Waiting } }
            }
            "#,
        );
    }
}
