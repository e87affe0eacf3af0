//! Several patterns of an arm, and the variants that people try: `1, 2`, `1..=3`, `"sales", "orders"`,
//! `busy or failed`.

use proc_macro2::{Delimiter, TokenTree};
use syn::{LitInt, Token, buffer::Cursor, parse::ParseStream};

use super::{literal, stray, syntax_error, tokens};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Pattern, Text},
};

/// `1..=3`, `1, 2`, `1 or 2`, `1 || 2`, `[1, 2]`: reported and read as `1 | 2`.
pub(super) fn several_keys(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Pattern>> {
    // The fast path: most arms have one key or one phrase.
    let (_, behind) = input.cursor().token_tree()?;
    let ends = behind.punct().is_some_and(|(mark, rest)| mark.as_char() == '=' && rest.punct().is_some());
    if ends || behind.ident().is_some_and(|(word, _)| word == "if") {
        let bracketed = input.cursor().group(Delimiter::Bracket).is_some();
        return bracketed.then(|| several_phrases(input, diagnostics)).flatten();
    }
    let bracketed = input.cursor().group(Delimiter::Bracket).is_some();
    if !bracketed && let Some(phrase) = confidence_behind_comma(input, diagnostics) {
        return Some(vec![phrase]);
    }
    if bracketed || literal::is_text(input) && input.peek2(Token![,]) && lists_keys(input.cursor()) {
        return several_phrases(input, diagnostics);
    }
    // The literal is checked last, because this check is the slowest.
    let ranged = (input.peek2(Token![..]) || leads_to_key(behind)) && input.peek(LitInt);
    let joined =
        (input.peek2(Token![,]) || input.peek2(Token![||]) || followed_by_or(input)) && input.peek(LitInt);
    if !ranged && !joined {
        return None;
    }
    // Matches `1, 2 => Sales`, but not two arms. What else is joined, `joint` tells.
    if joined && !lists_keys(input.cursor()) {
        return None;
    }
    let taken = tokens::take_until(input, |input| input.peek(Token![=>]))?;
    let written = taken.written();
    let mut numbers = Vec::new();
    let mut digits = String::new();
    for c in written.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else if !digits.is_empty() {
            numbers.push(std::mem::take(&mut digits));
        }
    }
    let message = if ranged { "keys are listed one by one" } else { "keys of one arm must be joined by `|`" };
    if ranged {
        let (from, to): (u32, u32) = (numbers.first()?.parse().ok()?, numbers.last()?.parse().ok()?);
        let is_open = written.contains("..") && !written.contains('=');
        let to = if is_open { to.saturating_sub(1) } else { to };
        numbers = (from..=to.min(from.saturating_add(9))).map(|key| key.to_string()).collect();
    }
    let diagnostic = syntax_error(taken.first, message).to(taken.last);
    diagnostics.push(diagnostic.help(format!("write `{}`", numbers.join(" | "))));
    Some(numbers.into_iter().map(|value| Pattern::Keys(Text::new(value, taken.first))).collect())
}

/// Returns whether `- 3` or `to 3` comes next.
fn leads_to_key(at: Cursor<'_>) -> bool {
    let dash = at.punct().filter(|(mark, _)| mark.as_char() == '-').map(|(_, rest)| rest);
    let to = at.ident().filter(|(word, _)| matches!(word.to_string().as_str(), "to" | "through" | "until"));
    dash.or(to.map(|(_, rest)| rest))
        .and_then(Cursor::literal)
        .is_some_and(|(_, rest)| stray::begins_arrow(rest))
}

