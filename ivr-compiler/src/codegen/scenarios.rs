//! Scenarios as constant assertions over the generated transition function and the runtime's `At::apply`: what was
//! shown of the model holds for the very code that serves calls.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    arms::{self, Heard},
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
            use #runtime::tree::{At, Heard, PhoneTree, To};

            /// Where a call comes to rest after all that was heard; `None` when it is over.
            const fn rest(start: #name, heard: &[Heard]) -> Option<#name> {
                let ways = <#name as PhoneTree>::WAYS;
                let mut at = At::fresh(start);
                let mut place = 0;
                while place < heard.len() {
                    match at.apply(#name::next(at.state, heard[place]), ways).to {
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
fn heard(graph: &Graph, course: &Course<'_>, to_the_end: bool) -> Vec<Heard> {
    let mut state = Some(course.start);
    let mut found = Vec::new();
    for stop in &course.stops {
        found.push(state.map_or(Heard::Next, |state| one(graph, state, stop)));
        state = stop.to;
    }
    if to_the_end && matches!(course.rest, Rest::In(_)) {
        found.push(Heard::Next);
    }
    found
}

fn one(graph: &Graph, state: StateId, stop: &Stop<'_>) -> Heard {
    let Some((_, heard)) = &stop.input else { return Heard::Next };
    let arms = graph.states.get(state).and_then(|state| state.verb.arms());
    let arm = arms.and_then(|arms| arms.list.get(heard.arm));
    let counted = || arm.map_or(Heard::Arm(heard.arm), |arm| arms::counts_as(arm, heard.arm));
    match &heard.by {
        By::Entry(entry) => arms::single(entry).map_or_else(counted, Heard::Key),
        By::Arm => counted(),
        By::Outcome(outcome) => Heard::Outcome(*outcome),
    }
}
