//! The constants that the runtime needs before the first call, for a tree that calls Rust or stores data.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{after, connect, runs, rust::has_questions};
use crate::model::{Effects, Graph, State, Told};

/// Generates the constants of the trait that not every tree has.
pub(super) fn constants(graph: &Graph, runtime: &TokenStream) -> TokenStream {
    let numbers = |wanted: fn(&Effects) -> bool| -> Vec<Literal> {
        let rows = graph.effects.iter().enumerate().filter(|(_, effects)| wanted(effects));
        rows.map(|(number, _)| Literal::usize_unsuffixed(number)).collect()
    };
    let runs = numbers(|effects| effects.runs.iter().any(|run| !run.at_least_once));
    let answered = numbers(|effects| effects.answered);
    let repeated: Vec<TokenStream> = runs::repeated(graph)
        .map(|(block, run)| {
            let source = runs::source(run);
            let block = Literal::usize_unsuffixed(block);
            quote!(#runtime::tree::AtLeastOnce { block: #block, source: #source })
        })
        .collect();
    let asks = !runs.is_empty() || !repeated.is_empty() || !graph.after.is_empty();
    let told = graph.told();
    let keeps_told = !told.names.is_empty();
    let keeps =
        !graph.data.is_empty() || graph.keeps_places() || graph.keeps_of_waiting() || asks || keeps_told;
    let live = keeps || has_questions(graph) || connect::has_results(graph) || !graph.placeholders.is_empty();
    let live = live.then(|| {
        quote!(
            const NEEDS_APP: bool = true;
        )
    });
    let keeps = keeps.then(|| {
        quote!(
            const STATEFUL: bool = true;
        )
    });
    let runs = (!runs.is_empty()).then(|| {
        let sources = runs::sources(graph);
        quote! {
            const RUNS: &'static [u16] = &[#(#runs),*];
            const RUN_SOURCES: &'static [&'static str] = &[#(#sources),*];
        }
    });
    let answered =
        (!answered.is_empty()).then(|| quote!(const ANSWERED: &'static [u16] = &[#(#answered),*];));
    let waives = |state: &State| state.attributes.allows("endless_silence");
    let waives = graph.attributes.allows("endless_silence") || graph.states.iter().any(waives);
    let waives = waives.then(|| {
        quote!(
            const WAIVES_ENDLESS_SILENCE: bool = true;
        )
    });
    let repeated = (!repeated.is_empty())
        .then(|| quote!(const AT_LEAST_ONCE: &'static [#runtime::tree::AtLeastOnce] = &[#(#repeated),*];));
    let hooks = after::constant(graph, runtime);
    let told = self::told(told, runtime);
    quote!(#told #live #keeps #runs #answered #waives #repeated #hooks)
}

/// Generates which facts of Twilio's requests are stored.
fn told(told: Told, runtime: &TokenStream) -> TokenStream {
    let names = told.names;
    match (told.any, names.is_empty()) {
        (true, _) => quote!(const TOLD: #runtime::data::Wanted = #runtime::data::Wanted::All;),
        (false, true) => TokenStream::new(),
        (false, false) => quote!(
            const TOLD: #runtime::data::Wanted = #runtime::data::Wanted::Named(&[#(#names),*]);
        ),
    }
}
