//! Fields of a call at the position where the author names them, so that rustc reports type errors there.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::quote;

use crate::{model::Graph, syntax::Text};

/// Returns `.stop.name` with the span of the author's text.
pub(super) fn path(name: &Text, skipped: usize) -> TokenStream {
    let part = |(place, part): (usize, &str)| match part.parse::<usize>() {
        Ok(element) => {
            let mut element = Literal::usize_unsuffixed(element);
            element.set_span(name.span);
            TokenTree::from(element)
        }
        Err(_) if place > 0 && is_keyword(part) => Ident::new_raw(part, name.span).into(),
        Err(_) => Ident::new(part, name.span).into(),
    };
    let parts = name.value.split('.').enumerate().skip(skipped).map(part);
    quote!(#(.#parts)*)
}

/// Returns whether Rust accepts the name only with `r#`.
fn is_keyword(name: &str) -> bool {
    syn::parse_str::<Ident>(name).is_err()
}

/// Returns `&(place)` with the author's span, so that rustc reports type errors there.
pub(super) fn borrowed(at: Span, mutable: &TokenStream, place: TokenStream) -> TokenStream {
    let (mut and, mut brackets) =
        (Punct::new('&', Spacing::Alone), Group::new(Delimiter::Parenthesis, place));
    and.set_span(at);
    brackets.set_span(at);
    quote!(#and #mutable #brackets)
}

/// Returns the type of a field.
pub(super) fn type_of<'g>(graph: &'g Graph, name: &Ident) -> Option<&'g TokenStream> {
    graph.data.iter().find(|field| field.name == *name).map(|field| &field.kind)
}
