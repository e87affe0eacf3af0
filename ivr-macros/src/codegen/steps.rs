//! Targets as `Step`s, and the rows that `Step::Way` points at.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::states;
use crate::model::{End, Graph, Jump, Target, Way};

/// `Step::Go(Acme::Sales)`.
pub(super) fn step(tree: &Ident, target: &Target) -> TokenStream {
    match target {
        Target::Go(Jump { name, .. }) => quote!(Step::Go(#tree::#name)),
        Target::Again | Target::Unknown => quote!(Step::Again),
        Target::End(end) => {
            let ending = ending(*end);
            quote!(Step::End(#ending))
        }
        Target::Way(row) => {
            let row = Literal::usize_unsuffixed(*row);
            quote!(Step::Way(#row))
        }
    }
}

fn ending(end: End) -> TokenStream {
    match end {
        End::Hangup => quote!(Ending::Hangup),
        End::Busy => quote!(Ending::Busy),
        End::Rejected => quote!(Ending::Rejected),
        End::Leave => quote!(Ending::Leave),
    }
}

/// `&[Way::Retry { … }, …]`.
pub(super) fn ways(graph: &Graph) -> TokenStream {
    let tree = &states::path(graph);
    let rows = graph.ways.iter().map(|way| match way {
        Way::Say { then, .. } => {
            let then = step(tree, then);
            quote!(Way::Say { then: #then })
        }
        Way::Enter { jump, slot } => {
            let (name, slot) = (&jump.name, Literal::u8_unsuffixed(*slot));
            quote!(Way::Enter { state: #tree::#name, slot: #slot })
        }
        Way::Retry { slot, times, at, then, .. } => {
            let (slot, times) = (Literal::u8_unsuffixed(*slot), Literal::u8_unsuffixed(*times));
            let (at, then) = (asked(tree, at.as_ref().map(|jump| &jump.name)), step(tree, then));
            quote!(Way::Retry { slot: #slot, times: #times, at: #at, then: #then })
        }
    });
    quote!(&[#(#rows),*])
}

fn asked(tree: &Ident, at: Option<&Ident>) -> TokenStream {
    match at {
        Some(name) => quote!(Some(#tree::#name)),
        None => quote!(None),
    }
}
