//! Keys: `1`, `12`, `'*'`, `*1`, which are digits and never numbers, so that `06457` keeps its zero.

use proc_macro2::{Ident, Literal, TokenTree};
use syn::{ext::IdentExt as _, parse::ParseStream};

use super::super::{expected, others, syntax_error, tokens};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::Text,
};

/// Returns whether keys come next, in any spelling. A text is a phrase.
pub(crate) fn is_key(input: ParseStream<'_>) -> bool {
    match input.cursor().token_tree() {
        Some((TokenTree::Literal(_), _)) => true,
        Some((TokenTree::Punct(mark), _)) => matches!(mark.as_char(), '#' | '*'),
        Some((TokenTree::Ident(word), _)) => others::key(&word.to_string().to_lowercase()).is_some(),
        _ => false,
    }
}

/// Parses keys. A name, a character without quotes, and a key in the wrong quotes are reported and parsed.
pub(crate) fn keys(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Text, Diagnostic> {
    if let Some(code) = star_code(input) {
        return Ok(code);
    }
    match input.cursor().token_tree() {
        Some((TokenTree::Punct(mark), _)) if matches!(mark.as_char(), '#' | '*') => {
            let taken = tokens::take_one(input).ok_or_else(|| expected(input, "a key"))?;
            let (mark, written) = (mark.as_char(), format!("'{}'", mark.as_char()));
            let diagnostic = syntax_error(taken.first, format!("the key `{mark}` must be in single quotes"));
            diagnostics.push(diagnostic.help(format!("write `{written}`")));
            Ok(Text::new(mark.to_string(), taken.first))
        }
        Some((TokenTree::Ident(word), _)) => {
            let key =
                others::key(&word.to_string().to_lowercase()).ok_or_else(|| expected(input, "a key"))?;
            let word = input.call(Ident::parse_any)?;
            let message = match key.starts_with('\'') {
                true => format!("the key `{word}` is written `{key}`"),
                false => "a key is written as its digit".to_owned(),
            };
            diagnostics.push(syntax_error(word.span(), message).help(format!("write `{key}`")));
            Ok(Text::new(key.trim_matches('\'').to_owned(), word.span()))
        }
        Some((TokenTree::Literal(_), _)) => of_literal(&input.parse()?, diagnostics),
        _ => Err(expected(input, "a key")),
    }
}

/// `*1`, `#31` or `*21#`: a mark and digits. In quotes it would not be a token of Rust.
fn star_code(input: ParseStream<'_>) -> Option<Text> {
    let mark = |token: &TokenTree| match token {
        TokenTree::Punct(mark) => Some(mark.as_char()).filter(|mark| matches!(mark, '#' | '*')),
        TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => None,
    };
    let digits = |token: &TokenTree| match token {
        TokenTree::Literal(digits) => {
            Some(digits.to_string()).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
        }
        TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Punct(_) => None,
    };
    let (first, rest) = input.cursor().token_tree()?;
    mark(&first)?;
    digits(&rest.token_tree()?.0)?;
    let mut value = String::new();
    while let Some((token, _)) = input.cursor().token_tree() {
        match (mark(&token), digits(&token)) {
            (Some(mark), _) => value.push(mark),
            (None, Some(digits)) => value.push_str(&digits),
            (None, None) => break,
        }
        let _token = tokens::take_one(input)?;
    }
    Some(Text::new(value, first.span()))
}

fn of_literal(literal: &Literal, diagnostics: &mut Diagnostics) -> Result<Text, Diagnostic> {
    let written = literal.to_string();
    let between = |mark: char| written.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    let (single, double) = (between('\''), between('"'));
    let value = single.or(double).unwrap_or(&written);
    let is_digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    let is_mark = (single.is_some() || double.is_some()) && matches!(value, "*" | "#");
    let found = Text::new(value.to_owned(), literal.span());
    match double {
        Some(_) if is_mark => {
            let diagnostic = syntax_error(literal.span(), "a key must be in single quotes");
            diagnostics.push(diagnostic.help(format!("write `'{value}'`")));
        }
        Some(_) if is_digits => {
            let diagnostic = syntax_error(literal.span(), "a key must not be in quotes");
            diagnostics.push(diagnostic.help(format!("write `{value}`")));
        }
        _ => {}
    }
    if is_digits || is_mark {
        return Ok(found);
    }
    let message = format!("`{written}` is not a key: keys are `0` to `9`, `'*'` and `'#'`");
    if let Some(key) = of_rust(&written) {
        diagnostics.push(syntax_error(literal.span(), message).help(format!("write `{key}`")));
        return Ok(Text::new(key.trim_matches('\'').to_owned(), literal.span()));
    }
    Err(syntax_error(literal.span(), message).help("write a key, such as `1` or `'#'`"))
}

/// The key in `1.`, `b'1'`, `b"1"`, `c"1"`, `1u8` or `0x1`.
fn of_rust(written: &str) -> Option<String> {
    let bare = written.trim_start_matches(['b', 'c', 'r']).trim_matches(['\'', '"']);
    let bare = bare.strip_prefix("0x").unwrap_or(bare);
    if matches!(bare, "*" | "#") {
        return Some(format!("'{bare}'"));
    }
    let end = bare.find(|c: char| !c.is_ascii_digit()).unwrap_or(bare.len());
    let (digits, rest) = bare.split_at(end);
    let is_type = rest.trim_start_matches('.').trim_start_matches(['0', '_']);
    let is_type =
        is_type.is_empty() || is_type.starts_with(['u', 'i', 'f']) && rest.starts_with(['u', 'i', 'f', '_']);
    (!digits.is_empty() && is_type).then(|| digits.to_owned())
}

/// `'1', '#'` and `'1' or '#'`: reported and read as `['1', '#']`.
fn without_brackets(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Text> {
    let (mut at, mut keys, mut end) = (input.cursor(), Vec::new(), None);
    while let Some((key, rest)) = at.literal() {
        keys.push(key.to_string());
        end = Some(rest);
        let mark = rest.punct().filter(|(mark, _)| matches!(mark.as_char(), ',' | '|' | '/'));
        let or = rest.ident().filter(|(word, _)| word == "or" || word == "and");
        let Some(next) = mark.map(|(_, rest)| rest).or(or.map(|(_, rest)| rest)) else { break };
        at = next;
    }
    let end = end.filter(|_| keys.len() > 1)?;
    let taken = tokens::take_until(input, |input| input.cursor() == end)?;
    let value: String = keys.iter().map(|key| key.trim_matches(['\'', '"'])).collect();
    let diagnostic = syntax_error(taken.first, "several keys must be in brackets").to(taken.last);
    diagnostics.push(diagnostic.help(format!("write `[{}]`", keys.join(", "))));
    Some(Text::new(value, taken.first))
}

/// Parses the finish key of a `gather`. Several in brackets are reported.
pub(crate) fn finish_key(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Text, Diagnostic> {
    let Some((inside, span, _)) = input.cursor().group(proc_macro2::Delimiter::Bracket) else {
        return key(input, diagnostics);
    };
    let literals = inside.token_stream().into_iter().filter(|token| matches!(token, TokenTree::Literal(_)));
    let last = literals.last().map_or_else(|| "'#'".to_owned(), |key| key.to_string());
    let message = "`gather` has one finish key: only `record` takes several";
    let _keys = super::super::tokens::take_one(input);
    Err(syntax_error(span.open(), message).to(span.close()).help(format!("write `{last}`")))
}

/// Parses `'#'`, or `['1', '#']`, each of which ends a recording.
pub(crate) fn finish_keys(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Text, Diagnostic> {
    if let Some(keys) = without_brackets(input, diagnostics) {
        return Ok(keys);
    }
    let Some((_, span, _)) = input.cursor().group(proc_macro2::Delimiter::Bracket) else {
        return key(input, diagnostics);
    };
    let content = super::super::group(input, proc_macro2::Delimiter::Bracket, "keys in brackets")?;
    let mut found = Text::new(String::new(), span.open());
    while !content.is_empty() {
        let key = key(&content, diagnostics)?;
        if found.value.contains(&key.value) {
            diagnostics.push(
                syntax_error(key.span, format!("`{}` appears twice here", key.value)).help("remove it"),
            );
        } else {
            found.value.push_str(&key.value);
        }
        if !content.is_empty() {
            content.parse::<syn::Token![,]>()?;
        }
    }
    if found.value.is_empty() {
        return Err(syntax_error(span.open(), "a key is missing here").help("write `['1', '#']`"));
    }
    Ok(found)
}

/// `'#'`, or a digit.
pub(crate) fn key(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Text, Diagnostic> {
    let found = keys(input, diagnostics)?;
    if found.value.chars().count() == 1 {
        return Ok(found);
    }
    Err(syntax_error(found.span, "one key ends an entry").help("write `'#'`, or another key"))
}
