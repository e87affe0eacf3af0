//! A question that is asked in two states of one call has one answer, unless something in between may change it.

use std::collections::HashMap;

use crate::inspect::{
    graph::{Cause, Edge},
    paths::Class,
};
use ivr_runtime::{
    description::{Description, Line, State, Verb},
    heard::Event,
};

/// Why no call can take the path; `None` when one may.
pub(super) fn of(tree: &Description, class: &Class<'_, '_>) -> Option<String> {
    // The answers so far: the state, and the pattern of its arm.
    let mut answers: HashMap<&str, (&str, &str)> = HashMap::new();
    for edge in &class.edges {
        let state = tree.states.get(edge.from)?;
        if has_effect(&state.lines) {
            answers.clear();
        }
        if let Some((source, pattern)) = answer(state, edge) {
            match answers.get(source) {
                // The arms of the two states may be written differently, so only the same pattern tells.
                // Behind an item of a list comes its end.
                Some((_, other)) if *other != pattern && walks(state) && pattern == "done" => {
                    answers.insert(source, (&state.name, pattern));
                }
                Some((before, other)) if *other != pattern && has_arm(state, other) => {
                    let here = &state.name;
                    return Some(format!(
                        "`{source}` is answered `{other}` in {before} and `{pattern}` in {here}"
                    ));
                }
                Some(_) => {}
                None => {
                    answers.insert(source, (&state.name, pattern));
                }
            }
        }
        let filled = [Event::Entered, Event::Chosen].map(Cause::Outcome);
        if filled.iter().any(|cause| edge.causes.contains(cause)) || has_effect(edge.route.said) {
            answers.clear();
        }
    }
    None
}

/// The question of a state, and the answer that takes this edge.
fn answer<'d>(state: &'d State, edge: &Edge<'d>) -> Option<(&'d str, &'d str)> {
    let Verb::Match(question) = &state.verb else { return None };
    let pattern = edge.causes.iter().find_map(|cause| match cause {
        Cause::Pattern(pattern) => Some(*pattern),
        Cause::Keys(_) | Cause::Phrase(_) | Cause::Outcome(_) => None,
    });
    pattern.map(|pattern| (question.source.as_str(), pattern))
}

fn walks(state: &State) -> bool {
    matches!(&state.verb, Verb::Match(question) if question.walks.is_some())
}

fn has_arm(state: &State, pattern: &str) -> bool {
    state.verb.arms().iter().any(|arm| arm.pattern.as_deref() == Some(pattern))
}

/// Whether a field is set, or something is done, that may change an answer.
fn has_effect(lines: &[Line]) -> bool {
    lines.iter().any(|line| match line {
        Line::Effect { .. } => true,
        Line::Uninterrupted { lines } | Line::First { lines, .. } | Line::Scoped { lines, .. } => {
            has_effect(lines)
        }
        _ => false,
    })
}
