//! Generates the function that returns whether the fields hold that conditions test.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::Graph;

/// `PhoneTree::condition`: a field by its place. A field of another type than `bool` is told where a condition names it.
pub(super) fn condition(graph: &Graph, runtime: &TokenStream) -> Option<TokenStream> {
    let rows: Vec<TokenStream> = graph
        .tested()
        .into_iter()
        .map(|(place, name)| {
            let place = Literal::usize_unsuffixed(place);
            let value = super::places::borrowed(name.span(), &TokenStream::new(), quote!(call.#name));
            quote! {
                #place => {
                    let holds: &::core::primitive::bool = #value;
                    *holds
                }
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        quote! {
            fn condition(field: u16, call: &#runtime::data::Call<Self::Data>) -> bool {
                match field {
                    #(#rows)*
                    _ => false,
                }
            }
        }
    })
}
