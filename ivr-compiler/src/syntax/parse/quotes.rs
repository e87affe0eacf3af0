//! Double quotes inside a text, which end it: `"<break time="2s"/>"` and `"Say "sales" now."`.

use proc_macro2::{LineColumn, TokenTree};
use syn::{buffer::Cursor, parse::ParseStream};

use super::{syntax_error, tokens};
use crate::diagnostics::Diagnostic;

/// Returns the diagnostic for the text that comes next, if more of it follows its second quote; it is taken as a whole.
pub(super) fn inside(input: ParseStream<'_>) -> Option<Diagnostic> {
    let (first, rest) = input.cursor().literal()?;
    let begun = first.to_string();
    // The fast path, taken by every correct text.
    if begun.ends_with('"') && !may_go_on(rest) {
        return None;
    }
    let (mut whole, mut at, mut end) = (begun, rest, first.span().end());
    let mut closed = None;
    while let Some((token, next)) = at.token_tree() {
        let begins = match &token {
            TokenTree::Group(group) => group.span_open().start(),
            other => other.span().start(),
        };
        if closed.is_none() && whole.ends_with('"') && begins != end {
            break;
        }
        let written = tokens::written(&token.clone().into());
        whole.push_str(&" ".repeat(gap(end, begins)));
        whole.push_str(&written);
        (at, end) = (next, tokens::end_of(&token).end());
        // A text that ends where nothing is attached to it.
        let quoted = written.starts_with('"') && written.ends_with('"');
        closed = (quoted && !goes_on(at, end)).then_some((at, token.span()));
        if closed.is_some() {
            break;
        }
    }
    let (behind, last) = closed?;
    let content = whole.strip_prefix('"')?.strip_suffix('"')?;
    let help = match content.contains('<') {
        true => format!("write `\"{}\"`", content.replace('"', "'")),
        false => format!("write `\"{}\"`", content.replace('"', "\\\"")),
    };
    let _taken = tokens::take_until(input, |input| input.cursor() == behind);
    Some(syntax_error(first.span(), "a double quote inside a text ends it").to(last).help(help))
}

/// Returns whether a value may be attached to a text. Its place is not asked for, because that is slow.
fn may_go_on(rest: Cursor<'_>) -> bool {
    rest.literal().is_some()
        || rest.punct().is_some_and(|(mark, _)| !matches!(mark.as_char(), ';' | ',' | ':' | '=' | '|'))
}

fn goes_on(rest: Cursor<'_>, end: LineColumn) -> bool {
    may_go_on(rest) && rest.token_tree().is_some_and(|(token, _)| token.span().start() == end)
}

/// The spaces between two tokens.
fn gap(end: LineColumn, begins: LineColumn) -> usize {
    if end.line == begins.line { begins.column.saturating_sub(end.column) } else { 1 }
}
