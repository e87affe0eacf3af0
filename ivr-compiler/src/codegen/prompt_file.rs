//! The file that words stand in: what of it was known, and that the tree is compiled anew when it changes.

use proc_macro2::TokenStream;
use quote::quote;

use super::json::{Object, list};
use crate::{
    model::{Graph, Piece, number, pieces},
    syntax::{PromptFile, Said},
};

/// The keys of the file with their values, for a program that reads it again.
pub(super) fn words(graph: &Graph, words: &PromptFile) -> String {
    let keys: Vec<String> = words.keys.iter().map(|said| key(graph, said)).collect();
    Object::new().text("file", &words.file.value).raw("keys", &list(&keys)).end()
}

fn key(graph: &Graph, said: &Said) -> String {
    let mut placeholders: Vec<String> = Vec::new();
    for (language, text) in &said.texts {
        for piece in pieces(text).unwrap_or_default() {
            let Piece::Placeholder { name, format } = piece else { continue };
            let number = number(&graph.placeholders, &name, &format, language).unwrap_or_default();
            let placeholder =
                Object::new().text("language", language).text("written", &format.written(&name));
            let placeholder = placeholder.number("number", number).end();
            if !placeholders.contains(&placeholder) {
                placeholders.push(placeholder);
            }
        }
    }
    Object::new()
        .text("key", &said.key)
        .flag("optional", said.optional)
        .flag("off", said.off)
        .flag("ssml", said.ssml)
        .list("placeholders", &placeholders)
        .end()
}

/// What the compiler is told to look at: without it nobody would know that the file is a part of the program.
pub(super) fn read_again(words: &PromptFile) -> TokenStream {
    let file = format!("/{}", words.file.value);
    quote! {
        const _: &str = ::core::include_str!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), #file));
    }
}
