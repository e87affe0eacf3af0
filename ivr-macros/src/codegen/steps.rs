//! Targets as `Step`s, and the rows that `Step::Way` points at.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::model::{End, Graph, Jump, Target, Way};

/// `Step::Go(Self::Sales)`.
pub(super) fn step(target: &Target) -> TokenStream {
    match target {
        Target::Go(Jump { name, .. }) => quote!(Step::Go(Self::#name)),
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
    let rows = graph.ways.iter().map(|way| match way {
        Way::Say { then, .. } => {
            let then = step(then);
            quote!(Way::Say { then: #then })
        }
        Way::Enter { jump, slot } => {
            let (name, slot) = (&jump.name, Literal::u8_unsuffixed(*slot));
            quote!(Way::Enter { state: Self::#name, slot: #slot })
        }
        Way::Retry { slot, times, at, then, .. } => {
            let (slot, times) = (Literal::u8_unsuffixed(*slot), Literal::u8_unsuffixed(*times));
            let (at, then) = (asked(at.as_ref().map(|jump| &jump.name)), step(then));
            quote!(Way::Retry { slot: #slot, times: #times, at: #at, then: #then })
        }
    });
    quote!(&[#(#rows),*])
}

fn asked(at: Option<&Ident>) -> TokenStream {
    match at {
        Some(name) => quote!(Some(Self::#name)),
        None => quote!(None),
    }
}
