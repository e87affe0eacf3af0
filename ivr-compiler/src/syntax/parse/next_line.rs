//! Whether the next line has begun where the value of this one is missing, as in a line that has just been typed.

use proc_macro2::{Delimiter, Ident, TokenTree};
use syn::{buffer::Cursor, parse::ParseStream};

use super::{
    syntax_error, tokens,
    words::{self, Context},
};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// Returns whether a line of a state comes next, with the value that only such a line has: `goto Sales`, `say "…"`, `hangup;`.
pub(super) fn begins(input: ParseStream<'_>) -> bool {
    begins_at(input.cursor())
}

/// The same at a place further on.
pub(super) fn begins_at(at: Cursor<'_>) -> bool {
    let Some((word, rest)) = at.ident() else { return false };
    let word = word.to_string();
    let text = || rest.literal().is_some_and(|(text, _)| text.to_string().starts_with('"'));
    let name = || rest.ident().is_some_and(|(name, _)| name.to_string().starts_with(char::is_uppercase));
    let over = || rest.eof() || rest.punct().is_some_and(|(mark, _)| mark.as_char() == ';');
    let is_word =
        |words: &[&str]| rest.ident().is_some_and(|(next, _)| words.iter().any(|word| next == word));
    match word.as_str() {
        "goto" => name(),
        "hangup" | "reject" | "leave" => over(),
        "gather" => is_word(&["key", "keys", "speech"]) || rest.literal().is_some() && !text(),
        "dial" => text() || is_word(&["sip", "client", "queue", "conference", "short"]) || is_group(rest),
        "say" | "ssml" | "play" | "enqueue" | "redirect" => text(),
        "pause" => rest.literal().is_some() && !text(),
        "record" => is_word(&["match"]) || rest.punct().is_some_and(|(mark, _)| mark.as_char() == ','),
        "match" => rest.ident().is_some(),
        "set" => {
            let sign = rest.ident().and_then(|(_, rest)| rest.punct());
            sign.is_some_and(|(sign, _)| sign.as_char() == '=')
        }
        "run" => rest.ident().is_some_and(|(word, _)| word == "app" || word == "call"),
        _ => false,
    }
}

/// Returns the diagnostic for a step whose value is missing before the next line.
pub(super) fn missing_value(input: ParseStream<'_>, step: &Ident) -> Option<Diagnostic> {
    if !begins(input) {
        return None;
    }
    let (what, form) = match step.to_string().as_str() {
        "say" => ("a text", "say \"…\";"),
        "ssml" => ("a text", "ssml \"…\";"),
        "play" => ("a file or a URL", "play \"https://…\";"),
        "pause" => ("a duration", "pause 1s;"),
        "language" => ("a language", "language en-US;"),
        "set" => ("a field and its value", "set … = …;"),
        "run" => ("a Rust expression", "run app.note(call).await;"),
        _ => return None,
    };
    Some(syntax_error(step.span(), format!("`{step}` needs {what}")).help(format!("write `{form}`")))
}

/// `say "Welcome." then goto Menu;`, `hangup "Goodbye." }`: what stands where the `;` does, taken.
pub(super) fn instead_of_semicolon(input: ParseStream<'_>, from: Cursor<'_>) -> Option<Diagnostic> {
    const WORDS: [&str; 8] = ["then", "goto", "state", "timeout", "true", "false", "and", "end"];
    let (token, rest) = input.cursor().token_tree()?;
    let over = rest.eof();
    let is_line = |word: &str| {
        words::is_known(Context::State, word) || words::is_known(Context::Item, word) || word == "if"
    };
    let next = rest.ident().is_some_and(|(next, _)| is_line(&next.to_string()));
    let ending = from.ident().is_some_and(|(word, _)| words::ENDINGS.contains(&word.to_string().as_str()));
    let stray = match &token {
        TokenTree::Ident(word) => WORDS.iter().any(|known| word == known) && (next || over) || ending && over,
        TokenTree::Literal(_) => ending && over,
        TokenTree::Group(_) | TokenTree::Punct(_) => false,
    };
    let taken = stray.then(|| tokens::take_one(input)).flatten()?;
    Some(syntax_error(taken.first, "a line must end with `;`").to(taken.last).help("write `;`"))
}

/// `gather; key { … }`: the mark is reported and taken.
pub(super) fn no_semicolon(input: ParseStream<'_>, diagnostics: &mut Diagnostics) {
    let mark = input.cursor().punct().filter(|(mark, _)| mark.as_char() == ';');
    let Some((word, _)) = mark.and_then(|(_, rest)| rest.ident()) else { return };
    if (word == "key" || word == "keys" || word == "speech")
        && let Some(mark) = tokens::take_one(input)
    {
        diagnostics.push(syntax_error(mark.first, "`;` is not allowed after `gather`").help("remove it"));
    }
}

fn is_group(at: Cursor<'_>) -> bool {
    matches!(at.token_tree(), Some((TokenTree::Group(group), _)) if group.delimiter() != Delimiter::Brace)
}
