//! # queue_without_way_out
//!
//! The caller waits in the queue until somebody takes the call: there is no `max_wait`, and no key leaves the queue.
//! If nobody takes the call, the caller waits for as long as Twilio allows.
//!
//! ```text
//! state Support { enqueue "support", wait Waiting match { bridged => end, _ => Message } }
//! state Waiting { say "Please hold for the next person."; goto Waiting; }
//! ```
//!
//! Limit the waiting time, so that the outcome is `left`, or add a key that leaves the queue:
//!
//! ```text
//! state Support { enqueue "support", max_wait 10min, wait Waiting match { bridged => end, _ => Message } }
//! state Waiting { say "Please hold for the next person."; goto Waiting; }
//! ```

use std::collections::VecDeque;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Action, Graph, StateId, Target, Verb},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if graph.waiting.is_empty() || graph.leads_anywhere() {
        return;
    }
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Enqueue(enqueue) = &state.verb else { continue };
        let (Some(word), None) = (&enqueue.wait, enqueue.max_wait) else { continue };
        let root = graph.states.iter().position(|state| state.name == *word);
        if root.is_some_and(|root| !is_left(graph, root)) {
            let message = format!("a caller who waits in `{word}` cannot leave the queue");
            let diagnostic = Diagnostic::new("queue_without_way_out", word.span(), message).within(id);
            diagnostics.push(diagnostic.help("add `max_wait 10min`, or an arm that leads to `leave`"));
        }
    }
}

/// Returns whether a caller who waits from `root` can leave the queue, or end the call.
fn is_left(graph: &Graph, root: StateId) -> bool {
    let mut seen = vec![false; graph.states.len()];
    let mut next = VecDeque::from([root]);
    while let Some(id) = next.pop_front() {
        let Some(seen) = seen.get_mut(id).filter(|seen| !**seen) else { continue };
        *seen = true;
        let Some(state) = graph.states.get(id) else { continue };
        let goto = if let Verb::Goto(target) = &state.verb { Some(target) } else { None };
        let arms = state.verb.arms().map_or(&[][..], |arms| &arms.list);
        let mut targets = goto.into_iter().chain(arms.iter().map(|arm| &arm.target));
        let ends = matches!(state.verb, Verb::Hangup | Verb::Leave { .. } | Verb::Broken);
        if ends || targets.any(|target| leaves(graph, target)) {
            return true;
        }
        next.extend(graph.all_edges().get(id).into_iter().flatten().map(|edge| edge.to));
    }
    false
}

fn leaves(graph: &Graph, target: &Target) -> bool {
    match target {
        Target::End(_) | Target::Unknown => true,
        Target::Go(_) | Target::Wait(_) | Target::Again => false,
        Target::Action(row) => match graph.action(*row) {
            Some(Action::Leave { .. }) => true,
            Some(Action::Say { then, .. } | Action::Retry { then, .. }) => leaves(graph, then),
            Some(Action::Enter { .. }) | None => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn waiting_without_an_end() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Support;
                state Support { enqueue "support", wait Waiting match { bridged => end, _ => end } }
//~                                                     ^^^^^^^ a caller who waits in `Waiting` cannot leave the queue
//~                                                     help: add `max_wait 10min`, or an arm that leads to `leave`
                state Waiting { say "Please hold."; goto Music; }
                state Music { gather key { say "To hear it again, press one."; } match { 1 => again, silence | _ => Waiting } }
            }
            "#,
        );
    }

    #[test]
    fn a_limit_a_key_and_music_are_ways_out() {
        for clauses in
            ["max_wait 10min, wait Waiting", "wait Leaving", "wait Gone", "music \"https://a.example/m.mp3\""]
        {
            let others = match clauses {
                clauses if clauses.ends_with(" Waiting") => {
                    "state Waiting { say \"Please hold.\"; goto Waiting; }"
                }
                clauses if clauses.ends_with(" Leaving") => {
                    "state Leaving { gather key { say \"To leave, press one.\"; } match { 1 => leave to Bye, silence | _ => Leaving } }"
                }
                clauses if clauses.ends_with(" Gone") => "state Gone { say \"Sorry.\"; hangup; }",
                _ => "",
            };
            check_legal(&format!(
                "pub tree Line {{ start Support; state Support {{ enqueue \"support\", {clauses} match {{ bridged => end, _ => Bye }} }}
                 {others} state Bye {{ hangup; }} }}"
            ));
        }
    }
}
