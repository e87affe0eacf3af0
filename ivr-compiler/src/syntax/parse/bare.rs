//! A duration without its clause: `, 10min`, `for 2min`, `up to 10min`.

use ivr_core::event::Verb;
use proc_macro2::Span;
use syn::parse::ParseStream;

use super::{peek_word, syntax_error, tokens};
use crate::diagnostics::Diagnostics;

/// What people write before a duration in place of its clause.
const BEFORE: [&str; 14] = [
    "for", "within", "in", "after", "during", "max", "maximum", "at", "most", "up", "to", "upto", "only",
    "lasting",
];

/// Whether a word says no more than that a duration follows.
pub(super) fn is_before(word: &str) -> bool {
    BEFORE.contains(&word)
}

/// Takes a duration that began at `first`, and says which clause it needs.
pub(super) fn duration(
    input: ParseStream<'_>,
    verb: Verb,
    first: Span,
    diagnostics: &mut Diagnostics,
) -> bool {
    let mut at = input.cursor();
    while let Some((word, rest)) = at.ident()
        && is_before(&word.to_string())
    {
        at = rest;
    }
    let Some((length, rest)) = at.literal() else { return false };
    let unit = |word: &str| ["s", "m", "h"].iter().any(|unit| word.starts_with(unit)) && word != "match";
    let length = length.to_string();
    let is_digit = |c: char| c.is_ascii_digit();
    let mut last = rest;
    if length.bytes().all(|byte| byte.is_ascii_digit()) {
        let Some((_, behind)) = rest.ident().filter(|(word, _)| unit(&word.to_string())) else {
            return false;
        };
        last = behind;
    } else if !length.starts_with(is_digit) || !length.ends_with(|c: char| c.is_ascii_alphabetic()) {
        return false;
    }
    while peek_word(input).is_some_and(|word| is_before(&word)) && tokens::take_one(input).is_some() {}
    let Some(taken) = tokens::take_until(input, |input| input.cursor() == last) else { return false };
    let diagnostic = syntax_error(first, "the duration has no clause").to(taken.last);
    diagnostics.unread(diagnostic.help(format!("write `, {} {}`", clause(verb), taken.written())));
    true
}

/// The clause that a duration alone is meant for.
fn clause(verb: Verb) -> &'static str {
    match verb {
        Verb::Record => "max_length",
        Verb::Enqueue => "max_wait",
        Verb::Connect => "time_limit",
        Verb::Gather | Verb::Dial | Verb::Match | Verb::Hours => "timeout",
    }
}
