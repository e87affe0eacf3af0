//! Names of states in the source that no transition contains. They are listed in a constant, so that an editor finds
//! the state for each of them.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;

use super::states;
use crate::model::Graph;

/// Lists the names of a sound tree that no transition contains.
pub(super) fn aside(graph: &Graph) -> TokenStream {
    constant(graph, &graph.named_aside)
}

/// Lists the names in a tree with errors that are names of states, including in parts that could not be parsed.
pub(super) fn all(graph: &Graph, source: TokenStream) -> TokenStream {
    let states: HashSet<String> = graph.states.iter().map(|state| state.name.to_string()).collect();
    let mut names = Vec::new();
    collect(source, &states, &mut names);
    constant(graph, &names)
}

/// Names that no state has yet, visible only to rust-analyzer, which completes what is half typed there.
///
/// They precede everything that quotes such a name: the editor completes a name by trying another one in its place,
/// and finds it in the expansion by the length of what precedes it.
pub(crate) fn half_typed(graph: &Graph) -> TokenStream {
    let tree = states::path(graph);
    let names = &graph.named_in_vain;
    if names.is_empty() {
        return TokenStream::new();
    }
    quote! {
        #[allow(unexpected_cfgs)]
        const _: () = {
            #(#[cfg(rust_analyzer)] const _: #tree = #tree::#names;)*
        };
    }
}

/// Wraps items so that rust-analyzer sees them and rustc does not.
pub(super) fn only_for_editors(items: &TokenStream) -> TokenStream {
    if items.is_empty() {
        return TokenStream::new();
    }
    quote! {
        #[allow(unexpected_cfgs)]
        const _: () = {
            #[cfg(rust_analyzer)]
            const _: () = { #items };
        };
    }
}

fn collect(tokens: TokenStream, states: &HashSet<String>, names: &mut Vec<Ident>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect(group.stream(), states, names),
            TokenTree::Ident(ident) if states.contains(&ident.to_string()) => names.push(ident),
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn constant(graph: &Graph, names: &[Ident]) -> TokenStream {
    if names.is_empty() {
        return TokenStream::new();
    }
    let tree = states::path(graph);
    let doc = " States that are named beside the transitions: here an editor finds them.";
    quote! {
        #[doc = #doc]
        const _: &[#tree] = &[#(#tree::#names),*];
    }
}
