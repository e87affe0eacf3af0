//! The estimated duration of a path, from its texts and timeouts.
//!
//! Every prompt is heard to its end. Conversations, messages and the time in a queue are not counted, because they
//! last as long as people make them.

use std::time::Duration;

use super::Class;
use crate::{
    inspect::graph::{Cause, Edge},
    inspect::spoken,
};
use ivr_runtime::{
    description::{Description, Verb},
    heard::Event,
};

/// Returns the time from the first word to the end of the path.
pub(super) fn time(tree: &Description, class: &Class<'_, '_>) -> Duration {
    class.edges.iter().map(|edge| visit(tree, edge)).sum()
}

/// Returns the duration of a visit to a state until the edge is taken.
fn visit(tree: &Description, edge: &Edge<'_>) -> Duration {
    let Some(state) = tree.states.get(edge.from) else { return Duration::ZERO };
    let prompts = |fresh| spoken::time_of_prompts(tree, &state.verb, edge.condition, fresh);
    let waiting = Duration::from_secs(waiting(&state.verb, edge).into());
    let first = spoken::time(tree, &state.lines, true) + prompts(true) + waiting;
    let own = edge.route.retries.iter().find(|retry| retry.at.is_none());
    let again = own.map_or(Duration::ZERO, |retry| {
        let words = (0..usize::from(retry.times)).map(|time| {
            let block = retry.blocks.get(time).or(retry.blocks.last());
            block.map_or(Duration::ZERO, |lines| spoken::time(tree, lines, true))
        });
        words.sum::<Duration>() + u32::from(retry.times) * (prompts(false) + waiting)
    });
    first + again + spoken::time(tree, edge.route.said, true)
}

/// Returns the timeout in seconds that must expire before the edge is taken.
fn waiting(verb: &Verb, edge: &Edge<'_>) -> u32 {
    let is_for = |heard: Event| edge.causes.first() == Some(&Cause::Outcome(heard));
    match verb {
        Verb::Gather(gather) if is_for(Event::Silence) => gather.timeout,
        Verb::Dial(dial) if is_for(Event::NoAnswer) || is_for(Event::Else) => dial.timeout,
        Verb::Record(record) if is_for(Event::Silence) => record.timeout,
        Verb::Connect(connect) if is_for(Event::Failed) => connect.time_limit,
        Verb::Match(question) if is_for(Event::Late) => question.within.unwrap_or(0),
        _ => 0,
    }
}
