//! Counts calls by the states and arms of their tree: where callers leave, how long they wait, and which arms are not
//! taken.

// The formats of the report.
mod picture;
mod text;

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use ivr_runtime::{
    description::{Description, Target, Verb},
    events::{CallEvent, End, Happened, Timestamp},
};
use serde::Serialize;

use super::{Calls, RecordedCall};
use crate::inspect::graph::{Destination, Kind, Route, describe};
use ivr_core::event::Outcome;

pub(crate) use picture::svg;
pub(crate) use text::text;

/// The counts of files of events.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// The name of the tree.
    pub(crate) tree: String,
    pub(crate) calls: u64,
    /// The first event and the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) from: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<Timestamp>,
    /// Calls that the tree ended.
    pub(crate) ended_by_tree: u64,
    /// Calls that ended while a state waited for something.
    pub(crate) left_by_caller: u64,
    /// Calls without an end, if the ends of other calls are reported.
    pub(crate) in_progress: u64,
    /// Whether the end of any call is reported. Otherwise a call in progress counts as left.
    pub(crate) ends_are_reported: bool,
    /// Calls that heard `on_error`.
    pub(crate) on_error: u64,
    /// In the order of the tree.
    pub(crate) states: Vec<StateReport>,
    /// States of other versions, and how many events name them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) unknown: BTreeMap<String, u64>,
}

/// What happened in one state.
#[derive(Debug, Serialize)]
pub(crate) struct StateReport {
    pub(crate) state: String,
    pub(crate) verb: &'static str,
    /// The number of visits. A call that is asked again is on the same visit.
    pub(crate) visits: u64,
    /// Visits that ended with the call.
    pub(crate) left: u64,
    /// Calls that the tree ended there.
    pub(crate) ended: u64,
    /// How often the state asked again, or was entered again from itself.
    pub(crate) asked_again: u64,
    /// How often it failed.
    pub(crate) on_error: u64,
    /// The time from the arrival in the state to the arrival in the next one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) wait: Option<Wait>,
    /// The time from the arrival until the caller left, if the end is reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) wait_until_left: Option<Wait>,
    /// In the order of the tree.
    pub(crate) arms: Vec<ArmReport>,
    /// Names of arms that this version does not have.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) unknown_arms: BTreeMap<String, u64>,
    #[serde(skip)]
    waits: Vec<Duration>,
    #[serde(skip)]
    waits_until_left: Vec<Duration>,
}

/// The waiting time of callers.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Wait {
    /// The median.
    pub(crate) median_s: f64,
    /// The 90th percentile.
    pub(crate) p90_s: f64,
}

/// What happened in one arm.
#[derive(Debug, Serialize)]
pub(crate) struct ArmReport {
    pub(crate) arm: String,
    /// Where it leads.
    pub(crate) to: String,
    pub(crate) taken: u64,
    #[serde(skip)]
    kinds: HashMap<Kind, u64>,
}

impl Report {
    pub(crate) fn of(calls: &Calls, tree: &Description) -> Self {
        let events = || calls.calls.iter().flat_map(|call| &call.events);
        let mut report = Self {
            tree: tree.name.clone(),
            calls: u64::try_from(calls.calls.len()).unwrap_or(u64::MAX),
            from: events().map(|event| event.time).min(),
            to: events().map(|event| event.time).max(),
            ended_by_tree: 0,
            left_by_caller: 0,
            in_progress: 0,
            ends_are_reported: events().any(|event| matches!(event.what, Happened::Ended { .. })),
            on_error: 0,
            states: tree.states.iter().map(|state| StateReport::of(tree, state)).collect(),
            unknown: BTreeMap::new(),
        };
        let places = Places::of(tree);
        calls.calls.iter().for_each(|call| report.count(call, &places));
        for state in &mut report.states {
            state.wait = Wait::of(&mut state.waits);
            state.wait_until_left = Wait::of(&mut state.waits_until_left);
        }
        report
    }

    fn count(&mut self, call: &RecordedCall, places: &Places) {
        let mut walk = Walk { here: None, ended: false, failed: false };
        call.events.iter().for_each(|event| self.follow(&mut walk, event, places));
        self.on_error += u64::from(walk.failed);
        let is_reported = call.events.iter().find(|event| matches!(event.what, Happened::Ended { .. }));
        if walk.ended {
            self.ended_by_tree += 1;
        } else if is_reported.is_none() && self.ends_are_reported {
            self.in_progress += 1;
        } else {
            self.left_by_caller += 1;
            if let Some((place, since)) = walk.here
                && let Some(state) = self.states.get_mut(place)
            {
                state.left += 1;
                state.waits_until_left.extend(is_reported.map(|event| event.time.since(since)));
            }
        }
    }

    fn follow(&mut self, walk: &mut Walk, event: &CallEvent, places: &Places) {
        match &event.what {
            Happened::Started { next, end, .. } => self.arrive(walk, (next, *end), event.time, places),
            Happened::Step { state, arm, outcome, next, end, .. } => {
                let Some(place) = places.of_state(state) else {
                    *self.unknown.entry(state.clone()).or_default() += 1;
                    walk.here = None;
                    return self.arrive(walk, (next, *end), event.time, places);
                };
                if let Some(report) = self.states.get_mut(place) {
                    report.take(arm.as_deref(), outcome);
                }
                // The states of a queue, and how the queue is left, are not part of the path of the call.
                if outcome == Outcome::Waits.as_str() || places.is_waiting(place) {
                    return;
                }
                self.leave(walk, place, next.as_deref() == Some(state), event.time);
                self.arrive(walk, (next, *end), event.time, places);
            }
            Happened::OnError { state } => {
                walk.failed = true;
                let place = state.as_deref().and_then(|state| places.of_state(state));
                if let Some(state) = place.and_then(|place| self.states.get_mut(place)) {
                    state.on_error += 1;
                }
                walk.here = None;
                self.arrive(walk, (&places.on_error, None), event.time, places);
            }
            // Another version may write further events.
            Happened::Ended { .. } | _ => {}
        }
    }

