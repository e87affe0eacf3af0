//! Tokens as an author sees them: where an expression ends, and how it is written.

use proc_macro2::{Delimiter, Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{buffer::Cursor, parse::ParseStream};

/// Returns the last token between two positions.
pub(super) fn last_between(from: Cursor<'_>, to: Cursor<'_>) -> Option<TokenTree> {
    let mut at = from;
    let mut last = None;
    while at != to {
        let (token, next) = at.token_tree()?;
        (last, at) = (Some(token), next);
    }
    last
}

/// Returns the end of a token: for a group, the closing bracket.
pub(super) fn end_of(token: &TokenTree) -> Span {
    match token {
        TokenTree::Group(group) => group.span_close(),
        other => other.span(),
    }
}

/// Tokens that were taken, with the spans of the first and the last.
pub(super) struct Taken {
    pub(super) tokens: TokenStream,
    pub(super) first: Span,
    pub(super) last: Span,
}

impl Taken {
    /// Formats them as in the source.
    pub(super) fn written(&self) -> String {
        written(&self.tokens)
    }
}

/// Takes tokens until `stop` holds.
pub(super) fn take_until(input: ParseStream<'_>, stop: impl Fn(ParseStream<'_>) -> bool) -> Option<Taken> {
    let mut taken: Option<Taken> = None;
    while !input.is_empty() && !stop(input) {
        let Ok(token) = input.parse::<TokenTree>() else { break };
        let (first, last) = (start_of(&token), end_of(&token));
        match &mut taken {
            Some(taken) => {
                token.to_tokens(&mut taken.tokens);
                taken.last = last;
            }
            None => taken = Some(Taken { tokens: token.into(), first, last }),
        }
    }
    taken
}

/// Takes the next token.
pub(super) fn take_one(input: ParseStream<'_>) -> Option<Taken> {
    let token = input.parse::<TokenTree>().ok()?;
    Some(Taken { first: start_of(&token), last: end_of(&token), tokens: token.into() })
}

fn start_of(token: &TokenTree) -> Span {
    match token {
        TokenTree::Group(group) => group.span_open(),
        other => other.span(),
    }
}

/// Formats tokens as Rust source.
pub(crate) fn written(tokens: &TokenStream) -> String {
    let mut text = String::new();
    let (mut glued, mut path) = (true, false);
    let mut before: Option<TokenTree> = None;
    let mut rest = tokens.clone().into_iter().peekable();
    while let Some(token) = rest.next() {
        let part = match &token {
            TokenTree::Group(group) => grouped(group),
            other => other.to_string(),
        };
        if ends_tag(&text, &part) {
            text.truncate(text.len() - " -".len());
            text.push('-');
        } else if !glued && !joins(before.as_ref(), &token, rest.peek()) {
            text.push(' ');
        }
        text.push_str(&part);
        // No space after the second colon of `a::b`.
        let colon = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == ':');
        // `9:00` is a time.
        let time = colon && matches!(before, Some(TokenTree::Literal(_)));
        // `a && b`
        let second = |mark: char| {
            mark == '&' && matches!(&before, Some(TokenTree::Punct(first)) if first.as_char() == '&')
        };
        glued = colon && path
            || time
            || matches!(&token, TokenTree::Punct(mark)
                if opens(mark.as_char()) && !second(mark.as_char()) || mark.spacing() == Spacing::Joint);
        path = colon && !path && glued;
        before = Some(token);
    }
    text
}

/// Returns whether the region of a language follows: `US` after `en -`.
fn ends_tag(text: &str, part: &str) -> bool {
    let is_region = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase());
    let Some(before) = text.strip_suffix(" -").filter(|_| is_region) else { return false };
    let letters = before.bytes().rev().take_while(u8::is_ascii_lowercase).count();
    let rest = before.len().checked_sub(letters).and_then(|end| before.get(..end)).unwrap_or_default();
    matches!(letters, 2 | 3) && !rest.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.'))
}

fn grouped(group: &proc_macro2::Group) -> String {
    let inside = written(&group.stream());
    match group.delimiter() {
        Delimiter::Parenthesis => format!("({inside})"),
        Delimiter::Bracket => format!("[{inside}]"),
        Delimiter::Brace if inside.is_empty() => "{ }".to_owned(),
        Delimiter::Brace => format!("{{ {inside} }}"),
        Delimiter::None => inside,
    }
}

/// Punctuation without a space before it.
fn opens(mark: char) -> bool {
    matches!(mark, '.' | '&' | '!' | '?')
}

/// Returns whether there is no space between two tokens.
fn joins(before: Option<&TokenTree>, token: &TokenTree, next: Option<&TokenTree>) -> bool {
    match token {
        // `vec![…]`, and not `a != b` or `if !a`.
        TokenTree::Punct(mark) if mark.as_char() == '!' => {
            matches!((before, next), (Some(TokenTree::Ident(_)), Some(TokenTree::Group(_))))
        }
        TokenTree::Punct(mark) if mark.as_char() == ':' => {
            mark.spacing() == Spacing::Joint
                || matches!(before, Some(TokenTree::Ident(_) | TokenTree::Literal(_)))
        }
        TokenTree::Punct(mark) => matches!(mark.as_char(), ';' | ',' | '.' | '?'),
        TokenTree::Group(group) => {
            group.delimiter() == Delimiter::Parenthesis && matches!(before, Some(TokenTree::Ident(_)))
        }
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    }
}

/// Returns the source between the quotes of a text.
pub(super) fn unquoted(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else { return None };
    let written = literal.to_string();
    Some(written.strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

/// Returns the only token of a stream.
pub(super) fn only(tokens: &TokenStream) -> Option<TokenTree> {
    let mut tokens = tokens.clone().into_iter();
    tokens.next().filter(|_| tokens.next().is_none())
}

/// Returns the source up to the next `;`, with a space before it.
pub(super) fn until_semicolon(from: Cursor<'_>) -> String {
    let (mut tokens, mut at) = (TokenStream::new(), from);
    while let Some((token, next)) = at.token_tree() {
        if matches!(&token, TokenTree::Punct(mark) if mark.as_char() == ';') {
            break;
        }
        token.to_tokens(&mut tokens);
        at = next;
    }
    if tokens.is_empty() { String::new() } else { format!(" {}", written(&tokens)) }
}

/// Returns the source between two positions.
pub(super) fn between(from: Cursor<'_>, to: Cursor<'_>) -> String {
    let (mut tokens, mut at) = (TokenStream::new(), from);
    while at != to {
        let Some((token, next)) = at.token_tree() else { break };
        token.to_tokens(&mut tokens);
        at = next;
    }
    written(&tokens)
}
