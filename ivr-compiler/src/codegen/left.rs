//! `call.stops.left`, the number of remaining items in a list, in the author's Rust.

use proc_macro2::{Delimiter, Group, Ident, Literal, TokenStream, TokenTree};
use quote::quote;

use crate::model::Graph;

/// Returns the Rust with each `call.stops.left` replaced by a call for the number of remaining items.
pub(super) fn asked(graph: &Graph, rust: TokenStream) -> TokenStream {
    let lists: Vec<&Ident> = graph.walked().map(|walk| &walk.list).collect();
    if lists.is_empty() { rust } else { rewritten(rust, &lists) }
}

fn rewritten(tokens: TokenStream, lists: &[&Ident]) -> TokenStream {
    let mut found: Vec<TokenTree> = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let token = match token {
            TokenTree::Group(group) => {
                let mut inside = Group::new(group.delimiter(), rewritten(group.stream(), lists));
                inside.set_span(group.span());
                TokenTree::Group(inside)
            }
            other @ (TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_)) => other,
        };
        found.push(token);
        let is_method = matches!(tokens.peek(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
        if let Some((call, list)) = last_left(&found, lists).filter(|_| !is_method) {
            let text = Literal::string(&list.to_string());
            let left = quote!(#call.__places.left(#text, &#call.#list));
            found.truncate(found.len() - LEFT);
            found.extend(left);
        }
    }
    found.into_iter().collect()
}

/// Returns the tokens of `call.stops.left`.
const LEFT: usize = 5;

/// Returns the `call` and `stops` of a trailing `call.stops.left`, unless it is a field of another value.
fn last_left(tokens: &[TokenTree], lists: &[&Ident]) -> Option<(Ident, Ident)> {
    let (before, last) = tokens.split_at(tokens.len().checked_sub(LEFT)?);
    let [
        TokenTree::Ident(call),
        TokenTree::Punct(dot),
        TokenTree::Ident(list),
        TokenTree::Punct(again),
        TokenTree::Ident(left),
    ] = last
    else {
        return None;
    };
    let is_field = matches!(before.last(), Some(TokenTree::Punct(mark)) if mark.as_char() == '.');
    let is_left = call == "call" && dot.as_char() == '.' && again.as_char() == '.' && left == "left";
    (is_left && !is_field && lists.contains(&list)).then(|| (call.clone(), list.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_walked_lists_of_the_call_are_asked() {
        let stops = Ident::new("stops", proc_macro2::Span::call_site());
        for (written, becomes) in [
            (
                "match call.stops.left { 0 => a }",
                "match call.__places.left(\"stops\", &call.stops) { 0 => a }",
            ),
            ("app.f(call.stops.left > 1)", "app.f(call.__places.left(\"stops\", &call.stops) > 1)"),
            ("call.buses.left", "call.buses.left"),
            ("app.call.stops.left", "app.call.stops.left"),
            ("call.stops.left(2)", "call.stops.left(2)"),
            ("call.stops.len()", "call.stops.len()"),
        ] {
            let tokens = |text: &str| text.parse::<TokenStream>().unwrap();
            assert_eq!(rewritten(tokens(written), &[&stops]).to_string(), tokens(becomes).to_string());
        }
    }
}
