//! Finds paths that no call can take: within a call, a question has the same answer in two states unless something in
//! between may change it, and a schedule stays open or closed until the caller has a turn.

use std::collections::HashMap;

use crate::inspect::{
    graph::{self, Cause, Edge},
    paths::Class,
};
use ivr_runtime::{
    description::{Description, Line, State, Verb},
    heard::Event,
};

/// Returns why no call can take the path, or `None` if one may.
pub(super) fn of(tree: &Description, class: &Class<'_, '_>) -> Option<String> {
    // The answers so far: the state, and the pattern of its arm.
    let mut answers: HashMap<&str, (&str, &str)> = HashMap::new();
    let mut schedules = Schedules::default();
    for edge in &class.edges {
        let state = tree.states.get(edge.from)?;
        if has_effect(&state.lines) {
            answers.clear();
        }
        if let Some(contradiction) = schedules.contradiction(state, edge) {
            return Some(contradiction);
        }
        if let Some((source, pattern)) = answer(state, edge) {
            match answers.get(source) {
                // Patterns are compared only if both states have them, because arms may be written differently.
                // After the items of a list, `done` is not a contradiction.
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

/// The schedules that were open or closed in a request, and in which states.
#[derive(Default)]
struct Schedules<'d> {
    found: HashMap<&'d str, bool>,
    states: Vec<&'d str>,
}

impl<'d> Schedules<'d> {
    /// Returns why the edge cannot follow in the same request.
    fn contradiction(&mut self, state: &'d State, edge: &Edge<'d>) -> Option<String> {
        match &state.verb {
            // A second visit checks the hours in another request.
            Verb::Hours(asked) => {
                if self.states.contains(&state.name.as_str()) {
                    *self = Self::default();
                }
                self.states.push(&state.name);
                let is_open = graph::is_open(edge);
                let before = self.found.insert(&asked.name, is_open);
                (before == Some(!is_open)).then(|| format!("`{}` is asked twice at one time", asked.name))
            }
            Verb::Gather(_) => {
                let condition = edge.condition;
                let found = condition.and_then(|condition| self.found.get(condition.name.as_str()).copied());
                *self = Self::default();
                let condition = condition.filter(|condition| found == Some(condition.negated))?;
                Some(format!("`{condition}` does not hold in {} on this path", state.name))
            }
            Verb::Goto(_) => None,
            Verb::Match(question) if question.within.is_none() => None,
            Verb::Match(_)
            | Verb::Dial(_)
            | Verb::Record(_)
            | Verb::Enqueue(_)
            | Verb::Connect(_)
            | Verb::Hangup
            | Verb::Reject { .. }
            | Verb::Redirect { .. }
            | Verb::Leave => {
                *self = Self::default();
                None
            }
        }
    }
}

/// Returns the question of a state, and the answer for this edge.
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

/// Returns whether something is set or executed that may change an answer.
fn has_effect(lines: &[Line]) -> bool {
    lines.iter().any(|line| match line {
        Line::Effect { .. } => true,
        Line::Uninterrupted { lines } | Line::First { lines, .. } | Line::Scoped { lines, .. } => {
            has_effect(lines)
        }
        _ => false,
    })
}
