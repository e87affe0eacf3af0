//! What stands where nothing does, up to what is expected there: told as a whole, and reading goes on behind it.

use proc_macro2::{Delimiter, TokenTree};
use syn::{Token, buffer::Cursor, parse::ParseStream};

use super::{
    slip::at_brackets,
    syntax_error, tokens,
    words::{self, Context},
};
use crate::diagnostics::{Behind, Diagnostics};

/// The longest text that a message repeats.
const MAX_WRITTEN: usize = 40;

/// The maximum number of tokens before a block that are a slip.
const MAX_BEFORE_BLOCK: usize = 4;

/// Takes what has no meaning after `before`, until `stop` holds.
pub(super) fn stray(
    input: ParseStream<'_>,
    before: &str,
    stop: impl Fn(ParseStream<'_>) -> bool,
    diagnostics: &mut Diagnostics,
) {
    let Some(taken) = tokens::take_until(input, stop) else { return };
    let written = short(taken.written());
    let message = format!("`{written}` is not allowed after `{}`", short(before.to_owned()));
    // The unknown word may stand for something that is then missing.
    diagnostics.is_unread();
    if std::mem::take(&mut diagnostics.behind) == Behind::Nothing {
        diagnostics.push(syntax_error(taken.first, message).to(taken.last).help("remove it"));
    }
}

/// `say "…" uninterrupted;`: what holds for a step stands around it. Reported and taken.
pub(super) fn behind_step(input: ParseStream<'_>, from: Cursor<'_>, diagnostics: &mut Diagnostics) -> bool {
    let Some((word, rest)) = input.cursor().ident() else { return false };
    let over = rest.eof() || rest.punct().is_some_and(|(mark, _)| mark.as_char() == ';');
    if !over || !matches!(word.to_string().as_str(), "uninterrupted" | "first" | "once") {
        return false;
    }
    let step = tokens::between(from, input.cursor());
    let _word = tokens::take_one(input);
    let end = input.parse::<Option<Token![;]>>().ok().flatten().map_or(word.span(), |end| end.span);
    let message = format!("`{word}` must come before the steps that it holds for, which are in braces");
    let diagnostic = syntax_error(from.span(), message).to(end);
    diagnostics.unread(diagnostic.help(format!("write `{word} {{ {step}; }}`")));
    true
}

/// Takes what stands between a name and its block, `state Menu menu { … }`.
pub(super) fn before_block(input: ParseStream<'_>, before: &str, diagnostics: &mut Diagnostics) {
    let begins = super::peek_word(input).is_some_and(|word| words::is_known(Context::State, &word));
    if at_brackets(input) || begins || super::begins_item(input) {
        return;
    }
    let (mut at, mut count) = (input.cursor(), 0);
    while let Some((token, next)) = at.token_tree() {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => break,
            TokenTree::Punct(mark) if mark.as_char() == ';' => return,
            TokenTree::Ident(word) if words::is_known(Context::Item, &word.to_string()) => return,
            _ => (at, count) = (next, count + 1),
        }
    }
    if at.eof() || !(1..=MAX_BEFORE_BLOCK).contains(&count) {
        return;
    }
    stray(input, before, super::at_block, diagnostics);
}

fn short(written: String) -> String {
    if written.chars().count() <= MAX_WRITTEN {
        return written;
    }
    let mut short: String = written.chars().take(MAX_WRITTEN).collect();
    short.push('…');
    short
}

/// Returns whether `=>` comes before the end of the arm, without braces before it.
pub(super) fn arrow_follows(at: Cursor<'_>) -> bool {
    follows(at, |token, next| {
        let is = |token: Option<(TokenTree, Cursor<'_>)>, sign: char| {
            token.is_some_and(|(token, _)| matches!(token, TokenTree::Punct(mark) if mark.as_char() == sign))
        };
        matches!(token, TokenTree::Punct(mark) if mark.as_char() == '=') && is(next.token_tree(), '>')
    })
}

/// Returns whether `=>` comes next.
pub(super) fn begins_arrow(at: Cursor<'_>) -> bool {
    let equals = at.punct().filter(|(mark, _)| mark.as_char() == '=');
    equals.and_then(|(_, rest)| rest.punct()).is_some_and(|(mark, _)| mark.as_char() == '>')
}

/// Returns whether the `;` of a line comes before any braces.
pub(super) fn semicolon_follows(at: Cursor<'_>) -> bool {
    follows(at, |token, _| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ';'))
}

/// Returns whether `is` holds for a token of the same line or arm.
fn follows(mut at: Cursor<'_>, is: impl Fn(&TokenTree, Cursor<'_>) -> bool) -> bool {
    while let Some((token, next)) = at.token_tree() {
        if is(&token, next) {
            return true;
        }
        let ends = match &token {
            TokenTree::Punct(mark) => matches!(mark.as_char(), ',' | ';'),
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        };
        if ends {
            return false;
        }
        at = next;
    }
    false
}
