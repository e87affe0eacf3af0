//! `/// …` and `#[allow(rule, reason = "…")]`.

use proc_macro2::Ident;
use syn::{LitStr, Token, bracketed, ext::IdentExt as _, parenthesized, parse::ParseStream};

use super::{expect_word, take_word};
use crate::syntax::{Attributes, Text, Waiver};

pub(super) fn attributes(input: ParseStream<'_>) -> syn::Result<Attributes> {
    let mut found = Attributes::default();
    while input.peek(Token![#]) {
        input.parse::<Token![#]>()?;
        let content;
        bracketed!(content in input);
        if take_word(&content, "doc").is_some() {
            content.parse::<Token![=]>()?;
            let line: LitStr = content.parse()?;
            found.docs.push(Text { value: line.value(), span: line.span() });
        } else if take_word(&content, "allow").is_some() {
            let inside;
            parenthesized!(inside in content);
            found.waivers.push(waiver(&inside)?);
        } else {
            return Err(content.error("expected a documentation comment or `allow(rule, reason = \"…\")`"));
        }
    }
    Ok(found)
}

fn waiver(input: ParseStream<'_>) -> syn::Result<Waiver> {
    let rule = input.call(Ident::parse_any)?;
    let mut reason = None;
    if input.peek(Token![,]) {
        input.parse::<Token![,]>()?;
        expect_word(input, "reason")?;
        input.parse::<Token![=]>()?;
        let text: LitStr = input.parse()?;
        reason = Some(Text { value: text.value(), span: text.span() });
    }
    Ok(Waiver { rule, reason })
}
