//! What a state offers of a list: its items with their keys, each with the data of a call that chose it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{data, places, states};
use crate::{
    model::{Gather, Graph, Verb},
    syntax::Offer,
};

/// The method of the trait, where anything is offered.
pub(super) fn method(graph: &Graph, runtime: &TokenStream) -> TokenStream {
    let (tree, data) = (&states::path(graph), data::name(graph));
    let rows: Vec<TokenStream> = graph
        .states
        .iter()
        .filter_map(|state| {
            let Verb::Gather(gather) = &state.verb else { return None };
            let (name, items) = (&state.name, items(gather, gather.offer.as_ref()?, runtime));
            Some(quote!(#tree::#name => #items,))
        })
        .collect();
    if rows.is_empty() {
        return TokenStream::new();
    }
    quote! {
        fn offered(self, call: &#runtime::data::Call<#data>) -> #runtime::data::Offered<#data> {
            match self { #(#rows)* _ => ::core::default::Default::default() }
        }
    }
}

fn items(gather: &Gather, offer: &Offer, runtime: &TokenStream) -> TokenStream {
    let Offer { item, list, more, key, .. } = offer;
    let (name, keys, pages) = (list.to_string(), gather.offered_keys(), more.is_some());
    let items = places::borrowed(list.span(), &TokenStream::new(), quote!(call.#list));
    // It stands where the author names the field: rustc underlines there what does not fit.
    let found = Ident::new("found", Span::call_site().located_at(item.span()));
    let put = quote!(|data, #found| data.#item = ::core::clone::Clone::clone(#found));
    match key {
        None => quote!(#runtime::data::offer(call.data(), (#name, #items), (#keys, #pages), #put)),
        Some(expression) => {
            let at = expression.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
            let own = places::borrowed(at, &TokenStream::new(), expression.clone());
            quote! {
                #runtime::data::offer_by_key(
                    call.data(),
                    #items,
                    #keys,
                    |#item| ::std::string::ToString::to_string(#own),
                    #put,
                )
            }
        }
    }
}
