//! Generates scenarios as constant assertions over the transition function and the runtime's `Position::apply`. They
//! verify for the code that serves calls what was checked for the model.

use ivr_core::event::Event;
use proc_macro2::TokenStream;
use quote::quote;

use super::next;
use crate::{
    model::{Course, Graph, Jump, Rest, Scenario},
    syntax::{Expected, ScenarioLine},
};

/// Generates an assertion for each line, or nothing for a tree without scenarios.
pub(super) fn assertions(graph: &Graph, runtime: &TokenStream) -> TokenStream {
    let lines: Vec<TokenStream> = graph
        .scenarios
        .iter()
        .flat_map(|scenario| scenario.lines.iter().map(|line| assertion(graph, scenario, line)))
        .collect();
    if lines.is_empty() {
        return TokenStream::new();
    }
    let name = &super::states::path(graph);
    quote! {
        const _: () = {
            use #runtime::tree::{Position, Event, PhoneTree, To};

            /// Returns the state of a call after all events, or `None` if it is over.
            const fn rest(start: #name, heard: &[Event]) -> ::core::option::Option<#name> {
                let actions = <#name as PhoneTree>::ACTIONS;
                let mut at = Position::fresh(start);
                let mut place = 0;
                while place < heard.len() {
                    match at.apply(#name::next(at.state, heard[place]), actions).to {
                        To::Enter(next) | To::Ask(next) | To::Wait(next) | To::Leave(next) => at = next,
                        To::End(..) => return ::core::option::Option::None,
                    }
                    place += 1;
                }
                ::core::option::Option::Some(at.state)
            }

            #(#lines)*
        };
    }
}

fn assertion(graph: &Graph, scenario: &Scenario, line: &ScenarioLine<Jump>) -> TokenStream {
    let name = &super::states::path(graph);
    let course = graph.course(scenario, &line.inputs);
    let start = graph.states.get(course.start).map(|state| &state.name);
    let heard = heard(&course, matches!(line.expected, Expected::End(_)));
    let heard = heard.into_iter().map(next::pattern);
    let rest = quote!(rest(#name::#start, &[#(#heard),*]));
    let holds = match &line.expected {
        Expected::State(jump) => {
            let state = &jump.name;
            quote!(::core::matches!(#rest, ::core::option::Option::Some(#name::#state)))
        }
        Expected::End(_) => quote!(#rest.is_none()),
    };
    let message = format!("the scenario \"{}\" fails in the generated code", scenario.name.value);
    quote!(::core::assert!(#holds, #message);)
}

/// Returns the events for the transition function, up to the end of the call if it ends in a state.
fn heard(course: &Course<'_>, to_the_end: bool) -> Vec<Event> {
    let stops = course.stops.iter().map(|stop| stop.input.map_or(Event::Next, |(_, taken)| taken.heard));
    let ends = to_the_end && matches!(course.rest, Rest::In(_));
    stops.chain(ends.then_some(Event::Next)).collect()
}
