//! # reject_after_answer
//!
//! `reject` refuses a call before it is answered. Once a step has been said, or a caller has been asked or
//! connected, the call is answered and billed. Twilio would no longer reject it, and callers never hear a text
//! before a `reject`.
//!
//! ```text
//! state Closed { say "We are closed."; reject busy; }
//! ```
//!
//! Say something and hang up, or say nothing and reject:
//!
//! ```text
//! state Closed { say "We are closed."; hangup; }
//! ```
//!
//! A Rust `match` may lead to a `reject` if it is the first thing in a call.

use std::collections::VecDeque;

use proc_macro2::Span;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Action, End, Graph, State, StateId, Target, Verb, spread},
    syntax::{self, Step},
};

const RULE: &str = "reject_after_answer";

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    let untouched = untouched(graph);
    let takes = |state: StateId| !(untouched.get(state) == Some(&true) && passes(graph, state));
    for (id, state) in graph.states.iter().enumerate() {
        // No arm can reject a call that is answered.
        let arms = state.own_arms().filter(|arm| !matches!(arm.target, Target::Go(_)));
        let arms = arms.filter(|arm| rejects(graph.end_of(&arm.target)));
        let arms = arms.filter(|arm| takes(id) || !matches!(arm.target, Target::End(_)));
        diagnostics.extend(arms.filter_map(|arm| arm.word).map(|word| answered(word).within(id)));
        if let Verb::Reject { word, .. } = &state.verb
            && !silent(&state.steps)
        {
            let message = "a rejected caller does not hear the steps above";
            let diagnostic = Diagnostic::new(RULE, *word, message).within(id);
            diagnostics.push(diagnostic.help("end the call with `hangup;`, or remove the words"));
        }
    }
    late(graph, takes, diagnostics);
    diagnostics.extend(graph.everywhere.iter().filter_map(|arm| word_of(&arm.target)).map(answered));
    let on_error = graph.on_error.iter().filter(|on_error| rejects(graph.end_of(&on_error.then)));
    diagnostics.extend(on_error.filter_map(|on_error| on_error.word).map(answered));
}

/// Reports states that reject a call that is already answered.
fn late(graph: &Graph, takes: impl Fn(StateId) -> bool, diagnostics: &mut Diagnostics) {
    if !graph.states.iter().any(|state| matches!(state.verb, Verb::Reject { .. })) {
        return;
    }
    let edges = graph.all_edges();
    let mut reached = vec![false; graph.states.len()];
    spread(edges, graph.roots(), &mut reached);
    let mut told = vec![false; graph.states.len()];
    for (from, out) in edges.iter().enumerate() {
        for edge in out {
            let (Some(State { verb: Verb::Reject { word, .. }, steps, .. }), Some(told)) =
                (graph.states.get(edge.to), told.get_mut(edge.to))
            else {
                continue;
            };
            let before = || !takes(from) && direct(graph, from).any(|state| state == edge.to);
            let late = reached.get(from) == Some(&true) && silent(steps) && !before();
            if late && !std::mem::replace(told, true) {
                let route = format!("{} —{}→ {}", graph.name_of(from), edge.label, graph.name_of(edge.to));
                diagnostics.push(answered(*word).within(edge.to).note(route));
            }
        }
    }
}

fn answered(word: Span) -> Diagnostic {
    Diagnostic::new(RULE, word, "the call is already answered and cannot be rejected")
        .help("end it with `hangup`")
}

fn rejects(end: Option<End>) -> bool {
    matches!(end, Some(End::Busy | End::Rejected))
}

fn word_of(target: &syntax::Target) -> Option<Span> {
    match target {
        syntax::Target::Reject { word, .. } => Some(*word),
        syntax::Target::Say { then, .. } => word_of(then),
        syntax::Target::Retry(retry) => word_of(&retry.then),
        _ => None,
    }
}

/// Returns the states that a call can reach before it is answered.
fn untouched(graph: &Graph) -> Vec<bool> {
    let mut found = vec![false; graph.states.len()];
    let mut waiting: VecDeque<StateId> = graph.starts.iter().map(|start| start.state.state).collect();
    while let Some(state) = waiting.pop_front() {
        match found.get_mut(state) {
            Some(found) if !*found => *found = true,
            _ => continue,
        }
        if passes(graph, state) {
            waiting.extend(direct(graph, state));
        }
    }
    found
}

/// Returns whether a call passes the state without being answered.
fn passes(graph: &Graph, state: StateId) -> bool {
    graph.states.get(state).is_some_and(|state| {
        silent(&state.steps)
            && match &state.verb {
                Verb::Goto(_) | Verb::Hours(_) => true,
                Verb::Match(question) => silent(&question.meanwhile),
                _ => false,
            }
    })
}

/// Returns whether nothing is heard.
fn silent(steps: &[Step]) -> bool {
    steps.iter().all(Step::is_unheard)
}

/// Returns the states that a state leads to without saying anything.
fn direct(graph: &Graph, state: StateId) -> impl Iterator<Item = StateId> {
    let verb = graph.states.get(state).map(|state| &state.verb);
    let goto = verb.and_then(|verb| if let Verb::Goto(target) = verb { Some(target) } else { None });
    let arms = verb.and_then(Verb::arms).map_or(&[][..], |arms| &arms.list);
    goto.into_iter().chain(arms.iter().map(|arm| &arm.target)).filter_map(|target| match target {
        Target::Go(jump) | Target::Wait(jump) => Some(jump.state),
        Target::Action(row) => match graph.action(*row) {
            Some(Action::Enter { jump, .. }) => Some(jump.state),
            _ => None,
        },
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn rejected_after_a_question() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => reject busy }
//~                                         ^^^^^^ the call is already answered and cannot be rejected
//~                                         help: end it with `hangup`
                state Menu { gather key { say "Press one."; } match { 1 => Blocked, 2 => { say "No."; } then reject, 3 => Closed } }
//~                                                                                                          ^^^^^^ the call is already answered and cannot be rejected
//~                                                                                                          help: end it with `hangup`
                state Blocked { reject; }
//~                             ^^^^^^ the call is already answered and cannot be rejected
//~                             help: end it with `hangup`
//~                             note: Menu —1→ Blocked
                state Closed { say "We are closed."; reject busy; }
//~                                                  ^^^^^^ a rejected caller does not hear the steps above
//~                                                  help: end the call with `hangup;`, or remove the words
            }
            "#,
        );
    }

    #[test]
    fn rejected_after_words_on_the_way() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Known;
                state Known { match app.knows(&call.from) { true => Greeting, false => { say "Sorry."; } then Blocked } }
                state Greeting { say "Welcome."; goto Late; }
                state Late { match app.open() { true => end, false => reject } }
//~                                                                   ^^^^^^ the call is already answered and cannot be rejected
//~                                                                   help: end it with `hangup`
                state Blocked { reject; }
//~                             ^^^^^^ the call is already answered and cannot be rejected
//~                             help: end it with `hangup`
//~                             note: Known —false→ Blocked
            }
            "#,
        );
    }

    #[test]
    fn rejected_before_anything_else() {
        check_legal(
            r#"
            pub tree Line for App {
                start Known;
                start test Blocked;
                state Known { match app.knows(&call.from) { true => Open, false => reject busy } }
                state Open { goto Really; }
                state Really { match app.open() { true => Greeting, false => Blocked } }
                state Greeting { say "Welcome."; hangup; }
                state Blocked { reject; }
            }
            "#,
        );
    }
}
