//! The most common forms, `state Menu {`, `gather key {`, `say "…";`, `goto Menu;` and `1 | "sales" => Sales,`, parsed
//! token by token. All other parsers first check for mistakes that people make there, which costs ten times as much.

use proc_macro2::{Delimiter, Ident, Literal};
use syn::{buffer::Cursor, parse::ParseStream};

use super::literal;
use crate::syntax::{Arm, Pattern, Step, Target, Text, Texts};

/// Returns the name if `state Menu {` comes next.
pub(super) fn at_state(input: ParseStream<'_>) -> Option<Ident> {
    state_at(input.cursor()).map(|(name, _)| name)
}

/// Takes `state Menu` if it comes next, and then a brace.
pub(super) fn state(input: ParseStream<'_>) -> Option<Ident> {
    take(input, state_at)
}

/// Takes `goto Menu;` if it comes next, and returns the state.
pub(super) fn goto(input: ParseStream<'_>) -> Option<Ident> {
    take(input, goto_at)
}

/// Takes `gather` if `gather key {` comes next.
pub(super) fn gather(input: ParseStream<'_>) -> Option<Ident> {
    take(input, gather_at)
}

/// Takes `key` if `key {` comes next.
pub(super) fn key(input: ParseStream<'_>) -> Option<Ident> {
    take(input, key_at)
}

/// Takes `say "…";` if it comes next.
pub(super) fn say(input: ParseStream<'_>) -> Option<Step> {
    take(input, say_at).map(|text| Step::Say(Texts::Plain(text)))
}

/// Takes `1 | "sales" => Sales,` if it comes next; at the end of its block it goes without the comma.
pub(super) fn arm(input: ParseStream<'_>) -> Option<Arm> {
    take(input, arm_at)
}

/// Takes what `read` finds; nothing where it finds nothing.
fn take<T>(input: ParseStream<'_>, read: for<'c> fn(Cursor<'c>) -> Option<(T, Cursor<'c>)>) -> Option<T> {
    let taken = input.step(|cursor| match read(*cursor) {
        Some((found, rest)) => Ok((Some(found), rest)),
        None => Ok((None, *cursor)),
    });
    taken.ok().flatten()
}

fn state_at(at: Cursor<'_>) -> Option<(Ident, Cursor<'_>)> {
    let (word, rest) = at.ident()?;
    let (state, rest) = rest.ident()?;
    rest.group(Delimiter::Brace)?;
    (word == "state" && is_state(&state)).then_some((state, rest))
}

fn goto_at(at: Cursor<'_>) -> Option<(Ident, Cursor<'_>)> {
    let (word, rest) = at.ident()?;
    let (state, end) = rest.ident()?;
    let (end, rest) = end.punct()?;
    (end.as_char() == ';' && word == "goto" && is_state(&state)).then_some((state, rest))
}

fn gather_at(at: Cursor<'_>) -> Option<(Ident, Cursor<'_>)> {
    let (word, rest) = at.ident()?;
    key_at(rest)?;
    (word == "gather").then_some((word, rest))
}

fn key_at(at: Cursor<'_>) -> Option<(Ident, Cursor<'_>)> {
    let (word, rest) = at.ident()?;
    rest.group(Delimiter::Brace)?;
    (word == "key").then_some((word, rest))
}

/// Returns whether a word is a usual name of a state.
fn is_state(name: &Ident) -> bool {
    let name = name.to_string();
    matches!(name.as_bytes(), [b'A'..=b'Z', ..]) && name != "Self"
}

fn say_at(at: Cursor<'_>) -> Option<(Text, Cursor<'_>)> {
    let (word, rest) = at.ident()?;
    let (said, rest) = rest.literal()?;
    let (end, rest) = rest.punct()?;
    if end.as_char() != ';' || word != "say" {
        return None;
    }
    let text = literal::as_written(&said.to_string(), said.span())?;
    Some((text, rest))
}

fn arm_at(at: Cursor<'_>) -> Option<(Arm, Cursor<'_>)> {
    let mut patterns = Vec::new();
    let mut at = at;
    let arrow = loop {
        let (literal, rest) = at.literal()?;
        patterns.push(pattern(&literal)?);
        let (mark, rest) = rest.punct()?;
        match mark.as_char() {
            '|' => at = rest,
            '=' => break rest,
            _ => return None,
        }
    };
    let (mark, rest) = arrow.punct()?;
    let (state, rest) = rest.ident()?;
    let rest = match rest.punct() {
        Some((end, rest)) if end.as_char() == ',' => rest,
        None if rest.eof() => rest,
        Some(_) | None => return None,
    };
    if mark.as_char() != '>' || !is_state(&state) {
        return None;
    }
    Some((Arm { hidden: false, patterns, condition: None, target: Target::State(state) }, rest))
}

/// Keys in digits, or a phrase that begins with a letter.
fn pattern(literal: &Literal) -> Option<Pattern> {
    let written = literal.to_string();
    if let Some(text) = literal::as_written(&written, literal.span()) {
        let is_phrase = matches!(text.value.as_bytes(), [b'a'..=b'z' | b'A'..=b'Z', ..]);
        return is_phrase.then_some(Pattern::Phrase { text, above: None });
    }
    let mut rest = written.as_bytes();
    while let [b'0'..=b'9', after @ ..] = rest {
        rest = after;
    }
    rest.is_empty().then(|| Pattern::Keys(Text::new(written, literal.span())))
}