/// `"sales", 0.6`.
fn confidence_behind_comma(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Pattern> {
    let (_, rest) = input.cursor().literal().filter(|_| literal::is_text(input))?;
    let (comma, rest) = rest.punct().filter(|(mark, _)| mark.as_char() == ',')?;
    let confidence = rest.literal()?.0.to_string();
    confidence.contains('.').then_some(())?;
    let text = literal::text(input, "a phrase").ok()?;
    let taken = tokens::take_one(input).zip(tokens::take_one(input))?;
    let message = "the confidence of a phrase must follow `above`";
    let diagnostic = syntax_error(comma.span(), message).to(taken.1.last);
    diagnostics.push(diagnostic.help(format!("write ` above {confidence}`")));
    Some(Pattern::Phrase { text, above: confidence.parse().ok() })
}

/// `["sales", "orders"]`, `"sales", "orders"`, and keys in brackets.
fn several_phrases(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Pattern>> {
    let taken = tokens::take_until(input, |input| input.peek(Token![=>]))?;
    let inside = match tokens::only(&taken.tokens) {
        Some(TokenTree::Group(group)) => group.stream(),
        _ => taken.tokens.clone(),
    };
    let literals: Vec<_> = inside
        .into_iter()
        .filter_map(|token| if let TokenTree::Literal(literal) = token { Some(literal) } else { None })
        .collect();
    let pattern = |literal: &proc_macro2::Literal| match syn::parse_str::<syn::LitStr>(&literal.to_string()) {
        Ok(text) => Pattern::Phrase { text: Text::new(text.value(), taken.first), above: None },
        Err(_) => Pattern::Keys(Text::new(literal.to_string().replace('\'', ""), taken.first)),
    };
    let patterns: Vec<Pattern> = literals.iter().map(pattern).collect();
    let what = if matches!(patterns.first()?, Pattern::Keys(_)) { "keys" } else { "phrases" };
    let written: Vec<String> = literals.iter().map(ToString::to_string).collect();
    let diagnostic =
        syntax_error(taken.first, format!("{what} of one arm must be joined by `|`")).to(taken.last);
    diagnostics.push(diagnostic.help(format!("write `{}`", written.join(" | "))));
    Some(patterns)
}

fn followed_by_or(input: ParseStream<'_>) -> bool {
    let next = input.cursor().literal().and_then(|(_, rest)| rest.ident());
    next.is_some_and(|(word, _)| word == "or" || word == "and")
}

/// Returns whether keys precede an arrow, or phrases do, with commas, `or` or `||` between them.
fn lists_keys(mut at: Cursor<'_>) -> bool {
    let is_phrase = |literal: &proc_macro2::Literal| literal.to_string().starts_with('"');
    let is_digits =
        |literal: &proc_macro2::Literal| literal.to_string().bytes().all(|byte| byte.is_ascii_digit());
    let phrases = at.literal().is_some_and(|(first, _)| is_phrase(&first));
    while let Some((literal, next)) = at.literal() {
        if !(if phrases { is_phrase(&literal) } else { is_digits(&literal) }) {
            return false;
        }
        if stray::begins_arrow(next) {
            return true;
        }
        let word = next.ident().filter(|(word, _)| word == "or" || word == "and").map(|(_, rest)| rest);
        let mark = next.punct().filter(|(mark, _)| matches!(mark.as_char(), ',' | '|')).map(|(_, rest)| rest);
        let Some(rest) = word.or(mark) else { return false };
        let double = rest.punct().filter(|(mark, _)| mark.as_char() == '|').map(|(_, rest)| rest);
        at = double.unwrap_or(rest);
    }
    false
}

/// Takes `(1 | "sales")` before the arrow of an arm, which is reported, and returns what is in the parentheses.
pub(super) fn parenthesised<'a>(
    input: ParseStream<'a>,
    diagnostics: &mut Diagnostics,
) -> Result<Option<syn::parse::ParseBuffer<'a>>, Diagnostic> {
    let Some((inside, span, rest)) = input.cursor().group(Delimiter::Parenthesis) else { return Ok(None) };
    let several = inside.token_stream().into_iter().nth(1).is_some();
    if !several || !stray::begins_arrow(rest) && rest.ident().is_none_or(|(word, _)| word != "if") {
        return Ok(None);
    }
    let diagnostic = syntax_error(span.open(), "the patterns of an arm must not be in parentheses");
    let written = tokens::written(&inside.token_stream());
    diagnostics.push(diagnostic.to(span.close()).help(format!("write `{written}`")));
    super::group(input, Delimiter::Parenthesis, "patterns").map(Some)
}

/// Takes what joins two patterns of an arm: `|`, or one of `or`, `||`, `/` and a comma, which are reported.
pub(super) fn joint(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> bool {
    // Uses the cursor, because this is checked for every arm.
    let mark = input.cursor().punct().map(|(mark, rest)| (mark.as_char(), rest));
    let double = match mark {
        Some(('|', rest)) => match rest.punct() {
            Some((second, _)) if second.as_char() == '|' => true,
            Some(_) | None => return tokens::take_one(input).is_some(),
        },
        Some((',', _)) if lists_patterns(input.cursor()) => false,
        Some(('/' | '+' | '&', _)) if stray::arrow_follows(input.cursor()) => false,
        None if matches!(super::peek_word(input).as_deref(), Some("or" | "and"))
            && stray::arrow_follows(input.cursor()) =>
        {
            false
        }
        None if literal::is_text(input) && stray::arrow_follows(input.cursor()) => {
            diagnostics.push(super::missing_before(input, "|"));
            return true;
        }
        Some(_) | None => return false,
    };
    let Some(taken) = tokens::take_one(input) else { return false };
    let second = double.then(|| tokens::take_one(input)).flatten();
    let diagnostic = syntax_error(taken.first, "patterns of one arm must be joined by `|`");
    let last = second.map_or(taken.last, |second| second.last);
    diagnostics.push(diagnostic.to(last).help("write `|`"));
    true
}

/// `, no_answer, failed =>`: words, keys and phrases with commas between them, up to an arrow.
fn lists_patterns(mut at: Cursor<'_>) -> bool {
    while let Some((_, rest)) = at.punct().filter(|(mark, _)| mark.as_char() == ',') {
        let word = rest.ident().map(|(_, rest)| rest);
        let Some(rest) = word.or(rest.literal().map(|(_, rest)| rest)) else { return false };
        if rest.punct().is_some_and(|(mark, _)| mark.as_char() == '=') {
            // With a target before the comma, it is a separate arm.
            return true;
        }
        at = rest;
    }
    false
}
