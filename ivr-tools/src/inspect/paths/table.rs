//! The path classes as a table. Keys are written as in a `scenario`.

use std::fmt::Write as _;

use super::{Class, Coverage, From, Stop, length};
use crate::inspect::graph::{self, Cause, Edge, describe};
use ivr_core::text::{AUDIO_FILE_TIME, whole_seconds};
use ivr_runtime::{
    description::{Description, Verb},
    heard::Event,
};

/// The maximum width of the column of ends; a longer one pushes its keys to the right.
const ENDS: usize = 40;

pub(super) fn table(tree: &Description, starts: &[From<'_, '_>]) -> String {
    let mut text = format!("Paths of {}\n", tree.name);
    for start in starts {
        text.push('\n');
        if let Some(name) = start.name {
            line(&mut text, format_args!("From the start {name}\n"));
        }
        rows(&mut text, tree, start);
    }
    let (covered, whole) = (Coverage::of(tree, starts), Coverage::whole(tree));
    line(
        &mut text,
        format_args!(
            "\nThey cover {} of {} states and {} of {} arms.",
            covered.states, whole.states, covered.arms, whole.arms
        ),
    );
    let file = AUDIO_FILE_TIME.as_secs();
    line(
        &mut text,
        format_args!(
            "Times are estimates: texts at the speaking rate of their language, {file} s for a file without a text,"
        ),
    );
    line(&mut text, format_args!("all prompts in full; conversations, messages and queues are not counted."));
    text
}

fn rows(text: &mut String, tree: &Description, start: &From<'_, '_>) {
    let row = |class| (whole_seconds(length::time(tree, class)), end(tree, class), keys(tree, class));
    let rows: Vec<(u64, String, String)> = start.classes.iter().map(row).collect();
    let width = rows.iter().map(|(_, end, _)| end.chars().count()).max().unwrap_or(0).min(ENDS);
    for (number, (seconds, end, keys)) in rows.iter().enumerate() {
        line(text, format_args!("{:>5} {seconds:>5} s  {end:<width$}  {keys}", number + 1));
    }
    let lengths = rows.iter().map(|(seconds, ..)| seconds).enumerate();
    if let Some((number, seconds)) = lengths.max_by_key(|(_, seconds)| **seconds) {
        let count = describe::count(rows.len(), "path");
        line(text, format_args!("\n{count}; number {} takes longest, about {seconds} s.", number + 1));
    }
    if start.is_cut {
        line(text, format_args!("There are more. These are the shortest."));
    }
}

/// Returns the inputs of the caller and the outcomes of verbs: `3 silence silence [no_answer]`.
pub(crate) fn keys(tree: &Description, class: &Class<'_, '_>) -> String {
    // Each with the state in which it is pressed.
    let mut keys: Vec<(usize, String)> = Vec::new();
    for edge in &class.edges {
        let Some(state) = tree.states.get(edge.from) else { continue };
        let Some(one) = written(&state.verb, edge) else { continue };
        (0..edge.route.attempts()).for_each(|_| keys.push((edge.from, one.clone())));
        for retry in edge.route.retries.iter().filter(|retry| retry.at.is_some()) {
            // An attempt at an earlier state repeats the keys after that state.
            let at = tree.states.iter().position(|state| Some(state.name.as_str()) == retry.at);
            let from = keys.iter().position(|(from, _)| Some(*from) == at).unwrap_or(keys.len());
            let mut attempt = keys.get(from..).unwrap_or_default().to_vec();
            attempt.insert(0, (edge.from, one.clone()));
            (0..retry.times).for_each(|_| keys.extend(attempt.iter().cloned()));
        }
        keys.push((edge.from, one));
    }
    if keys.is_empty() {
        return "(nothing)".to_owned();
    }
    keys.into_iter().map(|(_, key)| key).collect::<Vec<_>>().join(" ")
}

/// Returns an arm. Several causes are separated by bars; of its phrases only the first is written.
fn written(verb: &Verb, edge: &Edge<'_>) -> Option<String> {
    let causes = tokens(&graph::told(&edge.causes));
    match (causes.is_empty(), verb) {
        (true, _) => None,
        (false, Verb::Gather(_)) => Some(format!("{}{}", causes.join("|"), describe::under(edge.condition))),
        (false, _) => Some(format!("[{}]", causes.join("|"))),
    }
}

fn tokens(causes: &[Cause<'_>]) -> Vec<String> {
    let is_phrase = |cause: &&Cause<'_>| matches!(cause, Cause::Phrase(_));
    let mut phrases = causes.iter().filter(is_phrase);
    let named = causes.iter().filter(|cause| !is_phrase(cause)).chain(phrases.next());
    let more = phrases.next().map(|_| "…".to_owned());
    named.filter_map(|cause| token(*cause)).chain(more).collect()
}

fn token(cause: Cause<'_>) -> Option<String> {
    match cause {
        Cause::Keys(text) | Cause::Pattern(text) => Some(text.to_owned()),
        Cause::Phrase(text) => Some(format!("\"{text}\"")),
        Cause::Outcome(Event::Next) => None,
        Cause::Outcome(heard) => Some(heard.to_string()),
    }
}

/// `Thanks hangs up`, `back to Menu`.
fn end(tree: &Description, class: &Class<'_, '_>) -> String {
    let last = class.edges.last().and_then(|edge| tree.states.get(edge.from));
    let name = last.map_or("", |state| state.name.as_str());
    match class.stop {
        Stop::End(end) => format!("{name} {}", describe::ends(end)),
        Stop::Again => format!("{name} asks again"),
        Stop::Back(state) if state == name => format!("{name} starts anew"),
        Stop::Back(state) => format!("{name} leads back to {state}"),
    }
}

fn line(text: &mut String, of: std::fmt::Arguments<'_>) {
    // Writing to a `String` cannot fail.
    let _ = writeln!(text, "{of}");
}