    /// Records that a call leaves its state, or is asked there again.
    fn leave(&mut self, walk: &mut Walk, place: usize, again: bool, time: Timestamp) {
        let Some(state) = self.states.get_mut(place) else { return };
        let since = match walk.here.filter(|(here, _)| *here == place) {
            Some((_, since)) => since,
            // The file begins in the middle of the call.
            None => {
                state.visits += 1;
                time
            }
        };
        if again {
            state.asked_again += 1;
            walk.here = Some((place, since));
        } else {
            state.waits.push(time.since(since));
            walk.here = None;
        }
    }

    fn arrive(
        &mut self,
        walk: &mut Walk,
        (next, end): (&Option<String>, Option<End>),
        time: Timestamp,
        places: &Places,
    ) {
        walk.ended |= end.is_some();
        let Some(next) = next else { return };
        let Some(place) = places.of_state(next) else {
            *self.unknown.entry(next.clone()).or_default() += 1;
            walk.here = None;
            return;
        };
        let Some(state) = self.states.get_mut(place) else { return };
        state.ended += u64::from(end.is_some());
        if walk.here.is_none_or(|(here, _)| here != place) {
            state.visits += 1;
            walk.here = Some((place, time));
        }
    }
}

/// One call on its way.
struct Walk {
    /// The current state, and since when.
    here: Option<(usize, Timestamp)>,
    /// The tree has ended it.
    ended: bool,
    /// It heard `on_error`.
    failed: bool,
}

/// The states of a tree by name, including earlier names.
struct Places {
    states: HashMap<String, usize>,
    /// The states in which a queue holds the caller.
    waiting: Vec<bool>,
    /// Where a call waits after `on_error`.
    on_error: Option<String>,
}

impl Places {
    fn of(tree: &Description) -> Self {
        let named = tree.states.iter().enumerate().flat_map(|(place, state)| {
            let names = state.was.iter().chain([&state.name]);
            names.map(move |name| (name.clone(), place))
        });
        let on_error = tree.on_error.as_ref().and_then(|on_error| settled(tree, &on_error.then));
        let waiting = tree.states.iter().map(|state| state.waiting).collect();
        Self { states: named.collect(), waiting, on_error }
    }

    fn of_state(&self, name: &str) -> Option<usize> {
        self.states.get(name).copied()
    }

    fn is_waiting(&self, place: usize) -> bool {
        self.waiting.get(place).copied().unwrap_or(false)
    }
}

/// Returns the state in which a call waits after a target.
fn settled(tree: &Description, target: &Target) -> Option<String> {
    let mut route = Route::of(tree, target);
    for _ in &tree.states {
        let Destination::State(name) = route.to else { return None };
        match &tree.state(name)?.verb {
            Verb::Goto(to) => route = Route::of(tree, to),
            _ => return Some(name.to_owned()),
        }
    }
    None
}

/// `Sales`, `asks again twice, then Reception`.
fn goal(route: &Route<'_>) -> String {
    let to = match route.to {
        Destination::State(name) => name,
        Destination::Again => "asks again",
        Destination::End(end) => end.as_str(),
    };
    let asking = route.retries.iter().map(describe::asking);
    asking.chain([to.to_owned()]).collect::<Vec<_>>().join(", then ")
}

impl StateReport {
    fn of(tree: &Description, state: &ivr_runtime::description::State) -> Self {
        let end = End::of(&state.verb).map(End::as_str);
        let arms = tree.arm_names(state).into_iter().zip(state.verb.arms()).map(|(arm, of)| ArmReport {
            arm,
            to: goal(&Route::of(tree, &of.to)),
            taken: 0,
            kinds: HashMap::new(),
        });
        Self {
            state: state.name.clone(),
            verb: state.verb.kind().map(ivr_core::event::Verb::as_str).or(end).unwrap_or("goto"),
            visits: 0,
            left: 0,
            ended: 0,
            asked_again: 0,
            on_error: 0,
            wait: None,
            wait_until_left: None,
            arms: arms.collect(),
            unknown_arms: BTreeMap::new(),
            waits: Vec::new(),
            waits_until_left: Vec::new(),
        }
    }

    /// Counts an arm that was taken.
    fn take(&mut self, arm: Option<&str>, outcome: &str) {
        let Some(arm) = arm else { return };
        let asks_rust = matches!(self.verb, "match" | "connect");
        let kind = match Outcome::parse(outcome) {
            Some(outcome) => outcome.kind(),
            None if asks_rust => Kind::Automatic,
            None => Kind::Chosen,
        };
        match self.arms.iter_mut().find(|known| known.arm == arm) {
            Some(known) => {
                known.taken += 1;
                *known.kinds.entry(kind).or_default() += 1;
            }
            None => *self.unknown_arms.entry(arm.to_owned()).or_default() += 1,
        }
    }
}

impl Wait {
    fn of(waits: &mut [Duration]) -> Option<Self> {
        waits.sort_unstable();
        let at = |part: usize| waits.get((waits.len() * part).div_ceil(10).saturating_sub(1));
        let seconds = |wait: &Duration| (wait.as_secs_f64() * 10.0).round() / 10.0;
        Some(Self { median_s: seconds(at(5)?), p90_s: seconds(at(9)?) })
    }
}

#[cfg(test)]
mod tests;
