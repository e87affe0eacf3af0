//! Days and dates in quotes where a line of hours begins: `"mon-fri" 9:00-17:00;`, `"2026-12-24" 10:00-16:00;`.

use ivr_core::hours::Weekday;
use syn::{Token, parse::ParseStream};

use super::super::{literal, syntax_error, tokens};
use crate::diagnostics::Diagnostic;

/// The error for a line that begins with a text, which is taken as a whole.
pub(super) fn line(input: ParseStream<'_>) -> Option<Diagnostic> {
    if !literal::is_text(input) {
        return None;
    }
    let quoted = tokens::take_one(input)?;
    let date = quoted.written();
    let days = days(date.trim_matches('"'));
    let diagnostic = |message: &str| syntax_error(quoted.first, message);
    if let Some(days) = days {
        return Some(diagnostic("days must not be in quotes").help(format!("write `{days}`")));
    }
    let hours = tokens::take_until(input, |input| input.peek(Token![;]));
    let last = hours.as_ref().map_or(quoted.last, |hours| hours.last);
    let written = match hours.map(|hours| hours.written().replace(" - ", "-")).as_deref() {
        None | Some("closed" | "off" | "shut") => format!("closed {date}"),
        Some(hours) => format!("open {hours} on {date}"),
    };
    let message = "a line for a date begins with `open` or `closed`";
    Some(diagnostic(message).to(last).help(format!("write `{written}`")))
}

/// `mon-fri` as `mon..=fri`.
fn days(text: &str) -> Option<String> {
    let names: Option<Vec<&str>> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty() && !matches!(*word, "to" | "through" | "and"))
        .map(|word| {
            let word = word.to_lowercase();
            Weekday::ALL.into_iter().map(Weekday::as_str).find(|day| word.starts_with(day))
        })
        .collect();
    let names = names.filter(|names| !names.is_empty())?;
    let is_range = text.contains(['-', '–', '.']) || text.contains(" to ") || text.contains(" through ");
    Some(names.join(if is_range { "..=" } else { ", " }))
}
