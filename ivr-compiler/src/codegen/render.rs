//! Generates the Rust that renders a placeholder, or an `(expr)` in place of a literal.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::{
    language,
    places::{borrowed, path, type_of},
    rust::Scope,
};
use crate::{
    model::{Format, KEY, Placeholder, field_of},
    syntax::Text,
};

impl Scope<'_> {
    pub(super) fn render(&self) -> TokenStream {
        if self.graph.placeholders.is_empty() {
            return TokenStream::new();
        }
        let (parameters, used) = (&self.parameters, self.used());
        let rows = self.graph.placeholders.iter().enumerate().map(|(number, placeholder)| {
            let (number, value) = (Literal::usize_unsuffixed(number), self.spoken(placeholder));
            quote!(#number => #value,)
        });
        quote! {
            fn __render(placeholder: u16, #parameters) -> ::std::string::String {
                #used
                match placeholder { #(#rows)* _ => ::std::string::String::new() }
            }
        }
    }

    fn spoken(&self, placeholder: &Placeholder) -> TokenStream {
        let runtime = self.runtime;
        match placeholder {
            Placeholder::Expression(expression) => {
                let value = of_expression(expression);
                quote!(#runtime::speak::text(#value))
            }
            Placeholder::Dialled(expression) => {
                let value = of_expression(expression);
                quote!(#runtime::speak::callees(#value))
            }
            Placeholder::Count(expression) => {
                let value = of_expression(expression);
                quote!(#runtime::speak::key_count(#value))
            }
            Placeholder::Language(expression) => {
                let (value, name) = (of_expression(expression), language::name(self.graph));
                quote!(#runtime::speak::language_tag::<#name>(#value))
            }
            Placeholder::Seconds(expression) => {
                let value = of_expression(expression);
                quote!(#runtime::speak::seconds(#value))
            }
            Placeholder::Hints(expression) => {
                let value = of_expression(expression);
                quote!(#runtime::speak::hints(#value))
            }
            Placeholder::Field { name, format, language } => {
                let value = self.of_queue(name).unwrap_or_else(|| self.field(name));
                self.formatted(&value, format, language)
            }
            Placeholder::Bound { .. } => quote!(::std::string::String::new()),
        }
    }

    /// Generates a value as it is spoken.
    pub(super) fn formatted(&self, value: &TokenStream, format: &Format, language: &str) -> TokenStream {
        let runtime = self.runtime;
        match format {
            Format::Plain => quote!(#runtime::speak::text(#value)),
            Format::Digits => quote!(#runtime::speak::single_digits(#value, #language)),
            Format::Plural(forms) => {
                quote!(#runtime::speak::plural(#value, &[#(#forms),*], #language))
            }
            Format::PluralWord(forms) => quote! {
                ::std::string::ToString::to_string(
                    #runtime::speak::plural_word(#value, &[#(#forms),*], #language)
                )
            },
            Format::Money => {
                quote!(#runtime::speak::money(::core::clone::Clone::clone(#value), #language))
            }
            Format::Date => {
                quote!(#runtime::speak::date(::core::clone::Clone::clone(#value), #language))
            }
            Format::Time => {
                quote!(#runtime::speak::time(::core::clone::Clone::clone(#value), #language))
            }
        }
    }

    /// Generates `&(call.stop.name)`, or the number of remaining items in a list.
    fn field(&self, name: &Text) -> TokenStream {
        let call = &self.call;
        let list = self.graph.walked().map(|walk| &walk.list).find(|list| *list == field_of(&name.value));
        if let Some(list) = list.filter(|list| name.value == format!("{list}.left")) {
            let text = list.to_string();
            let items = borrowed(name.span, &TokenStream::new(), quote!(#call.#list));
            return quote!(&#call.__places.left(#text, #items));
        }
        if name.value == KEY && type_of(self.graph, &Ident::new(KEY, name.span)).is_none() {
            return quote!(&#call.__places.key());
        }
        let path = path(name, 0);
        borrowed(name.span, &TokenStream::new(), quote!(#call #path))
    }

    /// Generates `&(queue.position)`, for a placeholder that speaks it.
    fn of_queue(&self, name: &Text) -> Option<TokenStream> {
        let field = Ident::new(self.graph.of_queue(&name.value)?, name.span);
        let queue = self.queue.as_ref()?;
        Some(borrowed(name.span, &TokenStream::new(), quote!(#queue.#field)))
    }
}

/// Generates a reference to the author's expression, so that rustc reports type errors there.
fn of_expression(expression: &TokenStream) -> TokenStream {
    let first = expression.clone().into_iter().next();
    let at = first.map_or_else(Span::call_site, |token| token.span());
    borrowed(at, &TokenStream::new(), expression.clone())
}
