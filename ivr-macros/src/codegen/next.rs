//! The transition function: one match over the states without a wildcard, a small match of arms inside each.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::{
    arms::{self, Heard},
    states, steps,
};
use crate::model::{Graph, State, Verb};

/// Up to this many states stand in one match; more are dealt out to functions of this size, because the cost of
/// optimising one function grows with the square of its length.
const STATES_PER_FUNCTION: usize = 32;

/// `pub const fn next(self, heard: Heard) -> Step<Self>`.
pub(super) fn function(graph: &Graph) -> TokenStream {
    let doc = " Where the call goes when `heard` happens in this state.";
    if graph.states.is_empty() {
        return quote!(#[doc = #doc] pub const fn next(self, _heard: Heard) -> Step<Self> { Step::Again });
    }
    let tree = &states::path(graph);
    let rows: Vec<TokenStream> = graph.states.iter().map(|state| row(tree, state)).collect();
    if rows.len() <= STATES_PER_FUNCTION {
        return quote! {
            #[doc = #doc]
            pub const fn next(self, heard: Heard) -> Step<Self> {
                match self { #(#rows)* }
            }
        };
    }
    let names: Vec<&Ident> = graph.states.iter().map(|state| &state.name).collect();
    let groups = names.chunks(STATES_PER_FUNCTION).enumerate().map(|(number, names)| {
        let part = part(number);
        quote!(#(#tree::#names)|* => self.#part(heard),)
    });
    let parts = rows.chunks(STATES_PER_FUNCTION).enumerate().map(|(number, rows)| {
        let (part, doc) =
            (part(number), " Some rows of [`next`](Self::next), which sends only those states here.");
        quote! {
            #[doc = #doc]
            const fn #part(self, heard: Heard) -> Step<Self> {
                match self { #(#rows)* _ => Step::Again }
            }
        }
    });
    quote! {
        #[doc = #doc]
        pub const fn next(self, heard: Heard) -> Step<Self> {
            match self { #(#groups)* }
        }
        #(#parts)*
    }
}

fn part(number: usize) -> Ident {
    format_ident!("next_{number}")
}

/// `Acme::Menu => match heard { … },`.
fn row(tree: &Ident, state: &State) -> TokenStream {
    let name = &state.name;
    let step = match &state.verb {
        Verb::Goto(target) => steps::step(tree, target),
        Verb::Hangup | Verb::Redirect(_) => quote!(Step::End(Ending::Hangup)),
        Verb::Reject { busy: true, .. } => quote!(Step::End(Ending::Busy)),
        Verb::Reject { busy: false, .. } => quote!(Step::End(Ending::Rejected)),
        Verb::Leave { .. } => quote!(Step::End(Ending::Leave)),
        Verb::Broken => quote!(Step::Again),
        Verb::Gather(_) | Verb::Dial(_) | Verb::Record(_) | Verb::Enqueue(_) | Verb::Match(_) => {
            return listening(tree, state);
        }
    };
    quote!(#tree::#name => #step,)
}

fn listening(tree: &Ident, state: &State) -> TokenStream {
    let name = &state.name;
    let arms = state.verb.arms().map_or(&[][..], |arms| &arms.list);
    let rest = arms::rest(&state.verb);
    let rows = arms.iter().enumerate().filter(|(number, _)| Some(*number) != rest).map(|(number, arm)| {
        let heard = arms::heard(arm, number).into_iter().map(|heard| pattern(&heard));
        let step = steps::step(tree, &arm.target);
        quote!(#(#heard)|* => #step,)
    });
    let last = match rest.and_then(|number| arms.get(number)) {
        Some(arm) => steps::step(tree, &arm.target),
        None => quote!(Step::Again),
    };
    quote!(#tree::#name => match heard { #(#rows)* _ => #last, },)
}

/// `Heard::Key3`: as a pattern, or as a value.
pub(super) fn pattern(heard: &Heard) -> TokenStream {
    let variant = Ident::new(&heard.variant(), Span::call_site());
    match heard {
        Heard::Arm(number) => {
            let number = proc_macro2::Literal::usize_unsuffixed(*number);
            quote!(Heard::#variant(#number))
        }
        Heard::Key(_) | Heard::Outcome(_) => quote!(Heard::#variant),
    }
}
