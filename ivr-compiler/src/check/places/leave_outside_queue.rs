//! # leave_outside_queue
//!
//! `leave` takes a caller out of a queue, but no caller waits in a queue in this state. The call would simply stop.
//! Callers wait only in the states that are reached through the clause `wait` of an `enqueue`.
//!
//! ```text
//! state Menu { gather key { say "To leave, press one."; } match { 1 => leave, silence | _ => end } }
//! ```
//!
//! End the call, or continue it:
//!
//! ```text
//! state Menu { gather key { say "To leave, press one."; } match { 1 => end, silence | _ => end } }
//! ```

use proc_macro2::Span;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Action, End, Graph, StateId, Target, Verb},
    syntax,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    let mut found: Vec<(StateId, Span)> = Vec::new();
    for (id, state) in graph.states.iter().enumerate() {
        match &state.verb {
            Verb::Leave { word } => found.push((id, *word)),
            Verb::Goto(target) => found.extend(left(graph, target, None).map(|word| (id, word))),
            _ => {}
        }
        let arms = state.own_arms().filter(|arm| !matches!(arm.target, Target::Go(_)));
        found.extend(arms.filter_map(|arm| left(graph, &arm.target, arm.word)).map(|word| (id, word)));
    }
    if !found.is_empty() {
        let outside = graph.outside_of_waiting();
        let waits = |state: StateId| graph.waiting.holds(state) && outside.get(state) != Some(&true);
        let told = found.into_iter().filter(|(id, _)| !waits(*id));
        diagnostics.extend(told.map(|(id, word)| diagnostic(graph, word, id)));
    }
    let aside = |word| diagnostic(graph, word, usize::MAX).within(None);
    diagnostics.extend(graph.everywhere.iter().filter_map(|arm| leaves(&arm.target)).map(aside));
    let on_error = graph.on_error.iter().filter_map(|on_error| left(graph, &on_error.then, on_error.word));
    diagnostics.extend(on_error.map(aside));
}

/// Returns the word `leave` of a target. `word` is its last word, if it ends the call.
fn left(graph: &Graph, target: &Target, word: Option<Span>) -> Option<Span> {
    match target {
        Target::End(End::Leave) => word,
        Target::Action(row) => match graph.action(*row)? {
            Action::Leave { word, .. } => Some(*word),
            Action::Say { then, .. } | Action::Retry { then, .. } => left(graph, then, word),
            Action::Enter { .. } => None,
        },
        Target::Go(_) | Target::Wait(_) | Target::Again | Target::End(_) | Target::Unknown => None,
    }
}

fn leaves(target: &syntax::Target) -> Option<Span> {
    match target {
        syntax::Target::Leave { word, .. } => Some(*word),
        syntax::Target::Say { then, .. } => leaves(then),
        syntax::Target::Retry(retry) => leaves(&retry.then),
        _ => None,
    }
}

fn diagnostic(graph: &Graph, word: Span, state: StateId) -> Diagnostic {
    let diagnostic =
        Diagnostic::new("leave_outside_queue", word, "this state is not reached from a queue").within(state);
    let diagnostic = match graph.waiting.holds(state) {
        true => diagnostic.note("the state is also reached by callers who do not wait"),
        false => diagnostic,
    };
    diagnostic.help("end the call with `hangup`, or name the state where it goes on")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn leaving_where_nobody_waits() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => retry 1 { say "Sorry?"; } then leave }
//~                                                                        ^^^^^ this state is not reached from a queue
//~                                                                        help: end the call with `hangup`, or name the state where it goes on
                state Menu { gather key { say "To leave, press one."; } match { 1 => { say "Bye."; } then leave, 2 => Gone } }
//~                                                                                                       ^^^^^ this state is not reached from a queue
//~                                                                                                       help: end the call with `hangup`, or name the state where it goes on
                state Gone { leave; }
//~                          ^^^^^ this state is not reached from a queue
//~                          help: end the call with `hangup`, or name the state where it goes on
            }
            "#,
        );
    }

    #[test]
    fn leaving_in_a_state_that_others_reach_as_well() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "To wait, press one. For options, press two."; } match { 1 => Desk, 2 => Options, silence | _ => end } }
                state Desk { say "Hold."; enqueue "desk", max_wait 5min, wait Options match { bridged | _ => end } }
                state Options { gather key { say "To be called back, press one. To leave, press two."; } match { 1 => leave to Callback, 2 => Gone, silence | _ => end } }
//~                                                                                                                   ^^^^^ this state is not reached from a queue
//~                                                                                                            note: the state is also reached by callers who do not wait
//~                                                                                                            help: end the call with `hangup`, or name the state where it goes on
                state Gone { leave to Callback; }
//~                          ^^^^^ this state is not reached from a queue
//~                          note: the state is also reached by callers who do not wait
//~                          help: end the call with `hangup`, or name the state where it goes on
                state Callback { say "We will call you."; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn leaving_while_waiting() {
        check_legal(
            r#"
            pub tree Line {
                start Desk;
                state Desk { say "Hold."; enqueue "desk", max_wait 5min, wait Options match { bridged | _ => end } }
                state Options { gather key { say "To be called back, press one. To leave, press two."; } match { 1 => leave to Callback, 2 => Gone, silence | _ => leave } }
                state Gone { say "Bye."; leave to Callback; }
                state Callback { say "We will call you."; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_call_that_ends_with_words() {
        check_legal(r#"pub tree Line { start Menu; state Menu { say "Goodbye."; hangup; } }"#);
    }
}
