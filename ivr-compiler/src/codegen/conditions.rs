//! Generates the function that returns whether the fields hold that conditions test.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::Graph;

/// Generates `PhoneTree::condition`, which returns a field by index. rustc reports a field that is not `bool` where a
/// condition names it.
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
