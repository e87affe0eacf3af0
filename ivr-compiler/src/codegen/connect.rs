//! Generates the result of an agent: parsed as the author's type, and matched by rustc on the author's tokens.

use proc_macro2::{Delimiter, Ident, Literal, TokenStream, TokenTree};
use quote::quote;

use crate::model::{Connect, Graph};

/// `fn __handed_back(connect: u16, result: &str, app, call) -> Option<Answer<Data>>`; `rows` writes the arms of one.
pub(super) fn function(
    graph: &Graph,
    runtime: &TokenStream,
    (parameters, used, data): (&TokenStream, &TokenStream, &TokenStream),
    rows: impl Fn(&Connect) -> Vec<TokenStream>,
) -> TokenStream {
    if !has_results(graph) {
        return TokenStream::new();
    }
    let connects = graph.connects().filter_map(|connect| {
        let kind = connect.result.as_ref()?;
        let (number, rows) = (Literal::usize_unsuffixed(connect.number), rows(connect));
        let word = Ident::new("match", connect.word);
        Some(quote!(#number => #word #runtime::data::handed_back::<#kind>(result)? { #(#rows)* },))
    });
    quote! {
        fn __handed_back(
            connect: u16,
            result: &str,
            #parameters
        ) -> ::core::option::Option<#runtime::data::Answer<#data>> {
            #used
            ::core::option::Option::Some(match connect {
                #(#connects)*
                _ => return ::core::option::Option::None,
            })
        }
    }
}

/// Generates the trait method that calls it.
pub(super) fn method(
    graph: &Graph,
    runtime: &TokenStream,
    parameters: &TokenStream,
    data: &TokenStream,
) -> TokenStream {
    if !has_results(graph) {
        return TokenStream::new();
    }
    quote! {
        fn handed_back(
            connect: u16,
            result: &str,
            #parameters
        ) -> ::core::option::Option<#runtime::data::Answer<#data>> {
            Self::__handed_back(connect, result, app, call)
        }
    }
}

pub(super) fn has_results(graph: &Graph) -> bool {
    graph.connects().any(|connect| connect.result.is_some())
}

/// Returns `Billing::Resolved | Billing::Open { .. }` for `Resolved | Open { .. }`. Without the type, a misspelt
/// value would be a binding that matches everything.
pub(super) fn qualified(kind: &TokenStream, pattern: &TokenStream) -> TokenStream {
    let mut found = TokenStream::new();
    let mut at_start = true;
    let tokens: Vec<TokenTree> = pattern.clone().into_iter().collect();
    for (place, token) in tokens.iter().enumerate() {
        let is_path = matches!(tokens.get(place + 1), Some(TokenTree::Punct(mark)) if mark.as_char() == ':');
        if let (true, TokenTree::Ident(word)) = (at_start, token)
            && !is_path
            && word.to_string().starts_with(char::is_uppercase)
        {
            found.extend(quote!(#kind::));
        }
        at_start = matches!(token, TokenTree::Punct(mark) if mark.as_char() == '|');
        let is_guard = matches!(token, TokenTree::Ident(word) if word == "if");
        if is_guard {
            found.extend(tokens.iter().skip(place).cloned());
            return found;
        }
        match token {
            // `(Resolved | Open)`.
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis && place == 0 => {
                let mut inside = proc_macro2::Group::new(group.delimiter(), qualified(kind, &group.stream()));
                inside.set_span(group.span());
                found.extend([TokenTree::Group(inside)]);
            }
            token => found.extend([token.clone()]),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::qualified;

    #[test]
    fn a_value_is_looked_up_in_its_type_and_nothing_else_is() {
        let qualify = |pattern: &str| {
            qualified(&"crate::Billing".parse().unwrap(), &pattern.parse().unwrap())
                .to_string()
                .replace(' ', "")
        };
        for (pattern, expected) in [
            ("Resolved", "crate::Billing::Resolved"),
            ("Resolved | Open { .. }", "crate::Billing::Resolved|crate::Billing::Open{..}"),
            ("Open { by: Some(name) } if name == OWN", "crate::Billing::Open{by:Some(name)}ifname==OWN"),
            ("Billing::Resolved", "Billing::Resolved"),
            ("(Resolved | Closed)", "(crate::Billing::Resolved|crate::Billing::Closed)"),
            ("_", "_"),
            ("other", "other"),
        ] {
            assert_eq!(qualify(pattern), expected, "{pattern}");
        }
    }
}
