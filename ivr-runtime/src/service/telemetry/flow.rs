//! Counters of a tree by state: arrivals, inputs and ends of calls. Every label is a name of the tree and known
//! before the first call; a request finds its counters by index.

use std::time::Duration;

use ivr_core::{
    callback::CallStatus,
    event::{Event, Outcome},
};
use prometheus_client::{
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::Registry,
};

use crate::description::{Description, End, State, Verb};

/// The label for keys, phrases and Rust patterns of an arm.
pub(crate) const MATCHED: &str = "matched";

/// The outcomes of verbs, and one for keys and phrases.
const OUTCOMES: usize = Outcome::ALL.len() + 1;

type Labels<const N: usize> = [(&'static str, String); N];

#[derive(Debug)]
pub(crate) struct Flow {
    states: Vec<StateCounters>,
    /// In the order of [`CallStatus::ALL`].
    ended: [Counter; CallStatus::ALL.len()],
    durations: Histogram,
    dropped: Counter,
}

#[derive(Debug)]
struct StateCounters {
    /// The number of documents that left a call there.
    reached: Counter,
    /// The inputs in the state, by [`place`].
    heard: [Option<Counter>; OUTCOMES],
}

/// Returns the index of an event among the counters of a state.
fn place(heard: Event) -> usize {
    heard.outcome().map_or(0, |outcome| outcome as usize + 1)
}

impl Flow {
    pub(crate) fn new(registry: &mut Registry, tree: &Description) -> Self {
        let (reached, steps) = (Family::default(), Family::default());
        let states = tree.states.iter().map(|state| StateCounters::new(state, &reached, &steps)).collect();
        registry.register("ivr_state_reached", "Answers that left a call in a state", reached);
        registry.register("ivr_steps", "Inputs and results that a state received", steps);
        let by_status: Family<Labels<1>, Counter> = Family::default();
        let ended = CallStatus::ALL
            .map(|status| by_status.get_or_create_owned(&[("status", status.as_str().to_owned())]));
        registry.register("ivr_calls_ended", "Calls whose end Twilio reported", by_status);
        // From an immediate hang-up to Twilio's default limit of four hours.
        let seconds = [5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_800.0, 3_600.0, 14_400.0];
        let durations = Histogram::new(seconds);
        registry.register("ivr_call_duration_seconds", "Durations of ended calls", durations.clone());
        let dropped = Counter::default();
        registry.register("ivr_events_dropped", "Events of calls that were not written", dropped.clone());
        Self { states, ended, durations, dropped }
    }

    /// Returns the counter of events that were not written.
    pub(crate) fn dropped(&self) -> Counter {
        self.dropped.clone()
    }

    /// Counts an event in the state with this index.
    pub(crate) fn count_step(&self, state: usize, heard: Event) {
        let counter = self.states.get(state).and_then(|state| state.heard.get(place(heard))?.as_ref());
        if let Some(counter) = counter {
            counter.inc();
        }
    }

    /// Counts an answer that left a call in the state with this index.
    pub(crate) fn count_reached(&self, state: usize) {
        if let Some(state) = self.states.get(state) {
            state.reached.inc();
        }
    }

    /// Counts the end of a call that Twilio reported.
    pub(crate) fn count_end(&self, status: CallStatus, duration: Option<Duration>) {
        let at = CallStatus::ALL.iter().position(|known| *known == status);
        if let Some(counter) = at.and_then(|at| self.ended.get(at)) {
            counter.inc();
        }
        if let Some(duration) = duration {
            self.durations.observe(duration.as_secs_f64());
        }
    }
}

impl StateCounters {
    fn new(of: &State, reached: &Family<Labels<2>, Counter>, steps: &Family<Labels<3>, Counter>) -> Self {
        let verb = of.verb.kind();
        let word = verb.map(ivr_core::event::Verb::as_str).or(End::of(&of.verb).map(End::as_str));
        let labels = [("state", of.name.clone()), ("verb", word.unwrap_or_default().to_owned())];
        // A state that continues by itself is passed and not counted.
        let reached = word.map_or_else(Counter::default, |_| reached.get_or_create_owned(&labels));
        let mut heard = [const { None }; OUTCOMES];
        let [state, verb_label] = labels;
        let mut count = |at: usize, outcome: &str| {
            let outcome = ("outcome", outcome.to_owned());
            let counter = steps.get_or_create_owned(&[state.clone(), verb_label.clone(), outcome]);
            if let Some(slot) = heard.get_mut(at) {
                *slot = Some(counter);
            }
        };
        let outcomes = verb.into_iter().flat_map(ivr_core::event::Verb::outcomes);
        for outcome in outcomes.filter(|outcome| can_come(&of.verb, *outcome)) {
            count(place(outcome.heard()), outcome.as_str());
        }
        if of.verb.arms().iter().any(|arm| arm.heard.is_some() || arm.pattern.is_some()) {
            count(0, MATCHED);
        }
        Self { reached, heard }
    }
}

/// Returns whether a verb with these clauses can have this outcome: not every `gather` takes entries, not every `dial`
/// has a `screen`, and a conference is never busy.
fn can_come(verb: &Verb, outcome: Outcome) -> bool {
    let is_named = || verb.arms().iter().any(|arm| arm.outcomes.contains(&outcome.heard()));
    match (outcome, verb) {
        (Outcome::Entered | Outcome::Chosen, _) => is_named(),
        (outcome, Verb::Dial(dial)) => dial.noun.can_be(outcome, dial.screen.is_some()),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_has_a_place_of_its_own() {
        for (at, outcome) in Outcome::ALL.iter().enumerate() {
            assert_eq!(place(outcome.heard()), at + 1, "{outcome:?}");
        }
        assert_eq!([place(Event::Key1), place(Event::Arm(3))], [0, 0]);
    }
}
