//! `screen 1 { … }`, after `dial "+1…", `.

use proc_macro2::{Delimiter, Ident};
use syn::{Token, parse::ParseStream};

use super::{
    at_block, block, expected, literal, peek_word, rust, step, syntax_error, take_word, tokens,
    words::ENDINGS,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Screen, Unless},
};

pub(super) fn screen(
    input: ParseStream<'_>,
    word: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<Screen, Diagnostic> {
    if at_block(input) {
        let diagnostic = syntax_error(word.span(), "`screen` needs a key");
        return Err(diagnostic.help("write `screen 1 { … }`"));
    }
    for idle in ["press", "key", "on"] {
        literal::idle_word(input, idle, "the key must directly follow `screen`", diagnostics);
    }
    if let Some(diagnostic) = text_alone(input) {
        return Err(diagnostic);
    }
    let key = literal::key(input, diagnostics)?;
    if input.peek(Token![,]) && input.peek2(syn::token::Brace) {
        let comma = input.parse::<Token![,]>()?;
        let message = "`,` is not allowed before the prompts of `screen`";
        diagnostics.push(syntax_error(comma.span, message).help("remove it"));
    }
    if !at_block(input) {
        let diagnostic = syntax_error(word.span(), "`screen` needs prompts");
        return Err(diagnostic.help("write `screen 1 { say \"To take the call, press one.\"; }`"));
    }
    if let Some(diagnostic) = verb_inside(input) {
        let _block = tokens::take_one(input);
        return Err(diagnostic);
    }
    let read = block(input, diagnostics, |input, diagnostics| {
        let unless = match take_word(input, "unless") {
            Some(_) => Some(self::unless(input, diagnostics)?),
            None => None,
        };
        Ok::<_, Diagnostic>((unless, step::prompts(input, diagnostics)))
    })?;
    let (unless, steps) = read?;
    Ok(Screen { word: word.span(), key, unless, steps })
}

/// Reports a verb that Twilio does not execute for the called party.
fn verb_inside(input: ParseStream<'_>) -> Option<Diagnostic> {
    let (mut at, _, _) = input.cursor().group(Delimiter::Brace)?;
    let mut is_first = true;
    while let Some((token, next)) = at.token_tree() {
        if let proc_macro2::TokenTree::Ident(word) = &token
            && is_first
            && ENDINGS.contains(&word.to_string().as_str())
        {
            let message = format!("`{word}` is not allowed in `screen`");
            let diagnostic = syntax_error(word.span(), message);
            return Some(diagnostic.help("announce the call and the key that takes it"));
        }
        is_first = match &token {
            proc_macro2::TokenTree::Punct(mark) => mark.as_char() == ';',
            proc_macro2::TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            proc_macro2::TokenTree::Ident(_) | proc_macro2::TokenTree::Literal(_) => false,
        };
        at = next;
    }
    None
}

/// `screen "To take the call, press one."`: the text alone, taken.
fn text_alone(input: ParseStream<'_>) -> Option<Diagnostic> {
    let (text, _) = input.cursor().literal()?;
    (literal::is_text(input) && text.to_string().contains(' ')).then_some(())?;
    let text = tokens::take_one(input)?;
    let diagnostic = syntax_error(text.first, "`screen` takes a key and prompts in braces");
    Some(diagnostic.help(format!("write `1 {{ say {}; }}`", text.written())))
}

fn unless(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Unless, Diagnostic> {
    let condition = rust::condition(input)?;
    let within = match take_word(input, "within") {
        Some(_) => literal::duration(input, diagnostics)?,
        None => {
            let diagnostic = syntax_error(input.span(), "`unless` needs a `within` clause");
            return Err(diagnostic.help("write `within 2s` before it"));
        }
    };
    if !at_block(input) || peek_word(input).is_some() {
        return Err(expected(input, "the prompts in braces"));
    }
    let steps = block(input, diagnostics, step::prompts)?;
    let _optional = input.parse::<Option<Token![;]>>()?;
    Ok(Unless { condition, within, steps, number: 0 })
}
