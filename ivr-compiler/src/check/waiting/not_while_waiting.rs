//! # not_while_waiting
//!
//! A state that is reached through `wait` contains something that is not possible for a caller in a queue. In a
//! queue, Twilio executes only `<Say>`, `<Play>`, `<Pause>`, `<Gather>`, `<Redirect>`, `<Leave>` and `<Hangup>`, and
//! requests the next document when one ends. It does not execute other verbs. A change of `language` would be lost
//! with the next document.
//!
//! ```text
//! state Support { enqueue "support", max_wait 10min, wait Waiting match { bridged => end, _ => Message } }
//! state Waiting { gather key { say "To leave a message, press one."; } match { 1 => Message, silence | _ => Waiting } }
//! state Message { record match { recorded | silence => end } }
//! ```
//!
//! Leave the queue first:
//!
//! ```text
//! state Support { enqueue "support", max_wait 10min, wait Waiting match { bridged => end, _ => Message } }
//! state Waiting { gather key { say "To leave a message, press one."; } match { 1 => leave to Message, silence | _ => Waiting } }
//! state Message { record match { recorded | silence => end } }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, State, StateId, Verb},
    syntax::Step,
};

const RULE: &str = "not_while_waiting";

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if graph.waiting.is_empty() {
        return;
    }
    for (id, state) in graph.states.iter().enumerate().filter(|(id, _)| graph.waiting.holds(*id)) {
        if let Some(word) = refused(state) {
            diagnostics.push(verb(graph, id, state, word));
        }
    }
    let steps = graph.steps().into_iter();
    diagnostics.extend(steps.filter_map(|written| {
        let (Step::Language { word, .. }, Some(id)) = (written.step, written.state) else { return None };
        graph.waiting.holds(id).then(|| {
            let message = "the language cannot change while a caller waits in a queue";
            let diagnostic = Diagnostic::new(RULE, *word, message).within(id);
            diagnostic.note(super::route(graph, id)).help("change it before the `enqueue`")
        })
    }));
}

/// Returns the verb, if Twilio does not execute it for a waiting caller.
fn refused(state: &State) -> Option<&'static str> {
    match &state.verb {
        Verb::Dial(_) | Verb::Record(_) | Verb::Enqueue(_) | Verb::Connect(_) | Verb::Redirect(_) => {
            Some(state.verb.word())
        }
        // `reject_after_answer` reports a `reject`.
        Verb::Reject { .. }
        | Verb::Goto(_)
        | Verb::Gather(_)
        | Verb::Hangup
        | Verb::Leave { .. }
        | Verb::Match(_)
        | Verb::Hours(_)
        | Verb::Broken => None,
    }
}

fn verb(graph: &Graph, id: StateId, state: &State, word: &str) -> Diagnostic {
    let name = &state.name;
    let message = format!("`{word}` in `{name}`, which callers reach while they wait in a queue");
    let diagnostic = Diagnostic::new(RULE, name.span(), message).within(id).note(super::route(graph, id));
    let waits_here = |state: &State| matches!(&state.verb, Verb::Enqueue(enqueue) if enqueue.wait.as_ref().is_some_and(|wait| wait == name));
    diagnostic.help(match graph.states.iter().any(waits_here) {
        true => {
            format!("point `wait` to a state that says or plays something, and `leave to {name}` from there")
        }
        false => format!("leave the queue first: `leave to {name}`"),
    })
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_verb_that_twilio_does_not_run_in_a_queue_is_told_with_the_path() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Support;
                state Support { say "Hold."; enqueue "support", max_wait 10min, wait Waiting match { bridged => end, _ => Message } }
                state Waiting { say "Please hold."; goto Music; }
                state Music { gather key { say "To leave a message, press one. For a person, press two."; } match { 1 => Message, 2 => Person, silence | _ => Waiting } }
                state Message { record match { recorded | silence => end } }
//~                   ^^^^^^^ `record` in `Message`, which callers reach while they wait in a queue
//~                   note: Support —waits→ Waiting —goto→ Music —1→ Message
//~                   help: leave the queue first: `leave to Message`
                state Person { dial "+12345678900" match { _ => end } }
//~                   ^^^^^^ `dial` in `Person`, which callers reach while they wait in a queue
//~                   note: Support —waits→ Waiting —goto→ Music —2→ Person
//~                   help: leave the queue first: `leave to Person`
            }
            "#,
        );
    }

    #[test]
    fn a_language_and_a_reject_are_refused() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Support;
                language fr-FR, en-US;
                state Support { enqueue "support", max_wait 10min, wait Waiting match { bridged => end, _ => end } }
                state Waiting {
                    gather key { say fr-FR: "Tapez un."; say en-US: "Press two."; } match {
                        1 => { language fr-FR; } then Waiting,
//~                            ^^^^^^^^ the language cannot change while a caller waits in a queue
//~                            note: Support —waits→ Waiting
//~                            help: change it before the `enqueue`
                        2 => reject,
//~                          ^^^^^^ the call is already answered and cannot be rejected
//~                          help: end it with `hangup`
                        silence | _ => leave,
                    }
                }
            }
            "#,
        );
    }

    #[test]
    fn leaving_first_is_legal() {
        check_legal(
            r#"
            pub tree Line {
                start Support;
                state Support { say "Hold."; enqueue "support", max_wait 10min, wait Waiting match { bridged => end, _ => Message } }
                state Waiting { gather key { say "To leave a message, press one."; } match { 1 => leave to Message, silence | _ => Waiting } }
                state Message { record match { recorded | silence => end } }
            }
            "#,
        );
    }
}
