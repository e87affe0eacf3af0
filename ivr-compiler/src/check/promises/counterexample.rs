//! How promises are refuted: with a call as it can be read in the notes of an error, what is heard, what is
//! pressed, where it goes.

use std::borrow::Cow;

use proc_macro2::Span;

use crate::{
    diagnostics::Diagnostic,
    model::{Branch, Gather, Graph, PositionGraph, State, To, Verb},
    syntax::{Level, Step, nested_on_entry},
};

/// The maximum length of a quoted prompt, in characters.
const QUOTED: usize = 60;

/// The maximum number of lines of a call; of a longer one, the beginning and the end are shown.
const LINES: usize = 12;

/// Positions on a path, each with its next move.
pub(super) type Route = [(usize, Option<usize>)];

/// Adds a call to an error as its reason.
pub(super) fn shown(
    diagnostic: Diagnostic,
    graph: &Graph,
    places: &PositionGraph<'_>,
    route: &Route,
) -> Diagnostic {
    lines(graph, places, route).into_iter().fold(diagnostic, Diagnostic::note)
}

/// Returns the error for a promise that cannot be proved or refuted in time.
pub(super) fn too_wide(rule: &'static str, promised: Span) -> Diagnostic {
    let message = "this cannot be proved: there are too many combinations of attempts";
    Diagnostic::new(rule, promised, message).help("ask fewer states again from elsewhere (`retry … at`)")
}

/// Returns the error for a promise about time in a tree with a cycle that needs no caller. Such a tree compiles only
/// if its author has waived the rule that reports the cycle.
pub(super) fn endless(graph: &Graph, rule: &'static str, promised: Span) -> Option<Diagnostic> {
    let of_states = graph.states.iter().map(|state| &state.attributes);
    let mut settings = of_states.chain([&graph.attributes]).flat_map(|attributes| &attributes.settings);
    let waived = settings.any(|set| set.level == Level::Allow && set.rule == "endless_silence");
    let message = "without input this may loop forever: `endless_silence` is waived";
    waived.then(|| Diagnostic::new(rule, promised, message).help("remove the promise or the waiver"))
}

/// Returns a line for each position on a path, with the move that led to it.
fn lines(graph: &Graph, places: &PositionGraph<'_>, route: &Route) -> Vec<String> {
    let mut lines = Vec::new();
    let mut came: Option<(&State, &Branch<'_>)> = None;
    for (number, step) in route {
        let Some(place) = places.list.get(*number) else { continue };
        let arrow =
            came.map_or_else(|| origin(graph, place.at.state), |(from, step)| arrow(graph, from, step));
        let fresh = came.is_none_or(|(_, step)| matches!(step.reply.to, To::Enter(_)));
        lines.push(format!("{arrow}{}{}", place.state.name, heard(place.state, fresh)));
        came = step.and_then(|step| place.moves.get(step)).map(|step| (place.state, step));
    }
    // A last move without a target ends the call.
    if let Some((from, step)) = came {
        lines.push(format!("{}the call is over", arrow(graph, from, step)));
    }
    shortened(lines)
}

/// Returns how a call reaches its first state.
fn origin(graph: &Graph, root: usize) -> String {
    match graph.starts.iter().find(|start| start.state.state == root) {
        Some(start) => start.name.as_ref().map_or_else(String::new, |name| format!("{name}: ")),
        None => "after a failure of our side: ".to_owned(),
    }
}

/// Returns `—3→ `, with the text on the way.
fn arrow(graph: &Graph, from: &State, step: &Branch<'_>) -> String {
    let arrow = match (step.pattern, &from.verb) {
        (None, _) => "→ ".to_owned(),
        (Some(pattern), Verb::Gather(_)) => match step.arm.and_then(|arm| arm.condition.as_ref()) {
            Some(condition) => format!("—{pattern} if {condition}→ "),
            None => format!("—{pattern}→ "),
        },
        (Some(pattern), _) => format!("—[{pattern}]→ "),
    };
    let said = step.reply.words.and_then(|words| quoted(&[graph.words(words)], true));
    match said {
        Some(said) => format!("{arrow}{said} "),
        None => arrow,
    }
}

fn heard(state: &State, fresh: bool) -> String {
    let steps = if fresh { &state.steps[..] } else { &[] };
    let said = match &state.verb {
        Verb::Gather(gather) => quoted(&[steps, &longest(gather)], fresh),
        _ => quoted(&[steps], fresh),
    };
    said.map_or_else(String::new, |said| format!(" {said}"))
}

/// Returns what a gather says under the conditions with the most text.
fn longest(gather: &Gather) -> Cow<'_, [Step]> {
    let each = gather.combinations().map(|held| gather.prompts_while(held));
    let said = |prompts: &Cow<'_, [Step]>| {
        let mut words = String::new();
        collect(prompts, true, &mut words);
        words.len()
    };
    each.max_by_key(said).unwrap_or_default()
}

/// Returns the text of some steps in quotation marks, shortened.
fn quoted(blocks: &[&[Step]], fresh: bool) -> Option<String> {
    let mut words = String::new();
    for steps in blocks {
        collect(steps, fresh, &mut words);
    }
    let mut letters = words.trim().chars();
    let mut quote: String = letters.by_ref().take(QUOTED).collect();
    if letters.next().is_some() {
        quote.truncate(quote.rfind(' ').unwrap_or(quote.len()));
        quote.push_str(" …");
    }
    (!quote.is_empty()).then(|| format!("\"{quote}\""))
}

fn collect(steps: &[Step], fresh: bool, words: &mut String) {
    for step in nested_on_entry(steps, fresh) {
        if let Step::Say(texts) = step {
            let text = texts.each().next().map_or("", |(_, text)| text.value.as_str());
            words.extend([text, " "]);
        }
    }
}

fn shortened(mut lines: Vec<String>) -> Vec<String> {
    if lines.len() > LINES {
        let left_out = lines.len() - LINES + 1;
        lines.splice(LINES / 2..LINES / 2 + left_out, [format!("… {left_out} more steps …")]);
    }
    lines
}
