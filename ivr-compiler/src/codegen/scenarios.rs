//! Scenarios as constant assertions over the generated transition function and the runtime's `Position::apply`: what was
//! shown of the model holds for the very code that serves calls.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    arms::{self, Event},
    next,
};
use crate::{
    model::{By, Course, Graph, Jump, Rest, Scenario, StateId, Stop},
    syntax::{Expected, ScenarioLine},
};

/// An assertion for each line; nothing for a tree without scenarios.
pub(super) fn assertions(graph: &Graph, runtime: &TokenStream) -> TokenStream {
    let lines: Vec<TokenStream> = graph
        .scenarios
        .iter()
        .flat_map(|scenario| scenario.lines.iter().map(|line| assertion(graph, scenario, line)))
        .collect();
    if lines.is_empty() {
        return TokenStream::new();
    }
    let name = &graph.name;
    quote! {
        const _: () = {
            use #runtime::tree::{Position, Event, PhoneTree, To};

            /// Where a call comes to rest after all that was heard; `None` when it is over.
            const fn rest(start: #name, heard: &[Event]) -> Option<#name> {
                let actions = <#name as PhoneTree>::ACTIONS;
                let mut at = Position::fresh(start);
                let mut place = 0;
                while place < heard.len() {
                    match at.apply(#name::next(at.state, heard[place]), actions).to {
                        To::Enter(next) | To::Ask(next) => at = next,
                        To::End(..) => return None,
                    }
                    place += 1;
                }
                Some(at.state)
            }

            #(#lines)*
        };
    }
}

fn assertion(graph: &Graph, scenario: &Scenario, line: &ScenarioLine<Jump>) -> TokenStream {
    let name = &graph.name;
    let course = graph.course(scenario, &line.inputs);
    let start = graph.states.get(course.start).map(|state| &state.name);
    let heard = heard(graph, &course, matches!(line.expected, Expected::End(_)));
    let heard = heard.iter().map(next::pattern);
    let rest = quote!(rest(#name::#start, &[#(#heard),*]));
    let holds = match &line.expected {
        Expected::State(jump) => {
            let state = &jump.name;
            quote!(matches!(#rest, Some(#name::#state)))
        }
        Expected::End(_) => quote!(#rest.is_none()),
    };
    let message = format!("the scenario \"{}\" does not hold in the generated code", scenario.name.value);
    quote!(assert!(#holds, #message);)
}

/// What the transition function hears on the way; to the end of the call when it ends in a state.
fn heard(graph: &Graph, course: &Course<'_>, to_the_end: bool) -> Vec<Event> {
    let mut state = Some(course.start);
    let mut found = Vec::new();
    for stop in &course.stops {
        found.push(state.map_or(Event::Next, |state| one(graph, state, stop)));
        state = stop.to;
    }
    if to_the_end && matches!(course.rest, Rest::In(_)) {
        found.push(Event::Next);
    }
    found
}

fn one(graph: &Graph, state: StateId, stop: &Stop<'_>) -> Event {
    let Some((_, heard)) = &stop.input else { return Event::Next };
    let arms = graph.states.get(state).and_then(|state| state.verb.arms());
    let arm = arms.and_then(|arms| arms.list.get(heard.arm));
    let counted = || arm.map_or(Event::Arm(heard.arm), |arm| arms::counts_as(arm, heard.arm));
    match &heard.by {
        By::Entry(entry) => arms::single(entry).map_or_else(counted, Event::Key),
        By::Arm => counted(),
        By::Outcome(outcome) => Event::Outcome(*outcome),
    }
}
