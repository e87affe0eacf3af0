//! What stands where nothing does, up to what is expected there: told as a whole, and reading goes on behind it.

use proc_macro2::{Delimiter, Ident, TokenTree};
use syn::{LitInt, Token, buffer::Cursor, parse::ParseStream};

use super::{
    literal, peek_word,
    slip::at_brackets,
    syntax_error, tokens,
    words::{self, Context},
};
use crate::diagnostics::{Behind, Diagnostic, Diagnostics};

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

/// What stands right before the value that is expected, where other languages have it: `&"+1…"`, `f"…"`, `#Sales`,
/// `|| Sales`.
pub(super) fn before_value(what: &str, from: Cursor<'_>) -> Option<Diagnostic> {
    let text = what.strip_suffix(" in double quotes");
    let name =
        ["the name of a state", "a target", "a key, a phrase"].into_iter().find(|of| what.starts_with(of));
    let noun = text.or(name).or((what == "a key").then_some(what))?.trim_end_matches(", a phrase");
    let noun = if noun == "a target" { "the name of a state" } else { noun };
    let is_value = |at: Cursor<'_>| match at.token_tree() {
        Some((TokenTree::Literal(value), _)) => value.to_string().starts_with('"') == text.is_some(),
        Some((TokenTree::Ident(word), _)) => {
            text.is_none() && noun != "a key" && word.to_string().starts_with(char::is_uppercase)
        }
        _ => false,
    };
    let (mut at, mut last, mut closure) = (from, None, false);
    while !is_value(at) || closure {
        let (token, next) = at.token_tree()?;
        match &token {
            TokenTree::Punct(mark) if mark.as_char() == '|' => closure = !closure,
            TokenTree::Punct(mark) if "&#@$*%'~!^?".contains(mark.as_char()) => {}
            TokenTree::Ident(_) if closure => {}
            // `() => Sales`
            TokenTree::Group(group) if text.is_none() && group.delimiter() == Delimiter::Parenthesis => {}
            TokenTree::Punct(mark) if last.is_some() && "=>-".contains(mark.as_char()) => {}
            TokenTree::Ident(word) if text.is_some() && word.to_string().len() < 3 => {}
            _ => return None,
        }
        (last, at) = (Some(token), next);
    }
    let written = tokens::between(from, at);
    let diagnostic = syntax_error(from.span(), format!("`{written}` is not allowed before {noun}"));
    Some(diagnostic.to(tokens::end_of(&last?)).help("remove it"))
}

/// `timeout, 5s`: the comma is reported and taken.
pub(super) fn comma_before_value(
    input: ParseStream<'_>,
    clause: &Ident,
    example: &str,
    diagnostics: &mut Diagnostics,
) -> bool {
    let is_number = example.starts_with(|c: char| c.is_ascii_digit());
    if !(is_number && input.peek(Token![,]) && input.peek2(LitInt)) {
        return false;
    }
    let Some(comma) = tokens::take_one(input) else { return false };
    let diagnostic = syntax_error(comma.first, format!("`,` is not allowed after `{clause}`"));
    diagnostics.push(diagnostic.help("remove it"));
    true
}

/// `into zip and pin`: reported and taken.
pub(super) fn second_value(input: ParseStream<'_>, clause: &Ident, diagnostics: &mut Diagnostics) {
    if !matches!(peek_word(input).as_deref(), Some("and" | "or" | "plus")) {
        return;
    }
    if let Some(more) = tokens::take_until(input, |input| input.peek(Token![,]) || literal::is_over(input)) {
        let message = format!("`{clause}` takes one value");
        diagnostics.push(syntax_error(more.first, message).to(more.last).help("remove it"));
    }
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
