//! What cargo must watch: the list of recordings, and every recording that is played, so that the tree is recompiled
//! when one is deleted. The files are not part of the program.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{AudioFiles, Graph};

/// Generates unnamed constants, which are not part of the program.
pub(super) fn watched(graph: &Graph) -> TokenStream {
    if graph.audio_files.is_empty() {
        return TokenStream::new();
    }
    let played = graph.played();
    let files = graph.audio_files.iter().flat_map(|audio_files| {
        let own = |language: &str| audio_files.languages.iter().any(|own| own == language);
        let names = played.iter().filter(|played| own(played.language)).map(|played| played.name.as_str());
        names.filter_map(|name| file(audio_files, name)).collect::<BTreeSet<String>>()
    });
    let files: BTreeSet<String> = files.collect();
    let files = files.iter();
    quote! {
        #(const _: &[u8] = ::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", #files));)*
    }
}

/// Returns the file to watch for a recording, relative to the package, if there is one.
fn file(audio_files: &AudioFiles, name: &str) -> Option<String> {
    let audio_folder = audio_files.audio_folder.as_ref().ok()?;
    let folder = audio_files.path.value.trim_end_matches('/');
    if audio_files.is_list {
        return Some(folder.to_owned());
    }
    audio_folder.find(name).map(|file| format!("{folder}/{file}"))
}
