//! Generates the languages of a tree as an enum, if Rust chooses one of them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use crate::model::Graph;

/// Returns the name of the enum, `HotelLanguage`.
pub(super) fn name(graph: &Graph) -> Ident {
    format_ident!("{}Language", graph.name, span = Span::call_site())
}

/// Returns the variant of a tag: `FrFr` for `fr-FR`.
fn variant(tag: &str) -> String {
    let capital = |part: &str| {
        let mut letters = part.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters.map(|letter| letter.to_ascii_lowercase())).collect::<String>()
    };
    tag.split('-').map(capital).collect()
}

/// Generates the enum, and its conversions from and to tags.
pub(super) fn declaration(graph: &Graph, runtime: &TokenStream) -> TokenStream {
    if !graph.chooses_language() {
        return TokenStream::new();
    }
    let (visibility, name) = (&graph.visibility, name(graph));
    let tags: Vec<&str> = graph.languages.all().map(|tag| tag.value.as_str()).collect();
    let variants: Vec<Ident> = tags.iter().map(|tag| Ident::new(&variant(tag), Span::call_site())).collect();
    let docs: Vec<String> = tags.iter().map(|tag| format!(" `{tag}`.")).collect();
    let firsts = (0..tags.len()).map(|place| (place == 0).then(|| quote!(#[default])));
    let doc = format!(" The languages of [`{}`]; a call begins in the first.", graph.name);
    quote! {
        #[doc = #doc]
        #[allow(dead_code)]
        #[derive(
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
            ::core::hash::Hash,
            ::core::fmt::Debug,
            ::core::default::Default,
        )]
        #visibility enum #name { #(#[doc = #docs] #firsts #variants,)* }

        #runtime::speak::tree_language!(#name { #(#variants: #tags,)* });
    }
}

#[cfg(test)]
mod tests {
    use super::variant;

    #[test]
    fn a_tag_becomes_a_variant() {
        assert_eq!(["fr-FR", "es-419", "cmn-Hans-CN"].map(variant), ["FrFr", "Es419", "CmnHansCn"]);
    }
}
