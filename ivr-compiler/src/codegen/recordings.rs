//! What cargo has to watch: the list of recordings, and every recording that is played, so that a tree is compiled anew
//! when one of them is taken away. They are read and not kept.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Graph, Stock};

/// Constants without a name, which no program has in it.
pub(super) fn watched(graph: &Graph) -> TokenStream {
    let played = graph.played();
    let files = graph.stock.iter().flat_map(|stock| {
        let own = |language: &str| stock.languages.iter().any(|own| own == language);
        let names = played.iter().filter(|played| own(played.language)).map(|played| played.name.as_str());
        names.filter_map(|name| file(stock, name)).collect::<BTreeSet<String>>()
    });
    let files: BTreeSet<String> = files.collect();
    let files = files.iter();
    quote! {
        #(const _: &[u8] = ::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", #files));)*
    }
}

/// The file to watch for a recording, from the root of the package; nothing when there is none.
fn file(stock: &Stock, name: &str) -> Option<String> {
    let shelf = stock.shelf.as_ref().ok()?;
    let folder = stock.path.value.trim_end_matches('/');
    if stock.is_list {
        return Some(folder.to_owned());
    }
    shelf.find(name).map(|file| format!("{folder}/{file}"))
}
