//! Texts in brackets, `["…", "…"]`, and the variants that people try.

use proc_macro2::{Delimiter, Ident, TokenTree};
use syn::{Token, ext::IdentExt as _, parse::ParseStream};

use super::{expected, literal, missing_before, peek_word, syntax_error, tokens};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::Text,
};

/// Returns whether texts are in braces: `{ "sales", "support" }`.
pub(super) fn lists_texts(input: ParseStream<'_>) -> bool {
    let Some((inside, _, _)) = input.cursor().group(Delimiter::Brace) else { return false };
    inside.literal().is_some_and(|(text, rest)| {
        let over = rest.eof() || rest.punct().is_some_and(|(mark, _)| mark.as_char() == ',');
        text.to_string().starts_with('"') && over
    })
}

/// `["…", "…"]`, in the forms that people try.
pub(super) fn list_of(
    input: ParseStream<'_>,
    what: &str,
    message: &str,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Text>, Diagnostic> {
    let other = |delimiter| input.cursor().group(delimiter);
    let other = other(Delimiter::Parenthesis).or_else(|| other(Delimiter::Brace));
    if let Some((inside, span, _)) = other {
        let taken = tokens::take_one(input);
        let written = tokens::written(&inside.token_stream());
        let diagnostic = syntax_error(span.open(), format!("{message} in brackets")).to(span.close());
        diagnostics.push(diagnostic.help(format!("write `[{written}]`")));
        return Ok(taken.map(|taken| texts_in(taken.tokens)).unwrap_or_default());
    }
    if literal::is_text(input) {
        let first = input.span();
        let mut found = vec![literal::text(input, what)?];
        let joins = |input: ParseStream<'_>| {
            let word = matches!(peek_word(input).as_deref(), Some("or" | "and" | "then"));
            word || input.peek(Token![,]) || input.peek(Token![|])
        };
        while joins(input) && input.peek2(syn::LitStr) {
            let _mark = tokens::take_one(input);
            found.push(literal::text(input, what)?);
        }
        // "sales, support", as in TwiML.
        let parts = found.iter().flat_map(|text| text.value.split(','));
        let written: Vec<String> = parts.map(|part| format!("{:?}", part.trim())).collect();
        let last = found.last().map_or(first, |text| text.span);
        let diagnostic = syntax_error(first, format!("{message} in brackets")).to(last);
        diagnostics.push(diagnostic.help(format!("write `[{}]`", written.join(", "))));
        return Ok(found);
    }
    let brackets = input.cursor().group(proc_macro2::Delimiter::Bracket);
    let brackets = brackets.map_or((input.span(), input.span()), |(_, span, _)| (span.open(), span.close()));
    let content = super::group(
        input,
        proc_macro2::Delimiter::Bracket,
        &format!("{what} in brackets, such as `[\"…\"]`"),
    )?;
    let mut found = Vec::new();
    while !content.is_empty() {
        found.push(entry(&content, what, diagnostics)?);
        if !content.is_empty() && content.parse::<Option<Token![,]>>()?.is_none() {
            if !literal::is_text(&content) {
                return Err(expected(&content, "`,`"));
            }
            diagnostics.push(missing_before(&content, ","));
        }
    }
    if found.is_empty() {
        let diagnostic = syntax_error(brackets.0, format!("expected {what} between `[` and `]`"));
        return Err(diagnostic.to(brackets.1).help("write `[\"…\"]`"));
    }
    Ok(found)
}

fn entry(input: ParseStream<'_>, what: &str, diagnostics: &mut Diagnostics) -> Result<Text, Diagnostic> {
    if input.peek(syn::Ident) {
        let word = input.call(Ident::parse_any)?;
        let diagnostic = syntax_error(word.span(), format!("{what} must be in double quotes"));
        diagnostics.push(diagnostic.help(format!("write `\"{word}\"`")));
        return Ok(Text::new(word.to_string(), word.span()));
    }
    literal::text(input, what)
}

fn texts_in(tokens: proc_macro2::TokenStream) -> Vec<Text> {
    let mut found = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => found.extend(texts_in(group.stream())),
            TokenTree::Literal(literal) => {
                let text = syn::parse_str::<syn::LitStr>(&literal.to_string());
                found.extend(text.map(|text| Text::new(text.value(), literal.span())));
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
    found
}
