//! The pipeline: the only file that knows all stages.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    bracketed,
    parse::{ParseStream, Parser as _},
    token,
};

use crate::{
    check::{SoundGraph, check},
    codegen,
    diagnostics::Diagnostics,
    model::{Graph, resolve},
    syntax::parse,
};

/// Compiles one `phone_tree!`. With faults, the items are still there beside the errors, so that one mistake is
/// one error and editors keep completing.
pub(crate) fn compile(input: TokenStream) -> TokenStream {
    let mut faults = Diagnostics::default();
    let (runtime, outcome) = analyse(input, &mut faults);
    match outcome {
        Some(Ok(sound)) => codegen::generate(&sound, &runtime),
        Some(Err(graph)) => {
            let items = codegen::sketch(&graph, &runtime);
            let errors = faults.into_tokens();
            quote!(#errors #items)
        }
        None => faults.into_tokens(),
    }
}

/// Everything but the generation. `None` when not even the name of the tree could be read.
fn analyse(input: TokenStream, faults: &mut Diagnostics) -> (TokenStream, Option<Result<SoundGraph, Graph>>) {
    let mut runtime = quote!(::ivr);
    let parse = |input: ParseStream<'_>| {
        if input.peek(token::Bracket) {
            let path;
            bracketed!(path in input);
            runtime = path.parse()?;
        }
        parse::tree(input, faults)
    };
    let outcome = match parse.parse2(input) {
        Ok(tree) => {
            let graph = resolve(tree, faults);
            Some(check(graph, faults))
        }
        Err(error) => {
            faults.push(error);
            None
        }
    };
    (runtime, outcome)
}

/// The faults of a tree, for tests of rules.
#[cfg(test)]
pub(crate) fn faults(input: TokenStream) -> Vec<crate::diagnostics::Diagnostic> {
    let mut faults = Diagnostics::default();
    let _outcome = analyse(input, &mut faults);
    faults.iter().cloned().collect()
}
