//! The prompt file of a tree: what is known of it at compile time, and that the tree is recompiled when it changes.

use ivr_core::description::{self, KeyPlaceholder};
use proc_macro2::TokenStream;
use quote::quote;

use super::description::index;
use crate::{
    model::{Graph, Piece, number, pieces},
    syntax::{PromptFile, Said},
};

/// Describes the keys of the file with their values, for a program that reads it again.
pub(super) fn described(graph: &Graph, words: &PromptFile) -> description::PromptFile {
    description::PromptFile {
        file: words.file.value.clone(),
        keys: words.keys.iter().map(|said| key(graph, said)).collect(),
    }
}

fn key(graph: &Graph, said: &Said) -> description::Key {
    let mut placeholders: Vec<KeyPlaceholder> = Vec::new();
    for (language, text) in &said.texts {
        for piece in pieces(text).unwrap_or_default() {
            let Piece::Placeholder { name, format } = piece else { continue };
            let number = number(&graph.placeholders, &name, &format, language).unwrap_or_default();
            let placeholder = KeyPlaceholder {
                language: language.clone(),
                written: format.written(&name),
                number: index(number),
            };
            if !placeholders.contains(&placeholder) {
                placeholders.push(placeholder);
            }
        }
    }
    description::Key {
        key: said.key.clone(),
        optional: said.optional,
        ssml: said.ssml,
        off: said.off,
        placeholders,
    }
}

/// Generates the reference to the file that makes cargo recompile the tree when the file changes.
pub(super) fn read_again(words: &PromptFile) -> TokenStream {
    let file = format!("/{}", words.file.value);
    quote! {
        const _: &str = ::core::include_str!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), #file));
    }
}
