//! The number of keys of an entry and of attempts, as other systems write them: `numDigits 4`, `min 4, max 6`,
//! `retries 3`.

use proc_macro2::{Delimiter, Ident, Span, TokenTree};
use syn::{Token, parse::ParseStream};

use super::{literal, syntax_error, tokens, words::folded};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::Keys,
};

/// A clause of `gather` that says how many keys an entry has.
pub(super) fn number_of_keys(input: ParseStream<'_>, word: &Ident) -> Option<Diagnostic> {
    match folded(&word.to_string()).as_str() {
        "min" | "mindigits" | "minlength" | "minkeys" | "max" | "maxdigits" | "maxkeys" => {
            Some(least_and_most(input, word))
        }
        "numdigits" | "digits" | "count" | "length" => Some(number_of_digits(input, word)),
        _ => None,
    }
}

/// TwiML's `numDigits` among the clauses.
fn number_of_digits(input: ParseStream<'_>, word: &Ident) -> Diagnostic {
    let (form, last) = counted_keys(input, word);
    let diagnostic = syntax_error(word.span(), format!("`{word}` is the number before `keys`")).to(last);
    diagnostic.help(format!("write `gather {form}` instead"))
}

/// The same directly after `gather`.
pub(super) fn number_alone(input: ParseStream<'_>, word: &Ident) -> Diagnostic {
    let (form, last) = counted_keys(input, word);
    let diagnostic = syntax_error(word.span(), format!("`{word}` is the number before `keys`")).to(last);
    diagnostic.help(format!("write `{form}`"))
}

/// `4 keys` for the value that follows, and where it ends.
fn counted_keys(input: ParseStream<'_>, word: &Ident) -> (String, Span) {
    let (mut last, mut digits) = (word.span(), String::new());
    while let Some((token, _)) = input.cursor().token_tree()
        && (matches!(token, TokenTree::Punct(_)) || token_is_value(&token))
        && !input.peek(Token![,])
        && let Some(taken) = tokens::take_one(input)
    {
        last = taken.last;
        if token_is_value(&token) {
            digits = taken.written().chars().filter(char::is_ascii_digit).collect();
            break;
        }
    }
    let form = match digits.as_str() {
        "1" => "key".to_owned(),
        "" => "4 keys".to_owned(),
        digits => format!("{digits} keys"),
    };
    (form, last)
}

fn token_is_value(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Literal(_))
        || matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis)
}

/// `min 4, max 6`, taken as a whole.
fn least_and_most(input: ParseStream<'_>, word: &Ident) -> Diagnostic {
    let is_most = |word: &Ident| folded(&word.to_string()).starts_with("max");
    let mut taken = tokens::take_until(input, literal::is_over);
    let next = input.cursor().punct().and_then(|(_, rest)| rest.ident());
    let mut last = taken.as_ref().map_or(word.span(), |taken| taken.last);
    let digits = |taken: &Option<tokens::Taken>| -> String {
        let written = taken.as_ref().map_or_else(String::new, tokens::Taken::written);
        written.chars().filter(char::is_ascii_digit).collect()
    };
    let (mut least, mut most) = (digits(&taken), String::new());
    if is_most(word) {
        most = std::mem::replace(&mut least, "1".to_owned());
    }
    if next.is_some_and(|(word, _)| is_most(&word)) {
        let _comma = tokens::take_one(input);
        let _word = tokens::take_one(input);
        taken = tokens::take_until(input, literal::is_over);
        last = taken.as_ref().map_or(last, |taken| taken.last);
        most = digits(&taken);
    }
    let least = if least.is_empty() { "4" } else { &least };
    let most = if most.is_empty() { "8" } else { &most };
    let diagnostic = syntax_error(word.span(), "the number of keys must come before `keys`").to(last);
    diagnostic.help(format!("write `gather {least}..={most} keys` instead"))
}

/// `retries 3`: how often is said by an arm.
pub(super) fn counted_by_arm(input: ParseStream<'_>, word: &Ident) -> Diagnostic {
    let number = input.cursor().literal().map_or_else(|| "2".to_owned(), |(number, _)| number.to_string());
    let last = tokens::take_until(input, literal::is_over).map_or(word.span(), |taken| taken.last);
    let message = "the number of attempts belongs in an arm";
    let help = format!("remove it, and add the arm `silence | _ => retry {number} {{ … }} then end`");
    syntax_error(word.span(), message).to(last).help(help)
}

/// `max 4 keys`, `at least 4 keys`, `up to 4 keys`: reported and read.
pub(super) fn bounded(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Keys> {
    let mut at = input.cursor();
    // The fast path, taken by every correct `gather`.
    if at.ident().is_none_or(|(word, _)| word == "key" || word == "keys" || word == "speech") {
        return None;
    }
    let mut words = Vec::new();
    while let Some((word, rest)) = at.ident() {
        words.push(word.to_string());
        at = rest;
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let at_most = match words[..] {
        ["max" | "maximum" | "maxdigits" | "upto"]
        | ["up", "to"]
        | ["at", "most"]
        | ["less" | "fewer", "than"] => true,
        ["min" | "minimum"] | ["at", "least"] | ["more", "than"] => false,
        _ => return None,
    };
    let (count, rest) = at.literal()?;
    let count: u32 = count.to_string().parse().ok()?;
    rest.ident().filter(|(word, _)| matches!(word.to_string().as_str(), "keys" | "key" | "digits"))?;
    let (min, max) = if at_most { (1, count) } else { (count, count.saturating_mul(2).max(20)) };
    let taken = tokens::take_until(input, |input| input.cursor() == rest)?;
    let keys = tokens::take_one(input)?;
    let diagnostic = syntax_error(taken.first, "a range of keys is written with `..=`").to(keys.last);
    diagnostics.push(diagnostic.help(format!("write `{min}..={max} keys`")));
    Some(Keys { min, max: Some(max), span: taken.first })
}
