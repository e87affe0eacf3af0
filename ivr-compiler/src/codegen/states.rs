//! The enum of the states, with the author's names and documentation.

use ivr_core::event::{Event, Outcome};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::row::Row;
use crate::{model::Graph, syntax::Attributes};

/// Generates `pub enum Acme { Greeting, Menu, … }`.
pub(super) fn declaration(graph: &Graph) -> TokenStream {
    let (visibility, name) = (&graph.visibility, &graph.name);
    let otherwise = format!(" The phone tree `{name}`.");
    let docs = docs(&graph.attributes).unwrap_or_else(|| quote!(#[doc = #otherwise]));
    // States without a comment get no generated documentation, so the lint is turned off.
    let silent = graph.states.iter().any(|state| state.attributes.docs.is_empty());
    let silent = silent.then(|| quote!(#[allow(missing_docs)]));
    let mut states = Row::default();
    for state in &graph.states {
        if let Some(docs) = self::docs(&state.attributes) {
            states.all(docs);
        }
        states.push(state.name.clone());
        states.mark(',');
    }
    let states = states.into_tokens();
    // An enum without variants cannot be cast to `usize`. Such a tree has an error already.
    let nobody = graph.states.is_empty().then(|| {
        quote!(
            #[doc(hidden)]
            Nobody
        )
    });
    quote! {
        #docs
        #silent
        #[derive(
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
            ::core::hash::Hash,
        )]
        #visibility enum #name { #states #nobody }
    }
}

/// Returns the name of the enum in generated code. `Self::Menu` would read as well, but rustc looks up such a variant
/// with a linear search.
pub(super) fn path(graph: &Graph) -> Ident {
    if is_imported(graph) {
        return quote::format_ident!("__{}Tree", graph.name, span = Span::call_site());
    }
    Ident::new(&graph.name.to_string(), graph.name.span().located_at(Span::call_site()))
}

/// The names that generated code imports in addition to the enum.
pub(super) const IMPORTED: [&str; 11] =
    ["Position", "Ending", "Event", "PhoneTree", "Transition", "To", "Go", "Wait", "Again", "End", "Action"];

fn is_imported(graph: &Graph) -> bool {
    let name = graph.name.to_string();
    let keys = ('0'..='9').chain(['*', '#']).filter_map(Event::key);
    let outcomes = Outcome::ALL.iter().map(|outcome| outcome.heard());
    let mut events = keys.chain(outcomes).chain([Event::Arm(0), Event::Next]);
    IMPORTED.contains(&name.as_str()) || events.any(|event| event.variant() == name)
}

/// Returns another name of the enum, for a scope in which its own name means an import.
pub(super) fn alias(graph: &Graph) -> TokenStream {
    let (name, path) = (&graph.name, path(graph));
    if is_imported(graph) { quote!(type #path = #name;) } else { TokenStream::new() }
}

/// Generates `Debug` with the table of names, because a derive would generate another match.
pub(super) fn debug(graph: &Graph) -> TokenStream {
    let name = path(graph);
    quote! {
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(PhoneTree::name(*self))
            }
        }
    }
}

/// Generates every state, in source order.
pub(super) fn list(graph: &Graph) -> TokenStream {
    let (tree, mut states) = (path(graph), Row::default());
    for state in &graph.states {
        states.path(&tree, &state.name);
        states.mark(',');
    }
    let states = states.into_tokens();
    quote!(&[#states])
}

/// Generates the name of `self`.
pub(super) fn names(graph: &Graph) -> TokenStream {
    let names: Vec<String> = match &graph.states[..] {
        [] => vec!["Nobody".to_owned()],
        states => states.iter().map(|state| state.name.to_string()).collect(),
    };
    let count = Literal::usize_unsuffixed(names.len());
    quote! {
        const NAMES: [&str; #count] = [#(#names),*];
        NAMES[self as usize]
    }
}

fn docs(attributes: &Attributes) -> Option<TokenStream> {
    let lines = attributes.docs.iter().map(|line| &line.value);
    (!attributes.docs.is_empty()).then(|| quote!(#(#[doc = #lines])*))
}
