//! # queue_outside_waiting
//!
//! `queue.position` and the other values of `queue` describe a caller who waits in a queue, but no caller waits in a
//! queue in this state. The value would be empty.
//!
//! ```text
//! state Support { say "You are number {queue.position}."; enqueue "support" match { bridged => end, _ => end } }
//! ```
//!
//! Say it in a state that is reached through `wait`:
//!
//! ```text
//! state Support { enqueue "support", max_wait 10min, wait Waiting match { bridged => end, _ => end } }
//! state Waiting { say "You are number {queue.position}."; goto Waiting; }
//! ```

use proc_macro2::Span;

use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Piece, StateId, Verb, pieces, reads_of_queue},
    syntax::{Computed, LanguageValue, Step, Value},
};

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    let read = read(graph);
    if read.is_empty() {
        return;
    }
    let outside = graph.outside_of_waiting();
    for (state, span) in read {
        let waits = |state: StateId| graph.waiting.holds(state) && outside.get(state) != Some(&true);
        if !state.is_some_and(waits) {
            let message = "this state is not reached from a queue, so it has no queue fields";
            let diagnostic = Diagnostic::new("queue_outside_waiting", span, message).within(state);
            diagnostics.push(diagnostic.help("use it in a state that is reached by `wait`"));
        }
    }
}

/// Returns every use of a value of the queue, with its state.
fn read(graph: &Survey<'_>) -> Vec<(Option<StateId>, Span)> {
    let mut found = Vec::new();
    for written in graph.steps() {
        let mut rust = |tokens| found.extend(reads_of_queue(tokens).map(|span| (written.state, span)));
        match written.step {
            Step::Effects(row) => {
                let Some(effects) = graph.effects.get(*row) else { continue };
                effects.sets.iter().for_each(|set| rust(&set.value));
                effects.runs.iter().for_each(|run| rust(&run.effect));
            }
            Step::PlayComputed { expression, .. }
            | Step::PlayDigits { digits: Value::Computed { expression, .. }, .. }
            | Step::Language { language: LanguageValue::Computed(Computed { expression, .. }), .. } => {
                rust(expression);
            }
            Step::Say(texts) if !graph.placeholders.is_empty() => {
                let spoken = texts.each().filter(|(_, text)| speaks_of_queue(graph, &text.value));
                found.extend(spoken.map(|(_, text)| (written.state, text.span)));
            }
            Step::Say(_)
            | Step::Play { .. }
            | Step::PlayDigits { digits: Value::Text(_), .. }
            | Step::Set { .. }
            | Step::Run { .. }
            | Step::Pause(_)
            | Step::Language { language: LanguageValue::Tag(_), .. }
            | Step::Uninterrupted(_)
            | Step::First { .. }
            | Step::Scoped { .. } => {}
        }
    }
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Match(question) = &state.verb else { continue };
        let sets = question.arms.list.iter().flat_map(|arm| &arm.answered.first).map(|set| &set.value);
        for tokens in sets.chain([&question.question]) {
            found.extend(reads_of_queue(tokens).map(|span| (Some(id), span)));
        }
    }
    found
}

fn speaks_of_queue(graph: &Graph, text: &str) -> bool {
    text.contains("{queue.")
        && pieces(text).is_ok_and(|pieces| {
            pieces.iter().any(
                |piece| matches!(piece, Piece::Placeholder { name, .. } if graph.of_queue(name).is_some()),
            )
        })
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_position_where_nobody_waits() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Support;
                data { ahead: u32 = 0 }
                state Support {
                    say "You are number {queue.position}.";
//~                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this state is not reached from a queue, so it has no queue fields
//~                     help: use it in a state that is reached by `wait`
                    set ahead = queue.size;
//~                             ^^^^^ this state is not reached from a queue, so it has no queue fields
//~                             help: use it in a state that is reached by `wait`
                    enqueue "support" match { bridged => end, _ => Busy }
                }
                state Busy { match queue.waited { 0 => end, _ => end } }
//~                                ^^^^^ this state is not reached from a queue, so it has no queue fields
//~                                help: use it in a state that is reached by `wait`
            }
            "#,
        );
    }

    #[test]
    fn a_position_and_times_while_waiting() {
        check_legal(
            r#"
            pub tree Line {
                start Support;
                data { ahead: u32 = 0, minutes: u32 = 0 }
                state Support { enqueue "support", max_wait 10min, wait Waiting match { bridged => end, _ => end } }
                state Waiting {
                    match queue.position {
                        1 => { say "You are next of {queue.size}."; } then Music,
                        n => { set ahead = n - 1; set minutes = queue.average / 60; say "{ahead} before you, {minutes:plural minute|minutes}."; } then Music,
                    }
                }
                state Music { say "You have waited {queue.waited:plural second|seconds}."; play "https://a.example/m.mp3"; goto Waiting; }
            }
            "#,
        );
    }

    #[test]
    fn a_value_that_no_queue_has() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Support;
                state Support { enqueue "support", max_wait 10min, wait Waiting match { bridged => end, _ => end } }
                state Waiting { say "You are number {queue.place}."; goto Waiting; }
//~                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a queue has `position`, `waited`, `average` and `size`, not `place`
            }
            "#,
        );
    }
}
