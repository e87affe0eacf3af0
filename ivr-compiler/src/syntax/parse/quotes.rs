//! Double quotes inside a text, which end it: `"<break time="2s"/>"` and `"Say "sales" now."`.

use proc_macro2::TokenTree;
use syn::{buffer::Cursor, parse::ParseStream};

use super::{syntax_error, tokens};
use crate::diagnostics::Diagnostic;

/// Returns the diagnostic for the text that comes next, if more of it follows its second quote; it is taken as a whole.
pub(super) fn inside(input: ParseStream<'_>) -> Option<Diagnostic> {
    let (first, rest) = input.cursor().literal()?;
    let mut whole = first.to_string();
    if !goes_on(&whole, rest) {
        return None;
    }
    let mut at = rest;
    let last = loop {
        let (token, next) = at.token_tree()?;
        if matches!(&token, TokenTree::Punct(mark) if mark.as_char() == ';') {
            return None;
        }
        let written = tokens::written(&token.clone().into());
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        if word(whole.chars().last()) && word(written.chars().next()) {
            whole.push(' ');
        }
        whole.push_str(&written);
        at = next;
        if written.starts_with('"') && !goes_on(&written, at) {
            break token.span();
        }
    };
    let content = whole.strip_prefix('"')?.strip_suffix('"')?;
    let help = match content.contains('<') {
        true => format!("write `\"{}\"`", content.replace('"', "'")),
        false => format!("write `\"{}\"`", content.replace('"', "\\\"")),
    };
    let _taken = tokens::take_until(input, |input| input.cursor() == at);
    Some(syntax_error(first.span(), "a double quote inside a text ends it").to(last).help(help))
}

/// Returns whether a value is attached to a text: its suffix, what follows an attribute, or a number before more text.
pub(super) fn goes_on(text: &str, rest: Cursor<'_>) -> bool {
    if !text.ends_with('"') {
        return text.starts_with('"');
    }
    let number = || {
        let (number, rest) = rest.literal()?;
        let (more, _) = rest.literal()?;
        Some(!number.to_string().starts_with('"') && more.to_string().starts_with('"'))
    };
    text.ends_with("=\"") && begins_value(rest) || number() == Some(true)
}

fn begins_value(rest: Cursor<'_>) -> bool {
    rest.literal().is_some()
        || rest.punct().is_some_and(|(mark, _)| matches!(mark.as_char(), '+' | '-' | '#' | '.'))
}
