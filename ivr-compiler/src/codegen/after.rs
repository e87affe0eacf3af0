//! Generates the hooks: a constant that lists them, and a function that executes each.

use ivr_core::callback::Callback;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::states;
use crate::{
    model::{Graph, Hook},
    syntax::Run,
};

/// Generates `const HOOKS: &'static [Hook<Self>] = …;`, if the tree has hooks.
pub(super) fn constant(graph: &Graph, runtime: &TokenStream) -> TokenStream {
    if graph.after.is_empty() {
        return TokenStream::new();
    }
    let tree = &states::path(graph);
    let rows = graph.after.iter().map(|hook| {
        let callback = Ident::new(variant(hook.callback), Span::call_site());
        let state = match &hook.state {
            Some(jump) => {
                let name = &jump.name;
                quote!(::core::option::Option::Some(#tree::#name))
            }
            None => quote!(::core::option::Option::None),
        };
        let runs = hook.runs.iter().map(|Run { effect, at_least_once }| {
            // White space between tokens comes from the compiler and may differ between its versions.
            let source: String = effect.to_string().split_whitespace().collect();
            quote!(#runtime::tree::HookRun { source: #source, at_least_once: #at_least_once })
        });
        quote!(#runtime::tree::Hook {
            callback: #runtime::tree::Callback::#callback,
            state: #state,
            runs: &[#(#runs),*],
        })
    });
    quote!(const HOOKS: &'static [#runtime::tree::Hook<Self>] = &[#(#rows),*];)
}

fn variant(callback: Callback) -> &'static str {
    match callback {
        Callback::Call => "Call",
        Callback::Recording => "Recording",
        Callback::Transcription => "Transcription",
    }
}

/// `async fn __after(run: u16, app, call, report) -> bool`.
pub(super) fn function(
    graph: &Graph,
    runtime: &TokenStream,
    parameters: &TokenStream,
    used: &TokenStream,
) -> TokenStream {
    if graph.after.is_empty() {
        return TokenStream::new();
    }
    let runs = graph.after.iter().flat_map(|hook| hook.runs.iter().map(move |run| (hook, run)));
    let rows = runs.enumerate().map(|(number, (hook, run))| {
        let number = Literal::usize_unsuffixed(number);
        let body = body(graph, runtime, hook, run);
        quote!(#number => { #body })
    });
    quote! {
        async fn __after(run: u16, #parameters, report: &#runtime::after::Report) -> bool {
            #used
            match run { #(#rows)* _ => true }
        }
    }
}

/// Generates the trait method that calls it.
pub(super) fn method(graph: &Graph, runtime: &TokenStream, parameters: &TokenStream) -> TokenStream {
    if graph.after.is_empty() {
        return TokenStream::new();
    }
    quote! {
        fn after(run: u16, #parameters, report: &#runtime::after::Report)
            -> impl ::core::future::Future<Output = bool> + ::core::marker::Send
        {
            Self::__after(run, app, call, report)
        }
    }
}

/// Generates a `run` with the report in scope under its name.
fn body(graph: &Graph, runtime: &TokenStream, hook: &Hook, run: &Run) -> TokenStream {
    let effect = &run.effect;
    let done = match run.at_least_once {
        true => quote!(#runtime::data::is_done(&#effect)),
        false => quote!(#effect; true),
    };
    // The name resolves like a token of the author, and is located at the macro, because no token of the author
    // matches.
    let span = graph.name.span().located_at(Span::call_site());
    let name = Ident::new(hook.callback.as_str(), span);
    match hook.callback {
        Callback::Call => done,
        Callback::Recording | Callback::Transcription => quote! {
            let ::core::option::Option::Some(#name) = report.#name() else { return true };
            let _ = #name;
            #done
        },
    }
}
