//! Generates targets as `Step`s, and the table that `Step::Action` refers to.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::{
    row::{Idents, Row},
    states,
};
use crate::model::{Action, End, Graph, Jump, Target};

/// Appends `Step::Go(Acme::Sales)`.
pub(super) fn put(tree: &Ident, target: &Target, words: &Idents, row: &mut Row) {
    match target {
        Target::Go(Jump { name, .. }) => {
            words.transition(&words.go, row);
            row.argument(|row| words.state(tree, name, row));
        }
        Target::Wait(Jump { name, .. }) => {
            words.transition(&Ident::new("Wait", Span::call_site()), row);
            row.argument(|row| words.state(tree, name, row));
        }
        Target::Again | Target::Unknown => words.transition(&words.again, row),
        Target::End(end) => {
            words.transition(&words.end, row);
            row.argument(|row| row.path(&words.ending, &ending(*end)));
        }
        Target::Action(number) => {
            words.transition(&words.action, row);
            row.argument(|row| row.push(Literal::u16_unsuffixed(*number)));
        }
    }
}

fn step(tree: &Ident, target: &Target) -> TokenStream {
    let mut row = Row::default();
    put(tree, target, &Idents::new(), &mut row);
    row.into_tokens()
}

fn ending(end: End) -> Ident {
    let word = match end {
        End::Hangup => "Hangup",
        End::Busy => "Busy",
        End::Rejected => "Rejected",
        End::Leave => "Leave",
    };
    Ident::new(word, Span::call_site())
}

/// Generates `&[Action::Retry { … }, …]`.
pub(super) fn actions(graph: &Graph) -> TokenStream {
    let tree = &states::path(graph);
    let rows = graph.actions.iter().map(|action| match action {
        Action::Say { then, .. } => {
            let then = step(tree, then);
            quote!(Action::Say { then: #then })
        }
        Action::Enter { jump, slot } => {
            let (name, slot) = (&jump.name, Literal::u8_unsuffixed(*slot));
            quote!(Action::Enter { state: #tree::#name, slot: #slot })
        }
        Action::Leave { jump, slot, .. } => {
            let (name, slot) = (&jump.name, Literal::u8_unsuffixed(*slot));
            quote!(Action::Leave { state: #tree::#name, slot: #slot })
        }
        Action::Retry { slot, times, at, then, .. } => {
            let (slot, times) = (Literal::u8_unsuffixed(*slot), Literal::u8_unsuffixed(*times));
            let (at, then) = (asked(tree, at.as_ref().map(|jump| &jump.name)), step(tree, then));
            quote!(Action::Retry { slot: #slot, times: #times, at: #at, then: #then })
        }
    });
    quote!(&[#(#rows),*])
}

fn asked(tree: &Ident, at: Option<&Ident>) -> TokenStream {
    match at {
        Some(name) => quote!(::core::option::Option::Some(#tree::#name)),
        None => quote!(::core::option::Option::None),
    }
}
