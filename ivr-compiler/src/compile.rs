//! The pipeline: the only file that knows all stages.

use std::{
    env,
    path::{Path, PathBuf},
};

use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    bracketed,
    parse::{ParseStream, Parser as _},
    token,
};

use crate::{
    check::{SoundGraph, check},
    codegen, conditional,
    diagnostics::Diagnostics,
    model::{Graph, resolve},
    prompts,
    syntax::parse,
};

/// Compiles one `phone_tree!`. With faults, the items are still there beside the errors, so that one mistake is
/// one error and editors keep completing.
pub fn compile(input: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    // Cargo sets this variable to the folder of the package.
    let root = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let (runtime, outcome) = analyse(input.clone(), &root, &mut diagnostics);
    if let Some(trees) = diagnostics.conditional.then(|| conditional::split(&input, &runtime)).flatten() {
        return trees;
    }
    match outcome {
        Some(Ok(sound)) => {
            let (warnings, items) = (diagnostics.into_tokens(), codegen::generate(&sound, &runtime));
            quote!(#warnings #items)
        }
        Some(Err(graph)) => {
            let half_typed = codegen::half_typed(&graph);
            let (errors, items) = (diagnostics.into_tokens(), codegen::error_stub(&graph, input, &runtime));
            quote!(#half_typed #errors #items)
        }
        None => diagnostics.into_tokens(),
    }
}

/// Runs all stages except code generation. Paths are relative to `root`. Returns `None` if not even the name of the
/// tree could be parsed.
fn analyse(
    input: TokenStream,
    root: &Path,
    diagnostics: &mut Diagnostics,
) -> (TokenStream, Option<Result<SoundGraph, Box<Graph>>>) {
    let mut runtime = quote!(::ivr);
    let mut found = None;
    let parse = |input: ParseStream<'_>| {
        if input.peek(token::Bracket) {
            let path;
            bracketed!(path in input);
            runtime = path.parse()?;
        }
        match parse::tree(input, diagnostics) {
            Ok(tree) => found = Some(tree),
            Err(diagnostic) => diagnostics.unread(diagnostic),
        }
        Ok(())
    };
    // Tokens that remain after an error are not a second error.
    if let (Err(error), false) = (parse.parse2(input), diagnostics.has_errors()) {
        diagnostics.push(error);
    }
    let state = found.as_ref().and_then(|tree| tree.states.first()).map(|state| state.name.to_string());
    diagnostics.name_a_state(state.as_deref());
    let outcome = found.map(|mut tree| {
        prompts::fill(&mut tree, diagnostics);
        let mut graph = resolve(tree, diagnostics);
        graph.read_audio_files(root);
        check(graph, diagnostics)
    });
    diagnostics.settle();
    (runtime, outcome)
}

/// Returns all diagnostics of a tree, for tests of rules.
#[cfg(test)]
pub(crate) fn diagnostics(input: TokenStream) -> Vec<crate::diagnostics::Diagnostic> {
    let mut diagnostics = Diagnostics::default();
    let _outcome = analyse(input, &crate::check::tests::recordings(), &mut diagnostics);
    diagnostics.into_iter().collect()
}
