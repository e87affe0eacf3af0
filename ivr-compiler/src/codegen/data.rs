//! Generates the fields of a call as a struct, and how they are stored between two requests.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote};

use crate::{
    model::{Graph, Verb},
    syntax::Field,
};

/// The name of the stored positions in lists; no field of an author can have it.
const PLACES: &str = "…places";

/// Returns the type of the fields: `ClinicData`, or `()`.
pub(super) fn name(graph: &Graph) -> TokenStream {
    if keeps_nothing(graph) {
        return quote!(());
    }
    let name = ident(graph);
    quote!(#name)
}

/// Returns whether a call has neither fields of its own nor generated ones.
fn keeps_nothing(graph: &Graph) -> bool {
    graph.data.is_empty() && !graph.keeps_places()
}

/// Returns the field for the positions in lists, if there are any.
fn places(graph: &Graph) -> Option<Ident> {
    graph.keeps_places().then(|| Ident::new("__places", Span::call_site()))
}

fn ident(graph: &Graph) -> Ident {
    format_ident!("{}Data", graph.name, span = Span::call_site())
}

/// Generates `pub struct ClinicData { … }`, if there are fields.
pub(super) fn declaration(graph: &Graph, runtime: &TokenStream) -> TokenStream {
    if keeps_nothing(graph) {
        return TokenStream::new();
    }
    let (visibility, name) = (&graph.visibility, ident(graph));
    let doc = format!(" What a call of [`{}`] keeps.", graph.name);
    let fields = graph.data.iter().map(|field| {
        let docs = match &field.docs[..] {
            [] => vec![format!("The field `{}`.", field.name)],
            docs => docs.iter().map(|line| line.value.clone()).collect(),
        };
        let (name, kind) = (&field.name, &field.kind);
        quote!(#(#[doc = #docs])* pub #name: #kind)
    });
    let places = places(graph);
    let places = places.map(|places| quote!(#[doc(hidden)] pub #places: #runtime::data::Places,));
    quote! {
        #[doc = #doc]
        #[derive(::core::clone::Clone)]
        #visibility struct #name { #(#fields,)* #places }
    }
}

/// The parts of the implementations for the positions in lists; empty if there are none.
#[derive(Default)]
struct OfPlaces {
    fresh: TokenStream,
    put: TokenStream,
    take: TokenStream,
    methods: TokenStream,
}

fn of_places(graph: &Graph, runtime: &TokenStream) -> OfPlaces {
    let Some(places) = places(graph) else { return OfPlaces::default() };
    OfPlaces {
        fresh: quote!(#places: ::core::default::Default::default(),),
        put: quote! {
            if !self.#places.is_empty() {
                fields.put::<#runtime::data::Places>(#PLACES, &self.#places);
            }
        },
        take: quote! {
            #places: fields.take::<#runtime::data::Places>(#PLACES, ::core::default::Default::default)?,
        },
        methods: quote! {
            fn places(&self) -> ::core::option::Option<&#runtime::data::Places> {
                ::core::option::Option::Some(&self.#places)
            }

            fn places_mut(&mut self) -> ::core::option::Option<&mut #runtime::data::Places> {
                ::core::option::Option::Some(&mut self.#places)
            }
        },
    }
}

/// Generates the implementations for the struct.
pub(super) fn implementations(graph: &Graph, runtime: &TokenStream) -> TokenStream {
    if keeps_nothing(graph) {
        return TokenStream::new();
    }
    let name = ident(graph);
    let title = name.to_string();
    let names: Vec<&Ident> = graph.data.iter().map(|field| &field.name).collect();
    let texts: Vec<String> = names.iter().map(ToString::to_string).collect();
    let defaults: Vec<TokenStream> = graph.data.iter().map(|field| default(field, runtime)).collect();
    let puts = graph.data.iter().zip(&texts).map(|(field, text)| {
        let (name, kind) = (&field.name, &field.kind);
        quote!(fields.put::<#kind>(#text, &self.#name);)
    });
    let takes = graph.data.iter().zip(&texts).zip(&defaults).map(|((field, text), default)| {
        let (name, kind) = (&field.name, &field.kind);
        quote!(#name: fields.take::<#kind>(#text, || #default)?)
    });
    let OfPlaces { fresh, put: put_places, take: take_places, methods: own_places } =
        of_places(graph, runtime);
    let start = start(graph, runtime);
    quote! {
        #start

        impl ::core::default::Default for #name {
            fn default() -> Self {
                Self { #(#names: #defaults,)* #fresh }
            }
        }

        /// Shows no fields, because what callers said and entered must not be logged.
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#title).finish_non_exhaustive()
            }
        }

        impl #runtime::data::CallData for #name {
            const EMPTY: bool = false;

            fn save(&self) -> #runtime::data::Fields {
                let mut fields: #runtime::data::Fields = ::core::default::Default::default();
                #(#puts)*
                #put_places
                fields
            }

            fn load(fields: &#runtime::data::Fields) -> ::core::result::Result<Self, #runtime::data::FieldError> {
                ::core::result::Result::Ok(Self { #(#takes,)* #take_places })
            }

            #own_places
        }
    }
}

fn default(field: &Field, runtime: &TokenStream) -> TokenStream {
    match &field.default {
        Some(value) => quote!(#value),
        None => {
            let kind = &field.kind;
            quote!(#runtime::data::initial::<#kind>())
        }
    }
}

/// Generates the trait methods that set fields: from an entry, from a request to a named start, and from an offered
/// item.
pub(super) fn methods(graph: &Graph, runtime: &TokenStream) -> TokenStream {
    let parts = [enter(graph, runtime), start_method(graph, runtime), super::offer::methods(graph, runtime)];
    quote!(#(#parts)*)
}

/// Generates the function that stores the values of a request to a named start.
fn start(graph: &Graph, runtime: &TokenStream) -> TokenStream {
    let language = match graph.languages.several() {
        true => quote!(&call.language),
        false => graph.languages.first.value.to_token_stream(),
    };
    let rows = graph.starts.iter().filter(|start| !start.with.is_empty()).filter_map(|start| {
        let name = start.name.as_ref()?.to_string();
        let reads = start.with.iter().filter_map(|name| {
            let field = graph.data.iter().find(|field| field.name == *name)?;
            let (kind, text, optional) = (&field.kind, name.to_string(), field.is_optional());
            // The type has its own span, so that rustc reports an unsuitable type there.
            Some(quote!(given.read::<#kind>(&mut data.#name, #text, #optional, #language)?;))
        });
        Some(quote!(#name => { #(#reads)* }))
    });
    let rows: Vec<TokenStream> = rows.collect();
    if rows.is_empty() {
        return TokenStream::new();
    }
    let (tree, signature) = (super::states::path(graph), start_signature(graph, runtime));
    quote! {
        impl #tree {
            fn __start #signature {
                let mut data = ::core::clone::Clone::clone(call.data());
                match name { #(#rows)* _ => {} }
                ::core::result::Result::Ok(data)
            }
        }
    }
}

fn start_signature(graph: &Graph, runtime: &TokenStream) -> TokenStream {
    let data = name(graph);
    quote! {
        (name: &str, call: &#runtime::data::Call<#data>, given: #runtime::speak::Given<'_>)
            -> ::core::result::Result<#data, #runtime::speak::UnreadFieldError>
    }
}

/// Generates the trait method that calls it.
fn start_method(graph: &Graph, runtime: &TokenStream) -> TokenStream {
    if graph.starts.iter().all(|start| start.with.is_empty()) {
        return TokenStream::new();
    }
    let signature = start_signature(graph, runtime);
    quote!(fn start #signature { Self::__start(name, call, given) })
}

/// Generates the function that stores a complete entry in the field of its state.
fn enter(graph: &Graph, runtime: &TokenStream) -> TokenStream {
    let data = name(graph);
    let tree = &super::states::path(graph);
    let rows = graph.states.iter().filter_map(|state| {
        let Verb::Gather(gather) = &state.verb else { return None };
        let (state, field) = (&state.name, gather.into.as_ref()?);
        let language = match &gather.language {
            None if graph.languages.several() => quote!(&call.language),
            listen => listen.as_ref().unwrap_or(&graph.languages.first).value.to_token_stream(),
        };
        let place = super::places::borrowed(field.span(), &quote!(mut), quote!(data.#field));
        let entered = quote!(#runtime::speak::enter(#place, entry, #language)?);
        Some(quote!(#tree::#state => #entered,))
    });
    let rows: Vec<TokenStream> = rows.collect();
    if rows.is_empty() {
        return TokenStream::new();
    }
    quote! {
        fn enter(
            self,
            call: &#runtime::data::Call<#data>,
            entry: #runtime::data::Entered<'_>,
        ) -> ::core::option::Option<#data> {
            let mut data = ::core::clone::Clone::clone(call.data());
            match self { #(#rows)* _ => {} }
            ::core::option::Option::Some(data)
        }
    }
}
