//! Generates Rust from a sound graph, with one file per generated item. This stage reports nothing and cannot fail.

mod after;
mod arms;
mod claims;
mod conditions;
mod connect;
mod constants;
mod data;
mod description;
mod hours;
mod language;
mod left;
mod lines;
mod named;
mod next;
mod offer;
mod places;
mod prompt_file;
mod recordings;
mod render;
mod row;
mod runs;
mod rust;
mod scenarios;
mod states;
mod steps;
mod verbs;

pub(crate) use named::half_typed;

use proc_macro2::TokenStream;
use quote::quote;

use crate::{check::SoundGraph, model::Graph};

/// Generates the items of a tree: the enum, the transition function, and their constants.
pub(crate) fn generate(sound: &SoundGraph, runtime: &TokenStream) -> TokenStream {
    let graph = sound.graph();
    let items = items(graph, runtime, &description::literal(graph), Bodies::Compiled);
    let (named, scenarios) = (named::aside(graph), scenarios::assertions(graph, runtime));
    let read = graph.words.as_ref().map(prompt_file::read_again);
    let watched = recordings::watched(graph);
    quote!(#items #named #scenarios #read #watched)
}

/// Generates the same items for a tree with errors. They are never executed, but uses of the states compile, even if
/// parts of the source could not be parsed.
pub(crate) fn error_stub(graph: &Graph, source: TokenStream, runtime: &TokenStream) -> TokenStream {
    let items = items(graph, runtime, &quote!(""), Bodies::ForEditors);
    let named = named::all(graph, source);
    quote!(#items #named)
}

/// Whether the author's Rust is generated. For a tree with errors, rustc would report errors in it a second time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bodies {
    Compiled,
    ForEditors,
}

/// Generates the items of a tree, in the order of the output.
fn items(graph: &Graph, runtime: &TokenStream, description: &TokenStream, bodies: Bodies) -> TokenStream {
    let (name, alias) = (&states::path(graph), states::alias(graph));
    let app = rust::app_type(graph);
    let data = data::name(graph);
    let text = graph.name.to_string();

    let states = states::declaration(graph);
    let (debug, list) = (states::debug(graph), states::list(graph));
    let names = states::names(graph);
    let next = next::function(graph, runtime);
    let actions = steps::actions(graph);

    let fields = data::declaration(graph, runtime);
    let languages = language::declaration(graph, runtime);
    let kept = data::implementations(graph, runtime);
    let filled = if bodies == Bodies::Compiled { data::methods(graph, runtime) } else { TokenStream::new() };
    let rust = left::asked(graph, rust::functions(graph, runtime));
    let (rust, editors) = match bodies {
        Bodies::Compiled => (rust, TokenStream::new()),
        Bodies::ForEditors => (TokenStream::new(), named::only_for_editors(&rust)),
    };
    let kept = (!kept.is_empty() || !rust.is_empty()).then(|| quote!(const _: () = { #kept #rust };));
    let (traits, needs) = (constants::constants(graph, runtime), hours::required(graph, runtime));
    let hand_over =
        if bodies == Bodies::Compiled { rust::methods(graph, runtime) } else { TokenStream::new() };
    let condition = (bodies == Bodies::Compiled).then(|| conditions::condition(graph, runtime));

    quote! {
        #states

        #alias

        #fields

        #languages

        #kept

        #editors

        #needs

        #next

        const _: () = {
            use #runtime::tree::{Ending, Event, PhoneTree, Transition, Action};

            impl PhoneTree for #name {
                type App = #app;
                type Data = #data;
                const NAME: &'static str = #text;
                const DESCRIPTION: &'static str = #description;
                const ACTIONS: &'static [Action<Self>] = #actions;
                #traits

                fn states() -> &'static [Self] {
                    #list
                }

                fn index(self) -> usize {
                    self as usize
                }

                fn name(self) -> &'static str {
                    #names
                }

                fn next(self, heard: Event) -> Transition<Self> {
                    Self::next(self, heard)
                }

                #filled

                #hand_over

                #condition
            }

            #debug
        };
    }
}

#[cfg(test)]
mod spans;

#[cfg(test)]
mod tests;
