//! `9:00-12:30`: times of the 24-hour clock, and the other ways in which people write them.

use proc_macro2::{Span, TokenTree};
use syn::{Token, buffer::Cursor, parse::ParseStream};

use super::super::{expected, literal, peek_word, syntax_error, tokens};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::OpenSpan,
};

/// Parses one span. Another spelling is reported once, with the correct span.
pub(super) fn span(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<OpenSpan, Diagnostic> {
    let first = input.span();
    if literal::is_text(input) {
        return quoted(input, first, diagnostics);
    }
    let lead = matches!(peek_word(input).as_deref(), Some("from" | "between" | "at"));
    if lead {
        let _word = tokens::take_one(input);
    }
    let from = time(input)?;
    let between = separator(input)? && !lead;
    let to = time(input)?;
    let last = to.last;
    let value = OpenSpan { from: from.value, to: to.value, first, last };
    if from.is_exact && to.is_exact && between {
        return Ok(value);
    }
    let diagnostic = syntax_error(first, "hours must be written on the 24-hour clock, with minutes").to(last);
    diagnostics.push(diagnostic.help(format!("write `{}`", written(&value))));
    Ok(value)
}

fn written(span: &OpenSpan) -> String {
    let time = |(hour, minute): (u16, u16)| format!("{hour}:{minute:02}");
    format!("{}-{}", time(span.from), time(span.to))
}

/// `"9:00-18:00"`.
fn quoted(
    input: ParseStream<'_>,
    first: Span,
    diagnostics: &mut Diagnostics,
) -> Result<OpenSpan, Diagnostic> {
    let text = literal::text(input, "hours")?;
    let time = |time: &str| {
        let (hour, minute) = time.trim().split_once([':', '.', 'h']).unwrap_or((time.trim(), "0"));
        Some((hour.parse().ok()?, minute.parse().ok()?))
    };
    let ends = text.value.split_once(['-', '–']);
    let ends = ends.and_then(|(from, to)| Some((time(from)?, time(to)?)));
    let diagnostic = syntax_error(first, "hours must not be in quotes");
    let Some((from, to)) = ends else { return Err(diagnostic.help("write `9:00-18:00`")) };
    let value = OpenSpan { from, to, first, last: first };
    diagnostics.push(diagnostic.help(format!("write `{}`", written(&value))));
    Ok(value)
}

/// Parses `-`, or a word for it. Returns whether it is `-`.
fn separator(input: ParseStream<'_>) -> Result<bool, Diagnostic> {
    if input.peek(Token![-]) && !input.peek(Token![->]) {
        input.parse::<Token![-]>()?;
        return Ok(true);
    }
    let word = matches!(peek_word(input).as_deref(), Some("to" | "until" | "till" | "and" | "through"));
    let dots = input.peek(Token![..=]) || input.peek(Token![..]);
    if !word && !dots {
        return Err(expected(input, "`-` and the closing time"));
    }
    if input.peek(Token![..=]) {
        input.parse::<Token![..=]>()?;
    } else if dots {
        input.parse::<Token![..]>()?;
    } else {
        let _word = tokens::take_one(input);
    }
    Ok(false)
}

struct Time {
    value: (u16, u16),
    /// Whether it is spelled as in a tree.
    is_exact: bool,
    last: Span,
}

/// `9:00`; also `9`, `9am`, `9:30 PM`, `9h30`, `9.30`.
fn time(input: ParseStream<'_>) -> Result<Time, Diagnostic> {
    let what = "a time such as `9:00`";
    let Some((TokenTree::Literal(literal), _)) = input.cursor().token_tree() else {
        return Err(expected(input, what));
    };
    let (hour, rest) = leading(&literal.to_string());
    let Some(hour) = hour else { return Err(expected(input, what)) };
    let mut last = literal.span();
    let _hour = tokens::take_one(input);
    let mut is_exact = rest.is_empty();
    let (mut minute, mut half) = (None, rest.clone());
    if input.peek(Token![:]) {
        input.parse::<Token![:]>()?;
        let Some((TokenTree::Literal(literal), _)) = input.cursor().token_tree() else {
            return Err(expected(input, "the minutes"));
        };
        let (found, rest) = leading(&literal.to_string());
        is_exact &= rest.is_empty() && literal.to_string().len() == 2;
        (minute, half, last) = (found, rest, literal.span());
        let _minute = tokens::take_one(input);
    } else {
        is_exact = false;
        if hour >= 100 && rest.is_empty() {
            // `0930`, as in timetables.
            return Ok(Time { value: (hour / 100, hour % 100), is_exact, last });
        }
        if let Some(minutes) = rest.strip_prefix(['h', '.']).filter(|minutes| !minutes.is_empty()) {
            minute = minutes.parse().ok();
        }
    }
    if let Some((word, span)) = half_of_day(input.cursor()) {
        let _half = tokens::take_one(input);
        (is_exact, half, last) = (false, word, span);
    }
    Ok(Time { value: (on_24_hours(hour, &half), minute.unwrap_or(0)), is_exact, last })
}

/// Returns the number at the start of a literal, and the rest.
fn leading(literal: &str) -> (Option<u16>, String) {
    let digits = literal.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = literal.split_at(digits);
    (number.parse().ok(), rest.to_lowercase())
}

/// `AM`, `PM`.
fn half_of_day(at: Cursor<'_>) -> Option<(String, Span)> {
    let (word, _) = at.ident()?;
    let half = word.to_string().to_lowercase();
    matches!(half.as_str(), "am" | "pm").then(|| (half, word.span()))
}

fn on_24_hours(hour: u16, half: &str) -> u16 {
    match half {
        "am" if hour == 12 => 0,
        "pm" if hour < 12 => hour + 12,
        _ => hour,
    }
}
