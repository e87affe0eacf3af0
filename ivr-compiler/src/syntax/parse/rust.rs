//! Plain Rust inside a tree: taken as tokens and handed on, so that rustc itself explains what is wrong in it.

use ivr_core::event::Outcome;
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{
    Token,
    ext::IdentExt as _,
    parse::{ParseStream, discouraged::AnyDelimiter as _},
};

use super::{Resume, arm, block, literal, peek_word, skip, step, take_word, tree::at_block};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Ending, Match, RustArm},
};

/// An expression that a `;` ends.
pub(super) fn until_semicolon(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    expression(input, |input| input.peek(Token![;]))
}

/// `(expr)`.
pub(super) fn parenthesised(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let (delimiter, _, content) = input.parse_any_delimiter()?;
    if delimiter != Delimiter::Parenthesis {
        return Err(content.error("expected `(`"));
    }
    let tokens: TokenStream = content.parse()?;
    if tokens.is_empty() { Err(content.error("expected a Rust expression")) } else { Ok(tokens) }
}

/// `match EXPR within 5s meanwhile { … } { arms }`, after its first word.
pub(super) fn question(
    input: ParseStream<'_>,
    word: &Ident,
    faults: &mut Diagnostics,
) -> Result<Ending, Diagnostic> {
    let question =
        expression(input, |input| at_block(input) || peek_word(input).as_deref() == Some("within"))?;
    let within = match take_word(input, "within") {
        Some(_) => Some(literal::duration(input)?),
        None => None,
    };
    let _optional = input.parse::<Option<Token![,]>>()?;
    let meanwhile = match take_word(input, "meanwhile") {
        Some(_) => block(input, faults, step::steps)?,
        None => Vec::new(),
    };
    let mut found =
        Match { word: word.span(), question, within, meanwhile, arms: Vec::new(), late: None, broken: false };
    block(input, faults, |input, faults| arms(input, &mut found, faults))?;
    let _optional = input.parse::<Option<Token![;]>>()?;
    Ok(Ending::Match(Box::new(found)))
}

fn arms(input: ParseStream<'_>, found: &mut Match, faults: &mut Diagnostics) {
    while !input.is_empty() {
        let late = found.within.is_some()
            && peek_word(input).as_deref() == Some(Outcome::Late.as_str())
            && input.peek2(Token![=>]);
        let word = late.then(|| input.call(Ident::parse_any).ok()).flatten();
        match (arm(input, faults), word) {
            (Ok(arm), Some(word)) => found.late = Some((word.span(), arm.target)),
            (Ok(arm), None) => found.arms.push(arm),
            (Err(fault), _) => {
                faults.push(fault);
                found.broken = true;
                skip(input, Resume::Comma);
            }
        }
    }
}

fn arm(input: ParseStream<'_>, faults: &mut Diagnostics) -> Result<RustArm, Diagnostic> {
    let mut pattern = TokenStream::new();
    while !input.peek(Token![=>]) {
        if input.is_empty() {
            return Err(input.error("expected `=>` and where the call goes").into());
        }
        input.parse::<TokenTree>()?.to_tokens(&mut pattern);
    }
    let target = arm::rest(input, faults)?;
    Ok(RustArm { pattern, target })
}

fn expression(input: ParseStream<'_>, stop: impl Fn(ParseStream<'_>) -> bool) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !stop(input) {
        input.parse::<TokenTree>()?.to_tokens(&mut tokens);
    }
    if tokens.is_empty() { Err(input.error("expected a Rust expression")) } else { Ok(tokens) }
}
