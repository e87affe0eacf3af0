//! `#[cfg(…)]` inside a tree. Only rustc can evaluate the condition, so it receives two trees: one without the
//! attribute for the case that the condition holds, and one without the attribute and its item for the other case.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

/// Returns the two trees for the first `#[cfg(…)]`, or `None` without one.
pub(crate) fn split(input: &TokenStream, runtime: &TokenStream) -> Option<TokenStream> {
    let Split { condition, with, without } = of_tokens(input.clone(), Level::Lines)?;
    Some(quote! {
        #[cfg(#condition)]
        #runtime::phone_tree! { #with }
        #[cfg(not(#condition))]
        #runtime::phone_tree! { #without }
    })
}

struct Split {
    condition: TokenStream,
    with: TokenStream,
    without: TokenStream,
}

/// How an item in brackets ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    /// With `;` or a block.
    Lines,
    /// With `,`.
    Commas,
}

fn of_tokens(tokens: TokenStream, level: Level) -> Option<Split> {
    let all: Vec<TokenTree> = tokens.into_iter().collect();
    for (place, token) in all.iter().enumerate() {
        if let Some(condition) = condition(&all, place) {
            let (before, rest) = (all.get(..place)?, all.get(place + 2..)?);
            let end = end_of_item(rest, level);
            let join = |parts: [&[TokenTree]; 2]| parts.concat().into_iter().collect::<TokenStream>();
            return Some(Split {
                condition,
                with: join([before, rest]),
                without: join([before, rest.get(end..)?]),
            });
        }
        let TokenTree::Group(group) = token else { continue };
        if let Some(inside) = of_tokens(group.stream(), level_of(&all, place, group)) {
            let replaced = |inside: TokenStream| {
                let mut group = Group::new(group.delimiter(), inside);
                group.set_span(all.get(place).map_or_else(proc_macro2::Span::call_site, TokenTree::span));
                let parts = all.iter().enumerate().map(|(other, token)| match other == place {
                    true => TokenTree::Group(group.clone()),
                    false => token.clone(),
                });
                parts.collect::<TokenStream>()
            };
            let (with, without) = (replaced(inside.with), replaced(inside.without));
            return Some(Split { condition: inside.condition, with, without });
        }
    }
    None
}

/// Returns the condition of a `#[cfg(…)]` that begins at `place`.
fn condition(all: &[TokenTree], place: usize) -> Option<TokenStream> {
    let TokenTree::Punct(mark) = all.get(place)? else { return None };
    let TokenTree::Group(attribute) = all.get(place + 1)? else { return None };
    if mark.as_char() != '#' || attribute.delimiter() != Delimiter::Bracket {
        return None;
    }
    let mut inside = attribute.stream().into_iter();
    let is_cfg = matches!(inside.next(), Some(TokenTree::Ident(word)) if word == "cfg");
    match inside.next() {
        Some(TokenTree::Group(condition)) if is_cfg => Some(condition.stream()),
        _ => None,
    }
}

/// Returns how the item ends: arms and fields with a comma, everything else with `;` or a block.
fn level_of(all: &[TokenTree], place: usize, group: &Group) -> Level {
    let named = |word: &str| {
        let before = place.checked_sub(1).and_then(|before| all.get(before));
        matches!(before, Some(TokenTree::Ident(before)) if before == word)
    };
    let mut before = None;
    let arrow = group.stream().into_iter().any(|token| {
        let is = matches!((&before, &token), (Some('='), TokenTree::Punct(mark)) if mark.as_char() == '>');
        before = if let TokenTree::Punct(mark) = &token { Some(mark.as_char()) } else { None };
        is
    });
    if named("data") || named("with") || arrow { Level::Commas } else { Level::Lines }
}

/// Returns how many tokens the item has, including its further attributes.
fn end_of_item(rest: &[TokenTree], level: Level) -> usize {
    for (place, token) in rest.iter().enumerate() {
        let ends = match (token, level) {
            (TokenTree::Punct(mark), Level::Lines) => mark.as_char() == ';',
            (TokenTree::Punct(mark), Level::Commas) => mark.as_char() == ',',
            (TokenTree::Group(group), Level::Lines) => {
                let next = rest.get(place + 1);
                let goes_on = matches!(next, Some(TokenTree::Ident(word)) if word == "match" || word == "then")
                    || matches!(next, Some(TokenTree::Punct(mark)) if mark.as_char() == ';')
                    || matches!(next, Some(TokenTree::Group(_)));
                group.delimiter() == Delimiter::Brace && !goes_on
            }
            _ => false,
        };
        // `{ … } then Sales` is an item that ends with a name.
        if ends {
            return place + 1;
        }
        let then = matches!(token, TokenTree::Ident(word) if word == "then");
        let last = rest.get(place + 2);
        if then && level == Level::Lines && !matches!(last, Some(TokenTree::Punct(_))) {
            return place + 2;
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use crate::compile::compile;

    /// Checks the two trees that are returned, and their conditions.
    #[track_caller]
    fn check(source: &str, with: &str, without: &str) {
        let found = compile(source.parse().unwrap()).to_string();
        let parse = |text: &str| text.parse::<proc_macro2::TokenStream>().unwrap().to_string();
        let expected = format!(
            "# [cfg (feature = \"x\")] :: ivr :: phone_tree ! {{ {} }} # [cfg (not (feature = \"x\"))] :: ivr :: phone_tree ! {{ {} }}",
            parse(with),
            parse(without)
        );
        assert_eq!(found, expected);
    }

    #[test]
    fn a_state_and_a_line_and_an_arm_may_depend_on_a_condition() {
        check(
            r#"tree L { start A; #[cfg(feature = "x")] state B { hangup; } state A { hangup; } }"#,
            "tree L { start A; state B { hangup; } state A { hangup; } }",
            "tree L { start A; state A { hangup; } }",
        );
        check(
            r#"tree L { start A; state A { #[cfg(feature = "x")] say "One."; hangup; } }"#,
            r#"tree L { start A; state A { say "One."; hangup; } }"#,
            "tree L { start A; state A { hangup; } }",
        );
        check(
            r#"tree L { start A; state A { gather key match { #[cfg(feature = "x")] 1 => B, _ => end } } }"#,
            "tree L { start A; state A { gather key match { 1 => B, _ => end } } }",
            "tree L { start A; state A { gather key match { _ => end } } }",
        );
        check(
            r#"tree L { #[cfg(feature = "x")] start n A; start A; state A { hangup; } }"#,
            "tree L { start n A; start A; state A { hangup; } }",
            "tree L { start A; state A { hangup; } }",
        );
        check(
            r#"tree L { data { #[cfg(feature = "x")] n: u32, m: u32 } start A; state A { hangup; } }"#,
            "tree L { data { n: u32, m: u32 } start A; state A { hangup; } }",
            "tree L { data { m: u32 } start A; state A { hangup; } }",
        );
    }
}
