//! Generates the offer of a state: its items with their keys, and the field in which an item is stored.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{data, places, states};
use crate::{
    model::{Gather, Graph, Verb},
    syntax::Offer,
};

/// Generates the trait methods, if anything is offered.
pub(super) fn methods(graph: &Graph, runtime: &TokenStream) -> TokenStream {
    let (tree, data) = (&states::path(graph), data::name(graph));
    let offers: Vec<(&Ident, &Gather, &Offer)> = graph
        .states
        .iter()
        .filter_map(|state| {
            let Verb::Gather(gather) = &state.verb else { return None };
            Some((&state.name, gather.as_ref(), gather.offer.as_ref()?))
        })
        .collect();
    if offers.is_empty() {
        return TokenStream::new();
    }
    let (mut offered, mut item) = (TokenStream::new(), TokenStream::new());
    for (name, gather, offer) in offers {
        let (items, put) = (items(gather, offer, runtime), put(offer, runtime));
        offered.extend(quote!(#tree::#name => #items,));
        item.extend(quote!(#tree::#name => #put,));
    }
    quote! {
        fn offered(self, call: &#runtime::data::Call<#data>) -> #runtime::data::Offered {
            match self { #offered _ => ::core::default::Default::default() }
        }

        fn item(
            self,
            call: &mut #runtime::data::Call<#data>,
            place: ::core::primitive::usize,
            speak: ::core::option::Option<&mut dyn ::core::ops::FnMut(&#runtime::data::Call<#data>)>,
        ) {
            match self { #item _ => {} }
        }
    }
}

/// Generates the keys of the items, and their indexes in the list.
fn items(gather: &Gather, offer: &Offer, runtime: &TokenStream) -> TokenStream {
    let Offer { item, list, more, key, .. } = offer;
    let (name, keys, pages) = (list.to_string(), gather.offered_keys(), more.is_some());
    let items = places::borrowed(list.span(), &TokenStream::new(), quote!(call.#list));
    match key {
        None => quote!(#runtime::data::offer(call.data(), (#name, #items), (#keys, #pages))),
        Some(expression) => {
            let at = expression.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
            let own = places::borrowed(at, &TokenStream::new(), expression.clone());
            quote!(#runtime::data::offer_by_key(#items, #keys, |#item| ::std::string::ToString::to_string(#own)))
        }
    }
}

/// Generates the function that stores an item in its field, and restores the field if the item is only spoken.
fn put(Offer { item, list, .. }: &Offer, runtime: &TokenStream) -> TokenStream {
    let items = places::borrowed(list.span(), &TokenStream::new(), quote!(call.#list));
    // The span is that of the field, where rustc reports a type that does not fit.
    let found = Ident::new("found", Span::call_site().located_at(item.span()));
    quote! {
        if let ::core::option::Option::Some(#found) = #runtime::data::item(#items, place) {
            let before = ::core::mem::replace(&mut call.data_mut().#item, #found);
            if let ::core::option::Option::Some(speak) = speak {
                speak(call);
                call.data_mut().#item = before;
            }
        }
    }
}
