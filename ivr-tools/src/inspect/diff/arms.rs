//! The arms of a state whose target or texts have changed.

use ivr_core::condition::Condition;

use super::spoken;
use crate::inspect::graph::{Cause, Destination, Edge, Retry, Route, describe};

/// Returns each cause with another effect, in the order of the new arms, followed by removed causes. Causes with the
/// same change are combined.
pub(super) fn changes(old: &[&Edge<'_>], new: &[&Edge<'_>]) -> Vec<String> {
    let (before, after) = (routes(old), routes(new));
    let mut told = Told::default();
    for (cause, route) in &after {
        match before.iter().find(|(one, _)| one == cause) {
            Some((_, was)) => changed(&mut told, *cause, was, route),
            None => told.add("", *cause, format!("is new and {}", describe::effect(route))),
        }
    }
    for (cause, was) in before {
        if !after.iter().any(|(one, _)| *one == cause) {
            told.add("", cause, format!("has no arm any more; before, it {}", describe::effect(was)));
        }
    }
    told.sentences()
}

/// Returns the keys and phrases that lead elsewhere than before, or nowhere.
pub(super) fn moved(old: &[&Edge<'_>], new: &[&Edge<'_>]) -> impl Iterator<Item = String> {
    let (before, after) = (routes(old), routes(new));
    let mut told = Told::default();
    for (cause, was) in
        before.into_iter().filter(|(own, _)| matches!(own.cause, Cause::Keys(_) | Cause::Phrase(_)))
    {
        match after.iter().find(|(one, _)| one.is_there_for(cause)) {
            Some((_, route)) if route.to == was.to => {}
            Some((_, route)) => {
                let change =
                    format!("now {}; before, it {}", describe::leads(&route.to), describe::leads(&was.to));
                told.add("", cause, change);
            }
            None if after.iter().any(|(one, _)| one.cause == cause.cause) => {
                let change = format!("is under another condition; before, it {}", describe::leads(&was.to));
                told.add("", cause, change);
            }
            None => {
                told.add("", cause, format!("has no arm any more; before, it {}", describe::leads(&was.to)));
            }
        }
    }
    told.sentences().into_iter()
}

/// An input, and the condition under which it has an effect.
#[derive(Clone, Copy, PartialEq)]
struct Choice<'d> {
    cause: Cause<'d>,
    condition: Option<&'d Condition>,
}

impl<'d> Choice<'d> {
    /// Returns whether the arm exists for a caller whom an earlier version asked, for whom `before` existed.
    fn is_there_for(self, before: Self) -> bool {
        self.cause == before.cause && (self.condition.is_none() || self.condition == before.condition)
    }

    fn named(self) -> String {
        format!("{}{}", describe::named(self.cause), describe::under(self.condition))
    }
}

/// Returns the effect of each cause. The first arm for a cause is the one that is taken.
fn routes<'e, 'd>(edges: &[&'e Edge<'d>]) -> Vec<(Choice<'d>, &'e Route<'d>)> {
    let mut routes: Vec<(Choice<'d>, &'e Route<'d>)> = Vec::new();
    for edge in edges {
        for cause in &edge.causes {
            let own = Choice { cause: *cause, condition: edge.condition };
            if !routes.iter().any(|(one, _)| *one == own) {
                routes.push((own, &edge.route));
            }
        }
    }
    routes
}

/// The maximum number of causes in a change; of more, the first three are named.
const CAUSES: usize = 4;

/// Changes, with the causes for each.
#[derive(Default)]
struct Told<'d>(Vec<(&'static str, Vec<Choice<'d>>, String)>);

impl<'d> Told<'d> {
    /// Adds a change. `before` precedes the cause, and `change` follows it.
    fn add(&mut self, before: &'static str, cause: Choice<'d>, change: String) {
        match self.0.iter_mut().find(|(word, _, text)| *word == before && *text == change) {
            Some((_, causes, _)) => causes.push(cause),
            None => self.0.push((before, vec![cause], change)),
        }
    }

    fn sentences(self) -> Vec<String> {
        let sentence = |(before, causes, change): (&str, Vec<Choice<'_>>, String)| {
            let more = causes.len().saturating_sub(CAUSES);
            let shown = if more > 0 { CAUSES - 1 } else { CAUSES };
            let mut named: Vec<String> = causes.into_iter().take(shown).map(Choice::named).collect();
            named.extend((more > 0).then(|| format!("one of {} more", more + 1)));
            format!("{before}{} {change}", named.join(" or "))
        };
        self.0.into_iter().map(sentence).collect()
    }
}

fn changed<'d>(told: &mut Told<'d>, cause: Choice<'d>, old: &Route<'_>, new: &Route<'_>) {
    if let Some(change) = leads_otherwise(old, new) {
        told.add("", cause, change);
    }
    let asked = |route: &Route<'_>| route.retries.iter().flat_map(said_when_asking).collect::<Vec<_>>();
    if let Some(change) = spoken::changes("the caller, asked again,", &asked(old), &asked(new)) {
        told.add("after ", cause, change);
    }
    if let Some(change) = spoken::changes("the caller", &spoken::heard(old.said), &spoken::heard(new.said)) {
        told.add("after ", cause, change);
    }
}

fn said_when_asking(retry: &Retry<'_>) -> Vec<String> {
    retry.blocks.iter().flat_map(|lines| spoken::heard(lines)).collect()
}

fn leads_otherwise(old: &Route<'_>, new: &Route<'_>) -> Option<String> {
    let asking = |route: &Route<'_>| route.retries.iter().map(describe::asking).collect::<Vec<_>>();
    let change = match (asking(old) == asking(new), old.to, new.to) {
        (true, was, is) if was == is => return None,
        (true, Destination::State(was), Destination::State(is)) => {
            format!("now leads to {is} instead of {was}")
        }
        (true, was, is) => format!("now {}; before, it {}", describe::leads(&is), describe::leads(&was)),
        (false, ..) => format!("now {}; before, it {}", describe::effect(new), describe::effect(old)),
    };
    Some(change)
}
