//! Looks up the names for the numbers of an event, in the writer thread.

use std::collections::HashMap;

use super::{
    CallEvent, Happened,
    queue::{Noted, What},
};
use crate::description::{Description, Verb};
use ivr_core::event::{Event, Outcome};

/// The names of a tree.
#[derive(Debug)]
pub(super) struct Names {
    tree: String,
    starts: Vec<Option<String>>,
    states: Vec<State>,
}

#[derive(Debug)]
struct State {
    name: String,
    verb: Verb,
    arms: Vec<String>,
    /// The arms that were looked up.
    taken: HashMap<Event, Option<usize>>,
}

impl Names {
    pub(super) fn of(tree: &Description) -> Self {
        let state = |state: &crate::description::State| State {
            name: state.name.clone(),
            verb: state.verb.clone(),
            arms: tree.arm_names(state),
            taken: HashMap::new(),
        };
        Self {
            tree: tree.name.clone(),
            starts: tree.starts.iter().map(|start| start.name.clone()).collect(),
            states: tree.states.iter().map(state).collect(),
        }
    }

    /// Returns the event for a note of a request, or `None` for a state that only continues by itself.
    pub(super) fn event(&mut self, noted: &Noted) -> Option<CallEvent> {
        let what = match noted.what {
            What::Started { start, rest } => {
                let start = self.starts.get(start).cloned().flatten();
                Happened::Started { start, next: self.name(rest.state), end: rest.end }
            }
            What::Step { state, heard, attempt, rest, latency_us } => {
                let next = self.name(rest.state);
                let state = self.states.get_mut(state)?;
                Happened::Step {
                    verb: state.verb.kind()?.as_str().to_owned(),
                    arm: state.arm(heard),
                    outcome: heard.outcome().map_or(Happened::MATCHED, Outcome::as_str).to_owned(),
                    state: state.name.clone(),
                    attempt,
                    next,
                    end: rest.end,
                    latency_us,
                }
            }
            What::OnError { state } => Happened::OnError { state: self.name(state) },
            What::Ended { status, duration_s } => Happened::Ended { status, duration_s },
        };
        Some(CallEvent { time: noted.time, call: noted.call.to_string(), tree: self.tree.clone(), what })
    }

    fn name(&self, state: Option<usize>) -> Option<String> {
        self.states.get(state?).map(|state| state.name.clone())
    }
}

impl State {
    fn arm(&mut self, heard: Event) -> Option<String> {
        let Self { verb, taken, .. } = self;
        let arm = *taken.entry(heard).or_insert_with(|| verb.taken(heard));
        self.arms.get(arm?).cloned()
    }
}
