//! The course of a call in a scenario: every state on the way, and where the call waits.

use super::{Graph, Impossible, Position, Reply, Scenario, StateId, TakenArm, To, Verb, hear, spoken_after};
use crate::syntax::Input;

/// The course of a call.
#[derive(Debug)]
pub(crate) struct Course<'a> {
    pub(crate) start: StateId,
    /// The inputs, and where each led.
    pub(crate) stops: Vec<Stop<'a>>,
    pub(crate) rest: Rest<'a>,
}

/// One transition.
#[derive(Debug)]
pub(crate) struct Stop<'a> {
    /// The input, or `None` for a state that continues by itself.
    pub(crate) input: Option<(&'a Input, TakenArm)>,
    /// The state it led to, or `None` for the end of the call.
    pub(crate) to: Option<StateId>,
}

/// The state of the call after its last input.
#[derive(Debug)]
pub(crate) enum Rest<'a> {
    /// In a state: it waits there, or has ended in it.
    In(StateId),
    /// The call has ended.
    Over,
    /// This input cannot happen in this state, or after the end of the call.
    Impossible(&'a Input, Option<StateId>, Impossible),
    /// Something on the way could not be parsed.
    Unknown,
}

impl Graph {
    /// Follows the inputs of a line.
    pub(crate) fn course<'a>(&self, scenario: &Scenario, inputs: &'a [Input]) -> Course<'a> {
        let language = self.languages.first.value.as_str();
        let mut call = Call { graph: self, language, stops: Vec::new() };
        let rest = call.follow(scenario.start, inputs).unwrap_or_else(|rest| rest);
        Course { start: scenario.start, stops: call.stops, rest }
    }

    /// Returns whether a call that has reached `state` ends there.
    pub(crate) fn is_over_in(&self, state: StateId) -> bool {
        self.states.get(state).is_some_and(|state| state.verb.arms().is_none())
    }

    /// Returns `Greeting → Menu —3→ Hours —1→ Hours`.
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

/// A call in progress.
struct Call<'g, 'a> {
    graph: &'g Graph,
    /// The language of the call.
    language: &'g str,
    stops: Vec<Stop<'a>>,
}

impl<'a> Call<'_, 'a> {
    /// Returns the final state of the call, as an error if it cannot continue.
    fn follow(&mut self, start: StateId, inputs: &'a [Input]) -> Result<Rest<'a>, Rest<'a>> {
        let mut to = self.settle(Reply { words: None, to: To::Enter(Position::fresh(start)) })?;
        for input in inputs {
            let (To::Enter(at) | To::Ask(at) | To::Wait(at) | To::Leave(at)) = to else {
                return Err(Rest::Impossible(input, None, Impossible::Over));
            };
            let next = self.step(at, input)?;
            to = self.settle(next)?;
        }
        Ok(match to {
            To::Enter(at) | To::Ask(at) | To::Wait(at) | To::Leave(at) => Rest::In(at.state),
            To::End(..) => Rest::Over,
        })
    }

    /// Follows every state that continues by itself.
    fn settle(&mut self, reply: Reply) -> Result<To, Rest<'a>> {
        let mut to = self.heard(reply);
        // More steps than states mean a cycle of `goto`, which another rule reports.
        for _ in 0..=self.graph.states.len() {
            let (To::Enter(at) | To::Ask(at) | To::Wait(at) | To::Leave(at)) = to else { return Ok(to) };
            match self.graph.states.get(at.state).map(|state| &state.verb) {
                Some(Verb::Goto(target)) => {
                    to = self.heard(self.graph.apply(at, target).ok_or(Rest::Unknown)?);
                }
                Some(Verb::Broken) | None => return Err(Rest::Unknown),
                Some(_) => return Ok(to),
            }
            self.stops.push(Stop { input: None, to: state_of(to) });
        }
        Err(Rest::Unknown)
    }

    fn step(&mut self, at: Position, input: &'a Input) -> Result<Reply, Rest<'a>> {
        let state = self.graph.states.get(at.state).ok_or(Rest::Unknown)?;
        let impossible = |why| Rest::Impossible(input, Some(at.state), why);
        let taken = hear(state, self.language, input).map_err(impossible)?.ok_or(Rest::Unknown)?;
        let arm = state.verb.arms().and_then(|arms| arms.list.get(taken.arm)).ok_or(Rest::Unknown)?;
        let reply = self.graph.apply(at, &arm.target).ok_or(Rest::Unknown)?;
        self.stops.push(Stop { input: Some((input, taken)), to: state_of(reply.to) });
        Ok(reply)
    }

    /// Returns the target of a reply, after the language changes on the way.
    fn heard(&mut self, reply: Reply) -> To {
        let on_the_way = reply.words.map_or(&[][..], |words| self.graph.words(words));
        self.language = spoken_after(on_the_way, self.language);
        if let To::Enter(at) = reply.to
            && let Some(state) = self.graph.states.get(at.state)
        {
            self.language = spoken_after(&state.steps, self.language);
        }
        reply.to
    }
}

fn state_of(to: To) -> Option<StateId> {
    match to {
        To::Enter(at) | To::Ask(at) | To::Wait(at) | To::Leave(at) => Some(at.state),
        To::End(..) => None,
    }
}
