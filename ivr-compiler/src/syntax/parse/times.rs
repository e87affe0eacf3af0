//! The number of attempts of a `retry`, and the variants that people try.

use proc_macro2::{Delimiter, Span, TokenTree};
use syn::{Token, parse::ParseStream};

use super::{at_block, literal, peek_word, slip::at_brackets, syntax_error, tokens};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// A number of repetitions.
pub(super) fn times(
    input: ParseStream<'_>,
    word: Span,
    diagnostics: &mut Diagnostics,
) -> Result<crate::syntax::Number, Diagnostic> {
    if input.peek(Token![:]) || input.peek(Token![=]) {
        super::no_mark(input, diagnostics, "after `retry`");
    }
    before_number(input, diagnostics);
    let times = if let Some(number) = literal::bare_number(input, diagnostics) {
        number
    } else if let Some(number) = behind_block(input, diagnostics) {
        number
    } else if at_block(input) || peek_word(input).as_deref() == Some("then") {
        diagnostics.push(syntax_error(word, "`retry` needs a number").help("write `retry 2`"));
        crate::syntax::Number { value: 2, span: word }
    } else if let Some(number) = in_words(input, diagnostics) {
        number
    } else if let Some(number) = with_unit(input, diagnostics) {
        number
    } else {
        literal::number(input, "a number of attempts such as `retry 2`")?
    };
    if input.peek(Token![..])
        && let Some(taken) =
            tokens::take_until(input, |input| at_brackets(input) || peek_word(input).is_some())
    {
        let most: String = taken.written().chars().filter(char::is_ascii_digit).collect();
        let diagnostic = syntax_error(times.span, "`retry` must be followed by a number").to(taken.last);
        diagnostics.push(diagnostic.help(format!("write `{most}`")));
    }
    behind_number(input, times.value, diagnostics);
    Ok(times)
}

/// `up to`, `at most`: reported and taken.
fn before_number(input: ParseStream<'_>, diagnostics: &mut Diagnostics) {
    const WORDS: [&str; 14] = [
        "max", "maximum", "most", "up", "upto", "to", "at", "retry", "only", "for", "times", "attempts",
        "tries", "again",
    ];
    let is_before = |input: ParseStream<'_>| peek_word(input).is_some_and(|word| WORDS.contains(&&*word));
    if let Some(taken) = tokens::take_until(input, |input| !is_before(input)) {
        let diagnostic = syntax_error(taken.first, "`retry` must be followed by a number").to(taken.last);
        diagnostics.push(diagnostic.help("remove it"));
    }
}

/// `2 more times { … }`, `2, { … }`: what stands between the number and the steps is reported and taken.
fn behind_number(input: ParseStream<'_>, number: u32, diagnostics: &mut Diagnostics) {
    const IDLE: [&str; 9] =
        ["times", "time", "x", "attempts", "attempt", "tries", "more", "retries", "again"];
    let is_stray = |input: ParseStream<'_>| {
        let Some((token, rest)) = input.cursor().token_tree() else { return false };
        let block = rest.group(Delimiter::Brace).is_some();
        match &token {
            TokenTree::Punct(mark) => block && matches!(mark.as_char(), ',' | ':' | ';'),
            TokenTree::Ident(word) => {
                IDLE.iter().any(|idle| word == idle) || block && word != "then" && word != "at"
            }
            TokenTree::Group(_) | TokenTree::Literal(_) => false,
        }
    };
    if let Some(taken) = tokens::take_until(input, |input| !is_stray(input)) {
        let message = format!("`{}` is not allowed after `retry {number}`", taken.written());
        diagnostics.push(syntax_error(taken.first, message).to(taken.last).help("remove it"));
    }
}

/// `{ … } 3`, taken as a whole.
fn behind_block(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<crate::syntax::Number> {
    let (_, _, rest) = input.cursor().group(Delimiter::Brace)?;
    let value = rest.literal()?.0.to_string().parse().ok()?;
    let (block, number) = tokens::take_one(input).zip(tokens::take_one(input))?;
    let diagnostic =
        syntax_error(block.first, "the number of attempts must come before the braces").to(number.last);
    diagnostics.push(diagnostic.help(format!("write `{value} {}`", block.written())));
    Some(crate::syntax::Number { value, span: number.first })
}

fn in_words(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<crate::syntax::Number> {
    let word = peek_word(input)?;
    let names = ["one", "two", "three", "four", "five"];
    let often = ["once", "twice", "thrice"];
    let place = names.iter().position(|name| *name == word);
    let value = place.or_else(|| often.iter().position(|name| *name == word))? as u32 + 1;
    let taken = tokens::take_one(input)?;
    diagnostics
        .push(syntax_error(taken.first, "a number is written in digits").help(format!("write `{value}`")));
    Some(crate::syntax::Number { value, span: taken.first })
}

fn with_unit(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<crate::syntax::Number> {
    let (TokenTree::Literal(literal), _) = input.cursor().token_tree()? else { return None };
    let written = literal.to_string();
    let digits: String = written.chars().take_while(char::is_ascii_digit).collect();
    if digits == written {
        return None;
    }
    let value = digits.parse().ok()?;
    let taken = tokens::take_one(input)?;
    let diagnostic = syntax_error(taken.first, "`retry` must be followed by a number");
    diagnostics.push(diagnostic.help(format!("write `{value}`")));
    Some(crate::syntax::Number { value, span: taken.first })
}
