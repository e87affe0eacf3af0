//! From tokens to [`Tree`]: a file per construct. What cannot be read is reported and skipped, so that several
//! mistakes come at once and the states are still there.

mod arm;
mod attribute;
mod data;
mod literal;
mod promise;
mod renamed;
mod rust;
mod scenario;
mod state;
mod step;
mod texts;
mod tree;
mod verb;

use proc_macro2::{Delimiter, Ident, Span, TokenTree};
use syn::{
    ext::IdentExt as _,
    parse::{ParseStream, discouraged::AnyDelimiter as _},
};

pub(crate) use tree::tree;

use crate::diagnostics::{Diagnostic, Diagnostics, nearest};

/// The word that comes next, if one does.
fn peek_word(input: ParseStream<'_>) -> Option<String> {
    // By the cursor, because a fork costs more than all the rest.
    input.cursor().ident().map(|(word, _)| word.to_string())
}

/// Takes `word` if it comes next.
fn take_word(input: ParseStream<'_>, word: &str) -> Option<Span> {
    (peek_word(input)? == word).then(|| input.call(Ident::parse_any).ok()).flatten().map(|found| found.span())
}

/// Demands `word`.
fn expect_word(input: ParseStream<'_>, word: &str) -> syn::Result<Span> {
    take_word(input, word).ok_or_else(|| input.error(format!("expected `{word}`")))
}

/// A word that is none of `known`: says which one was meant.
fn unknown_word(word: &Ident, what: &str, known: &[&str]) -> Diagnostic {
    let fault = Diagnostic::new("syntax", word.span(), format!("`{word}` is no {what}"));
    match nearest(&word.to_string(), known.iter().copied()) {
        Some(name) => fault.help(format!("did you mean `{name}`?")),
        None => fault.help(format!("there are {}", list(known))),
    }
}

/// `a`, `b` and `c`.
pub(crate) fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// Reads `{ … }` with `body`; what `body` leaves unread is reported.
fn block<T>(
    input: ParseStream<'_>,
    faults: &mut Diagnostics,
    body: impl FnOnce(ParseStream<'_>, &mut Diagnostics) -> T,
) -> syn::Result<T> {
    let (delimiter, _, content) = input.parse_any_delimiter()?;
    if delimiter != Delimiter::Brace {
        return Err(content.error("expected `{`"));
    }
    Ok(body(&content, faults))
}

/// Whether `state Name` comes next.
fn begins_state(input: ParseStream<'_>) -> bool {
    input.peek2(syn::Ident) && peek_word(input).as_deref() == Some("state")
}

/// Where reading goes on after a mistake.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Resume {
    /// After the next `;`, or after the next block.
    Item,
    /// After the next `,`.
    Comma,
}

/// Skips the rest of something that could not be read; always takes a token, if there is one, and never the next
/// state.
fn skip(input: ParseStream<'_>, resume: Resume) {
    while let Ok(token) = input.parse::<TokenTree>() {
        let done = match (&token, resume) {
            (TokenTree::Punct(mark), Resume::Item) => mark.as_char() == ';',
            (TokenTree::Punct(mark), Resume::Comma) => mark.as_char() == ',',
            // `gather … { … } match { … }` is one item.
            (TokenTree::Group(group), Resume::Item) => {
                group.delimiter() == Delimiter::Brace
                    && !matches!(peek_word(input).as_deref(), Some("match" | "then"))
            }
            _ => false,
        };
        if done || begins_state(input) {
            return;
        }
    }
}
