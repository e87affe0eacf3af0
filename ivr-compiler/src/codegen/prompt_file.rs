//! The file that words stand in: what of it was known, and that the tree is compiled anew when it changes.

use proc_macro2::TokenStream;
use quote::quote;

use super::json::{Object, object};
use crate::{
    model::{Graph, Piece, number, pieces},
    syntax::{PromptFile, Said},
};

/// The keys of the file with their values, for a program that reads it again.
pub(super) fn words(object: &mut Object<'_>, graph: &Graph, words: &PromptFile) {
    object.text("file", &words.file.value).list("keys", &words.keys, |json, said| key(json, graph, said));
}

fn key(json: &mut String, graph: &Graph, said: &Said) {
    let mut placeholders: Vec<String> = Vec::new();
    for (language, text) in &said.texts {
        for piece in pieces(text).unwrap_or_default() {
            let Piece::Placeholder { name, format } = piece else { continue };
            let number = number(&graph.placeholders, &name, &format, language).unwrap_or_default();
            let mut placeholder = String::new();
            object(&mut placeholder, |object| {
                let written = format.written(&name);
                object.text("language", language).text("written", &written).number("number", number);
            });
            if !placeholders.contains(&placeholder) {
                placeholders.push(placeholder);
            }
        }
    }
    object(json, |object| {
        object
            .text("key", &said.key)
            .flag("optional", said.optional)
            .flag("off", said.off)
            .flag("ssml", said.ssml)
            .some("placeholders", &placeholders, |json, written| json.push_str(written));
    });
}

/// What the compiler is told to look at: without it nobody would know that the file is a part of the program.
pub(super) fn read_again(words: &PromptFile) -> TokenStream {
    let file = format!("/{}", words.file.value);
    quote! {
        const _: &str = ::core::include_str!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), #file));
    }
}
