//! # record_without_words
//!
//! A recording begins without any text before it. The caller hears a beep, and does not know what it is for or that
//! the call is recorded.
//!
//! ```text
//! state Desk { dial "+12345678900" match { answered => end, _ => Message } }
//! state Message { record match { recorded | silence => end } }
//! ```
//!
//! Say so first:
//!
//! ```text
//! state Desk { dial "+12345678900" match { answered => end, _ => Message } }
//! state Message { say "Please leave a message after the tone."; record match { recorded | silence => end } }
//! ```
//!
//! A caller who comes from a `gather` has chosen to leave a message and is not checked. If the law requires a
//! notice, write a promise: `promise Consent before every record;`.

use std::collections::HashSet;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Action, Graph, StateId, Target, Verb},
    syntax::{Step, nested},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    let mut silent: HashSet<StateId> = HashSet::new();
    silent.extend(graph.starts.iter().filter_map(|start| come_to(graph, start.state.state)));
    for state in &graph.states {
        // A caller has heard the prompts of a `gather`. A `goto` is followed from the state that led to it.
        if matches!(state.verb, Verb::Gather(_) | Verb::Goto(_)) {
            continue;
        }
        let targets = state.verb.arms().into_iter().flat_map(|arms| &arms.list).map(|arm| &arm.target);
        silent.extend(targets.filter_map(|target| led_to(graph, target)));
    }
    let mut silent: Vec<StateId> = silent.into_iter().collect();
    silent.sort_unstable();
    for id in silent {
        let Some(state) = graph.states.get(id) else { continue };
        let message = format!("a caller reaches `{}` and hears a beep without a prompt", state.name);
        let diagnostic = Diagnostic::new("record_without_words", state.name.span(), message).within(id);
        diagnostics.push(diagnostic.help("add a prompt: `say \"Please leave a message after the tone.\";`"));
    }
}

/// Returns the state that records after a target, if nothing is heard on the way.
fn led_to(graph: &Graph, target: &Target) -> Option<StateId> {
    match target {
        Target::Go(jump) | Target::Wait(jump) => come_to(graph, jump.state),
        Target::Action(row) => match graph.action(*row)? {
            Action::Say { steps, .. } if heard(steps) => None,
            Action::Say { then, .. } | Action::Retry { then, .. } => led_to(graph, then),
            Action::Enter { jump, .. } | Action::Leave { jump, .. } => come_to(graph, jump.state),
        },
        Target::Again | Target::End(_) | Target::Unknown => None,
    }
}

/// Returns the state that records after a state, if nothing is heard on the way.
fn come_to(graph: &Graph, state: StateId) -> Option<StateId> {
    let mut at = state;
    // More steps than states mean a cycle of `goto`, which another rule reports.
    for _ in &graph.states {
        let state = graph.states.get(at).filter(|state| !heard(&state.steps))?;
        match &state.verb {
            Verb::Record(_) => return Some(at),
            Verb::Goto(Target::Go(jump)) => at = jump.state,
            _ => return None,
        }
    }
    None
}

fn heard(steps: &[Step]) -> bool {
    nested(steps).any(|step| step.texts().is_some() || step.is_unknown())
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn a_beep_out_of_nowhere() {
        check_warnings(
            "record_without_words",
            r#"
            pub tree Line {
                start Desk;
                start night Memo;
                state Desk { dial "+12345678900" match { answered => end, busy => { pause 1s; } then Quiet, _ => { say "Please leave a message."; } then Taken } }
                state Quiet { goto Message; }
                state Message { pause 1s; record match { _ => end } }
//~                   ^^^^^^^ a caller reaches `Message` and hears a beep without a prompt
//~                   help: add a prompt: `say "Please leave a message after the tone.";`
                state Taken { record match { _ => end } }
                state Memo { record match { _ => end } }
//~                   ^^^^ a caller reaches `Memo` and hears a beep without a prompt
//~                   help: add a prompt: `say "Please leave a message after the tone.";`
            }
            "#,
        );
    }

    #[test]
    fn a_message_that_was_chosen_or_announced() {
        check_warnings(
            "record_without_words",
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "To leave a message, press one."; } match { 1 | silence | _ => Message } }
                state Message { record match { recorded => end, silence => Again } }
                state Again { say "Nothing was recorded."; goto More; }
                state More { record match { _ => end } }
            }
            "#,
        );
    }
}
