//! `data { zip: Digits, secret pin: Digits, noted: u8 = 0 }`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Token, ext::IdentExt as _, parse::ParseStream};

use super::{Resume, attribute, skip, take_word};
use crate::{diagnostics::Diagnostics, syntax::Field};

/// The fields of the block.
pub(super) fn fields(input: ParseStream<'_>, faults: &mut Diagnostics) -> Vec<Field> {
    let mut found = Vec::new();
    while !input.is_empty() {
        match field(input, faults) {
            Ok(field) => found.push(field),
            Err(error) => {
                faults.push(error);
                skip(input, Resume::Comma);
            }
        }
    }
    found
}

fn field(input: ParseStream<'_>, faults: &mut Diagnostics) -> syn::Result<Field> {
    let docs = attribute::attributes(input, faults).docs;
    let secret = !input.peek2(Token![:]) && take_word(input, "secret").is_some();
    let name = input.call(Ident::parse_any)?;
    input.parse::<Token![:]>()?;
    let kind = until(input, |input| input.peek(Token![=]) || input.peek(Token![,]));
    if kind.is_empty() {
        return Err(input.error("expected the type of the field"));
    }
    let mut default = None;
    if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        default = Some(until(input, |input| input.peek(Token![,])));
    }
    let _optional = input.parse::<Option<Token![,]>>()?;
    Ok(Field { docs, secret, name, kind, default })
}

/// Everything up to a mark that stands outside of `<…>`.
fn until(input: ParseStream<'_>, stop: impl Fn(ParseStream<'_>) -> bool) -> TokenStream {
    let mut tokens = TokenStream::new();
    let mut depth = 0_i32;
    while !input.is_empty() && (depth > 0 || !stop(input)) {
        let Ok(token) = input.parse::<TokenTree>() else { break };
        if let TokenTree::Punct(mark) = &token {
            depth += match mark.as_char() {
                '<' => 1,
                '>' => -1,
                _ => 0,
            };
        }
        token.to_tokens(&mut tokens);
    }
    tokens
}
