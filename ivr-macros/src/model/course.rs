//! A call of a scenario as it really goes: every stop on its way, and where it comes to rest.

use super::{At, Graph, Heard, Impossible, Scenario, StateId, To, Verb, hear};
use crate::syntax::Input;

/// The way of one call.
#[derive(Debug)]
pub(crate) struct Course<'a> {
    pub(crate) start: StateId,
    /// What happened, and where it led.
    pub(crate) stops: Vec<Stop<'a>>,
    pub(crate) rest: Rest<'a>,
}

/// One transition.
#[derive(Debug)]
pub(crate) struct Stop<'a> {
    /// What happened; nothing for a state that goes on by itself.
    pub(crate) input: Option<(&'a Input, Heard)>,
    /// The state it led to; the end of the call otherwise.
    pub(crate) to: Option<StateId>,
}

/// How the call stands after its last input.
#[derive(Debug)]
pub(crate) enum Rest<'a> {
    /// In a state: it waits there, or has ended with it.
    In(StateId),
    /// The call is over.
    Over,
    /// This input cannot happen in this state, or after the end of the call.
    Impossible(&'a Input, Option<StateId>, Impossible),
    /// Something on the way could not be read.
    Unknown,
}

impl Graph {
    /// Follows the inputs of one line.
    pub(crate) fn course<'a>(&self, scenario: &Scenario, inputs: &'a [Input]) -> Course<'a> {
        let mut stops = Vec::new();
        let rest = self.call(scenario.start, inputs, &mut stops);
        Course { start: scenario.start, stops, rest }
    }

    fn call<'a>(&self, start: StateId, inputs: &'a [Input], stops: &mut Vec<Stop<'a>>) -> Rest<'a> {
        let mut to = self.settle(To::Enter(At::fresh(start)), stops);
        for input in inputs {
            let at = match to {
                To::Enter(at) | To::Ask(at) => at,
                To::End(_) => return Rest::Impossible(input, None, Impossible::Over),
                To::Unknown => return Rest::Unknown,
            };
            match self.step(at, input, stops) {
                Ok(next) => to = self.settle(next, stops),
                Err(why) => return Rest::Impossible(input, Some(at.state), why),
            }
        }
        match to {
            To::Enter(at) | To::Ask(at) => Rest::In(at.state),
            To::End(_) => Rest::Over,
            To::Unknown => Rest::Unknown,
        }
    }

    /// Past every state that goes on by itself.
    fn settle(&self, to: To, stops: &mut Vec<Stop<'_>>) -> To {
        let mut to = to;
        // Who goes on more often than there are states goes round for ever, which is the fault of another rule.
        for _ in 0..=self.states.len() {
            let (To::Enter(at) | To::Ask(at)) = to else { return to };
            match self.states.get(at.state).map(|state| &state.verb) {
                Some(Verb::Goto(target)) => to = self.take(at, target).to,
                Some(Verb::Broken) | None => return To::Unknown,
                Some(_) => return to,
            }
            stops.push(Stop { input: None, to: state_of(to) });
        }
        To::Unknown
    }

    fn step<'a>(&self, at: At, input: &'a Input, stops: &mut Vec<Stop<'a>>) -> Result<To, Impossible> {
        let Some(state) = self.states.get(at.state) else { return Ok(To::Unknown) };
        let Some(heard) = hear(self, state, input)? else { return Ok(To::Unknown) };
        let Some(arm) = state.verb.arms().and_then(|arms| arms.list.get(heard.arm)) else {
            return Ok(To::Unknown);
        };
        let to = self.take(at, &arm.target).to;
        stops.push(Stop { input: Some((input, heard)), to: state_of(to) });
        Ok(to)
    }

    /// Whether a call that has come to `state` ends with it.
    pub(crate) fn is_over_in(&self, state: StateId) -> bool {
        self.states.get(state).is_some_and(|state| state.verb.arms().is_none())
    }

    /// `Greeting → Menu —3→ Hours —1→ Hours`.
    pub(crate) fn route(&self, course: &Course<'_>) -> String {
        let name = |state: Option<StateId>| {
            let state = state.and_then(|state| self.states.get(state));
            state.map_or_else(|| "end".to_owned(), |state| state.name.to_string())
        };
        let mut route = name(Some(course.start));
        for stop in &course.stops {
            match &stop.input {
                Some((input, _)) => route.push_str(&format!(" —{input}→ ")),
                None => route.push_str(" → "),
            }
            route.push_str(&name(stop.to));
        }
        route
    }
}

fn state_of(to: To) -> Option<StateId> {
    match to {
        To::Enter(at) | To::Ask(at) => Some(at.state),
        To::End(_) | To::Unknown => None,
    }
}
