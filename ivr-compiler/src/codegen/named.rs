//! Names of states in the source that no transition contains. They are listed in a constant, so that an editor finds
//! the state for each of them.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;

use super::states;
use crate::model::Graph;

/// For a sound tree: what no transition names.
pub(super) fn aside(graph: &Graph) -> TokenStream {
    constant(graph, &graph.named_aside)
}

/// For a tree with faults, of which parts could not be read: whatever is called like a state.
pub(super) fn all(graph: &Graph, source: TokenStream) -> TokenStream {
    let states: HashSet<String> = graph.states.iter().map(|state| state.name.to_string()).collect();
    let mut names = Vec::new();
    collect(source, &states, &mut names);
    constant(graph, &names)
}

/// Names that no state has yet, where only rust-analyzer sees them: what is half typed is completed there.
///
/// It stands before all that quotes such a name: the editor completes it by trying another name in its place, and
/// finds it in the expansion by the length of what is before it.
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

/// Items that rust-analyzer sees, and rustc does not.
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
