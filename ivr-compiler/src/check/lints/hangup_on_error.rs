//! # hangup_on_error
//!
//! A caller who says nothing or presses a wrong key is cut off, either without a word or although the tree has a
//! person who could help.
//!
//! ```text
//! state Menu { gather key { say "For sales, press one."; } match { 1 => Sales, silence | _ => end } }
//! state Sales { dial "+12345678900" match { answered => end, _ => end } }
//! ```
//!
//! Give up by connecting the caller to a person:
//!
//! ```text
//! state Menu { gather key { say "For sales, press one."; } match { 1 => Sales, silence | _ => retry 2 { say "Sorry?"; } then Sales } }
//! state Sales { dial "+12345678900" match { answered => end, _ => end } }
//! ```
//!
//! A tree without a person, a message or a queue may say goodbye and end the call.

use std::collections::HashSet;

use ivr_core::event::Outcome;
use proc_macro2::Span;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Action, Arm, End, Graph, State, StateId, Target, Verb},
    syntax::Step,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    let person = graph.place_for_help().and_then(|state| graph.states.get(state));
    let person = person.filter(|state| state.verb.reaches_somebody());
    // An inherited arm is reported once, however many states inherit it.
    let mut told: HashSet<Outcome> = HashSet::new();
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Gather(gather) = &state.verb else { continue };
        for arm in &gather.arms.list {
            let Some((outcome, span)) = not_understood(arm) else { continue };
            let Some(goodbye) = cut_off(graph, &arm.target, false) else { continue };
            let first = !arm.inherited || told.insert(outcome);
            if let (Some(diagnostic), true) = (diagnostic(span, goodbye, person), first) {
                diagnostics.push(diagnostic.within(Some(id).filter(|_| !arm.inherited)));
            }
        }
    }
}

fn diagnostic(span: Span, goodbye: bool, person: Option<&State>) -> Option<Diagnostic> {
    let (message, help) = match (goodbye, person) {
        (true, None) => return None,
        (false, None) => (
            "a caller who is not understood is cut off without a prompt",
            "say goodbye first: `retry 2 { say \"…\"; } then { say \"Goodbye.\"; } then end`".to_owned(),
        ),
        (false, Some(person)) => (
            "a caller who is not understood is cut off without a prompt",
            format!("hand the caller to a person: `retry 2 {{ say \"…\"; }} then {}`", person.name),
        ),
        (true, Some(person)) => (
            "a caller who is not understood is sent away, although a person could help",
            format!("hand the caller to a person: `then {}`", person.name),
        ),
    };
    Some(Diagnostic::new("hangup_on_error", span, message).help(help))
}

/// Returns the silence or wrong key of an arm, if no key and no phrase shares the arm.
fn not_understood(arm: &Arm) -> Option<(Outcome, Span)> {
    let chosen = arm.keys().next().is_some() || arm.phrases().next().is_some();
    arm.outcomes().filter(|_| !chosen).find(|(outcome, _)| outcome.is_not_understood())
}

/// Returns whether anything is said before a target ends the call, or `None` if it does not end the call.
fn cut_off(graph: &Graph, target: &Target, words: bool) -> Option<bool> {
    match target {
        Target::End(End::Hangup) => Some(words),
        Target::Action(row) => match graph.action(*row)? {
            Action::Say { steps, then } => cut_off(graph, then, words || heard(steps)),
            Action::Retry { then, .. } => cut_off(graph, then, words),
            Action::Enter { jump, .. } | Action::Leave { jump, .. } => gone(graph, jump.state, words),
        },
        Target::Go(jump) | Target::Wait(jump) => gone(graph, jump.state, words),
        _ => None,
    }
}

/// Returns the same for a state and the states that follow by themselves.
fn gone(graph: &Graph, state: StateId, words: bool) -> Option<bool> {
    let (mut at, mut words) = (state, words);
    for _ in &graph.states {
        let state = graph.states.get(at)?;
        words |= heard(&state.steps);
        match &state.verb {
            Verb::Hangup => return Some(words),
            Verb::Goto(Target::Go(jump)) => at = jump.state,
            _ => return None,
        }
    }
    None
}

fn heard(steps: &[Step]) -> bool {
    steps.iter().any(|step| !step.is_unheard() && !matches!(step, Step::Pause(_)))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn cut_off_though_somebody_is_there() {
        check_warnings(
            "hangup_on_error",
            r#"
            pub tree Line {
                start Menu;
                everywhere { 0 => Desk, silence => end }
//~                                     ^^^^^^^ a caller who is not understood is cut off without a prompt
//~                                     help: hand the caller to a person: `retry 2 { say "…"; } then Desk`
                state Menu { gather key { say "Press one."; } match { 1 => Desk, _ => retry 1 { say "Sorry?"; } then Bye } }
//~                                                                              ^ a caller who is not understood is sent away, although a person could help
//~                                                                              help: hand the caller to a person: `then Desk`
                state Bye { say "Goodbye."; goto Gone; }
                state Gone { hangup; }
                state Desk { dial "+12345678900" match { _ => Hours } }
                state Hours { gather key { say "Press one."; } match { 1 => end, _ => Menu } }
            }
            "#,
        );
    }

    #[test]
    fn whoever_is_called_for_something_else_is_nobody_to_give_up_with() {
        check_warnings(
            "hangup_on_error",
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "In an emergency, press one."; } match { 1 => Emergency, silence | _ => end } }
//~                                                                                                    ^^^^^^^ a caller who is not understood is cut off without a prompt
//~                                                                                                    help: say goodbye first: `retry 2 { say "…"; } then { say "Goodbye."; } then end`
                state Emergency { dial short "911" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn where_nobody_is_there_a_goodbye_will_do() {
        check_warnings(
            "hangup_on_error",
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence => retry 2 { say "Sorry?"; } then { say "Goodbye."; } then end }
                state Menu { gather key { say "Press one."; } match { 1 => end, _ => retry 1 { say "Sorry?"; } then end } }
//~                                                                             ^ a caller who is not understood is cut off without a prompt
//~                                                                             help: say goodbye first: `retry 2 { say "…"; } then { say "Goodbye."; } then end`
            }
            "#,
        );
    }
}
