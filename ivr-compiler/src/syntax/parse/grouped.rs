//! `block { say "…"; }`: steps in braces of their own, as VoiceXML, Ruby and others group them.

use proc_macro2::{Delimiter, Span, TokenTree};
use syn::{buffer::Cursor, parse::ParseStream};

use super::{
    syntax_error, tokens,
    words::{self, Context, folded},
};
use crate::diagnostics::Diagnostics;

/// Words that group steps elsewhere, without separators and in lower case.
const WORDS: [&str; 30] = [
    "block", "do", "begin", "step", "steps", "action", "actions", "onenter", "onentry", "onstart", "entry",
    "enter", "body", "prompt", "prompts", "execute", "sequence", "scope", "try", "async", "unsafe",
    "inorder", "group", "script", "form", "section", "page", "dialog", "onexit", "onleave",
];

/// The longest block that a help repeats.
const MAX_WRITTEN: usize = 120;

/// Takes steps in braces of their own, and reports the word before them, if there is one.
pub(super) fn steps(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> bool {
    let word = input.cursor().ident();
    let at = word.as_ref().map_or(input.cursor(), |(_, rest)| *rest);
    // Most lines have no braces behind their first word, and the word is compared only then.
    let Some((inside, span, _)) = at.group(Delimiter::Brace) else { return false };
    if word.as_ref().is_some_and(|(word, _)| !WORDS.contains(&folded(&word.to_string()).as_str()))
        || !begins_step(inside)
    {
        return false;
    }
    let _taken = tokens::take_until(input, |input| input.cursor() == at);
    let _block = tokens::take_one(input);
    let last = handlers(input).unwrap_or(span.close());
    let lines = tokens::written(&inside.token_stream());
    let lines =
        if inside.literal().is_some() { format!("say {};", lines.trim_end_matches(';')) } else { lines };
    let diagnostic = match &word {
        Some((word, _)) => {
            let message = format!("a phone tree needs no `{word}`: steps follow one another");
            syntax_error(word.span(), message)
        }
        None => syntax_error(span.open(), "steps need no braces of their own"),
    };
    diagnostics.unread(diagnostic.to(last).help(match lines.len() {
        0..MAX_WRITTEN => format!("write `{lines}`"),
        _ => "keep the lines, and remove the braces around them".to_owned(),
    }));
    true
}

/// Returns whether a step or an ending comes first, or a text alone.
fn begins_step(inside: Cursor<'_>) -> bool {
    match inside.token_tree() {
        Some((TokenTree::Ident(word), rest)) => {
            let word = word.to_string();
            let is_row = rest.punct().is_some_and(|(mark, _)| matches!(mark.as_char(), ':' | '-'));
            !is_row && (words::is_known(Context::State, &word) || words::is_another(Context::State, &word))
        }
        Some((TokenTree::Literal(_), rest)) => rest.eof() || rest.punct().is_some_and(|(_, rest)| rest.eof()),
        _ => false,
    }
}

/// Takes `catch { … }` and `finally { … }` behind the block, and returns their end.
fn handlers(input: ParseStream<'_>) -> Option<Span> {
    let mut last = None;
    while let Some((word, rest)) = input.cursor().ident()
        && ["catch", "finally", "rescue", "ensure", "except"].iter().any(|known| word == known)
        && rest.group(Delimiter::Brace).is_some()
    {
        let _word = tokens::take_one(input);
        last = tokens::take_one(input).map(|block| block.last);
    }
    last
}
