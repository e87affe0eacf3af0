//! A text that depends on a condition, as other languages write it: `say member ? "…" : "…"`,
//! `say if member { "…" } else { "…" }`, and `unless member { … }`.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::{Token, buffer::Cursor, parse::ParseStream};

use super::{at_block, peek_word, syntax_error, take_word, tokens};
use crate::{diagnostics::Diagnostics, syntax::Text};

/// Takes the condition and its texts up to the `;`. `word` is the `say` before them.
pub(super) fn text(input: ParseStream<'_>, word: Span, diagnostics: &mut Diagnostics) -> Option<Text> {
    let (first, rest) = input.cursor().ident()?;
    let is_if = first == "if";
    let is_ternary = asks(rest);
    (is_if || is_ternary).then_some(())?;
    let taken = tokens::take_until(input, |input| input.peek(Token![;]))?;
    let condition =
        taken.tokens.clone().into_iter().skip(usize::from(is_if)).take_while(|token| match token {
            TokenTree::Punct(mark) => mark.as_char() != '?',
            TokenTree::Group(group) => group.delimiter() != Delimiter::Brace,
            TokenTree::Ident(_) | TokenTree::Literal(_) => true,
        });
    let condition = tokens::written(&condition.collect());
    let mut texts = texts(&taken.tokens).into_iter();
    let yes = texts.next().unwrap_or_else(|| "\"…\"".to_owned());
    let no = texts.next().map(|text| format!(" else {{ say {text}; }}")).unwrap_or_default();
    let diagnostic = syntax_error(word, "`if` must stand around the steps").to(taken.last);
    diagnostics.unread(diagnostic.help(format!("write `if {condition} {{ say {yes}; }}{no}`")));
    Some(Text::new("…".to_owned(), taken.first))
}

/// Returns whether `?` follows on the same line.
fn asks(mut at: Cursor<'_>) -> bool {
    for _ in 0..4 {
        let Some((token, next)) = at.token_tree() else { return false };
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '?' => return true,
            TokenTree::Punct(mark) if mark.as_char() == ';' => return false,
            _ => at = next,
        }
    }
    false
}

/// The texts of an expression, as they are written.
fn texts(tokens: &TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    for token in tokens.clone() {
        match token {
            TokenTree::Literal(text) if text.to_string().starts_with('"') => found.push(text.to_string()),
            TokenTree::Group(group) => found.extend(texts(&group.stream())),
            TokenTree::Literal(_) | TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
    found
}

/// `unless member { … }` and `when office { … }`: another word for `if`, taken with its blocks.
pub(super) fn other_if(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> bool {
    let Some((word, rest)) = input.cursor().ident() else { return false };
    let is_not = match word.to_string().as_str() {
        "unless" | "ifnot" => true,
        "when" | "whenever" | "provided" | "case" => false,
        _ => return false,
    };
    let (sign, rest) = match rest.punct().filter(|(mark, _)| mark.as_char() == '!') {
        Some((_, rest)) => (true, rest),
        None => (false, rest),
    };
    let Some((name, rest)) = rest.ident() else { return false };
    if rest.group(Delimiter::Brace).is_none() {
        return false;
    }
    let _condition = tokens::take_until(input, at_block);
    while at_block(input) || peek_word(input).as_deref() == Some("else") {
        let _else = take_word(input, "else");
        let _block = tokens::take_one(input);
    }
    let sign = if sign == is_not { "" } else { "!" };
    let diagnostic = syntax_error(word.span(), format!("a condition begins with `if`, not with `{word}`"));
    diagnostics.unread(diagnostic.to(name.span()).help(format!("write `if {sign}{name}`")));
    true
}
