//! `hours office, zone "Europe/Paris" { mon..=fri 9:00-12:30, 14:00-18:00; … }`, and `match hours office { … }`.

mod quoted;
mod time;

use ivr_core::{event::Verb, hours::Weekday};
use proc_macro2::{Ident, Span};
use syn::{Token, buffer::Cursor, ext::IdentExt as _, parse::ParseStream};

use super::{
    Resume, any_word, arm, at_block, begins_item, block, cases, expected, literal, otherwise, peek_word,
    said, semicolon, stray, syntax_error, take_word, tokens, unit,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, nearest},
    syntax::{Arms, Ending, Hours, HoursLine, MatchHours, OpenSpan, Text},
};

/// Parses a schedule after its word.
pub(super) fn hours(
    input: ParseStream<'_>,
    word: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<Hours, Diagnostic> {
    let is_zone = peek_word(input).as_deref() == Some("zone") && input.peek2(syn::LitStr);
    if at_block(input)
        || input.peek(Token![,])
        || is_zone
        || literal::is_text(input) && !input.peek2(Token![,])
    {
        let diagnostic = syntax_error(word.span(), "`hours` needs a name");
        return Err(diagnostic.help("write `hours office, zone \"Europe/Paris\" { … }`"));
    }
    let name = literal::joined_name(input, "the name of the hours", diagnostics)?;
    let zone = zone(input, &name, diagnostics)?;
    stray::before_block(input, &format!("zone \"{}\"", zone.value), diagnostics);
    if !at_block(input) {
        let diagnostic = syntax_error(name.span(), format!("hours `{name}` need braces"));
        return Err(diagnostic.help("write `{ mon..=fri 9:00-18:00; }` after the zone"));
    }
    let mark = diagnostics.mark();
    let lines = block(input, diagnostics, lines)?;
    let _optional = input.parse::<Option<Token![;]>>()?;
    Ok(Hours { name, zone, lines, broken: diagnostics.mark() != mark })
}

/// `, zone "Europe/Paris"`.
fn zone(input: ParseStream<'_>, name: &Ident, diagnostics: &mut Diagnostics) -> Result<Text, Diagnostic> {
    let comma = input.parse::<Option<Token![,]>>()?;
    if let Some(diagnostic) = zone_behind(input, name) {
        return Err(diagnostic);
    }
    if at_block(input) || input.is_empty() || input.peek(Token![;]) || begins_item(input) {
        let diagnostic = syntax_error(name.span(), format!("hours `{name}` have no time zone"));
        return Err(diagnostic.help(format!("write `{name}, zone \"Europe/Paris\"`")));
    }
    if comma.is_none() && !literal::is_text(input) {
        diagnostics.push(syntax_error(input.span(), "a comma is missing before `zone`").help("write `,`"));
    }
    if literal::is_text(input) {
        diagnostics.push(
            syntax_error(input.span(), "the word `zone` is missing before the time zone")
                .help("write `zone`"),
        );
    } else {
        let word = any_word(input, "`zone`")?;
        if word != "zone" {
            let diagnostic = syntax_error(word.span(), format!("unknown clause `{word}` of `hours`"));
            diagnostics.push(diagnostic.help("write `zone`"));
        }
        super::no_mark(input, diagnostics, "after `zone`");
    }
    match said::unquoted(input, "a time zone must be in double quotes", diagnostics) {
        Some(zone) => Ok(zone),
        None => literal::text(input, "a time zone"),
    }
}

/// `{ … }, zone "Europe/Paris"`: taken as a whole.
fn zone_behind(input: ParseStream<'_>, name: &Ident) -> Option<Diagnostic> {
    let (_, _, rest) = input.cursor().group(proc_macro2::Delimiter::Brace)?;
    let rest = rest.punct().filter(|(mark, _)| mark.as_char() == ',').map_or(rest, |(_, rest)| rest);
    let (word, rest) = rest.ident().filter(|(word, _)| word == "zone" || word == "timezone")?;
    let (zone, behind) = rest.literal()?;
    let _taken = tokens::take_until(input, |input| input.cursor() == behind)?;
    let diagnostic = syntax_error(word.span(), "`zone` must come before the braces").to(zone.span());
    Some(diagnostic.help(format!("remove it, and write `hours {name}, zone {zone} {{ … }}`")))
}

fn lines(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Vec<HoursLine> {
    let mut found = Vec::new();
    while !input.is_empty() {
        if input.peek(Token![;]) {
            let _idle = tokens::take_one(input);
            continue;
        }
        found.extend(unit(input, Resume::Line, diagnostics, line));
    }
    found
}

fn line(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<HoursLine, Diagnostic> {
    let (from, mark) = (input.cursor(), diagnostics.mark());
    let line = match peek_word(input).as_deref() {
        Some(typed) if typed == "closed" || is_closed(typed) && input.peek2(syn::LitStr) => {
            let word = any_word(input, "`closed`")?;
            if word != "closed" {
                diagnostics.push(super::words::called(&word, "closed"));
            }
            take_word(input, "on");
            HoursLine::Dates { spans: Vec::new(), days: dates(input, &word)? }
        }
        Some("open") => {
            let word = any_word(input, "`open`")?;
            let spans = spans(input, word.span(), diagnostics)?;
            if take_word(input, "on").is_none() {
                return Err(syntax_error(word.span(), "`open` needs a date").help("write `on \"12-24\"`"));
            }
            HoursLine::Dates { spans, days: dates(input, &word)? }
        }
        Some(_) => {
            let days = days(input, diagnostics)?;
            super::no_mark(input, diagnostics, "between the days and their hours");
            let last = days.last().map_or_else(|| input.span(), |(_, span)| *span);
            HoursLine::Week { days, spans: spans(input, last, diagnostics)? }
        }
        None if literal::is_text(input) => {
            return Err(quoted::line(input).unwrap_or_else(|| expected(input, "days and their hours")));
        }
        None => return Err(expected(input, "days and their hours, such as `mon..=fri 9:00-18:00`")),
    };
    let commas = diagnostics.last_mut().is_some_and(|last| last.message == ENDS_WITH_SEMICOLON);
    if input.is_empty() && commas {
        return Ok(line);
    }
    // A comma at the end of the last line has been reported.
    if !input.is_empty() || diagnostics.mark() == mark {
        semicolon(input, from, diagnostics)?;
    }
    Ok(line)
}

/// `"12-25", "2026-05-01"`.
fn dates(input: ParseStream<'_>, word: &Ident) -> Result<Vec<Text>, Diagnostic> {
    let mut found = Vec::new();
    if !literal::is_text(input) && is_weekday(input.cursor()) {
        let diagnostic =
            syntax_error(input.span(), "a weekday without hours is already closed; `closed` takes a date");
        return Err(diagnostic.help("write `closed \"12-25\"`, or remove the line"));
    }
    loop {
        if input.cursor().literal().is_some() && !literal::is_text(input) {
            let message = "a date must be in double quotes";
            let taken = tokens::take_until(input, |input| input.peek(Token![,]) || input.peek(Token![;]));
            let taken = taken.ok_or_else(|| expected(input, "a date"))?;
            let written: String = taken.written().split_whitespace().collect();
            let diagnostic = syntax_error(taken.first, message).to(taken.last);
            return Err(diagnostic.help(format!("write `\"{written}\"`")));
        } else if input.peek(Token![;]) || input.is_empty() {
            let diagnostic = syntax_error(word.span(), format!("`{word}` needs a date"));
            return Err(diagnostic.help("write `\"12-25\"` for every year, or `\"2026-12-25\"` for one"));
        } else {
            found.push(literal::text(input, "a date such as \"12-25\"")?);
        }
        if input.parse::<Option<Token![,]>>()?.is_none() || input.peek(Token![;]) {
            return Ok(found);
        }
    }
}

/// `mon..=fri, sun`.
fn days(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Vec<(Weekday, Span)>, Diagnostic> {
    let mut found = Vec::new();
    loop {
        let first = day(input, diagnostics)?;
        match range(input, diagnostics)? {
            None => found.push(first),
            Some(_) => {
                let last = day(input, diagnostics)?;
                found.extend(between(first, last));
            }
        }
        if !input.peek(Token![,]) {
            return Ok(found);
        }
        input.parse::<Token![,]>()?;
    }
}

/// Returns every day from one to another; Saturday to Monday is three days.
fn between(first: (Weekday, Span), last: (Weekday, Span)) -> impl Iterator<Item = (Weekday, Span)> {
    let (from, to) = (first.0 as usize, last.0 as usize);
    let count = (to + 7 - from) % 7 + 1;
    let days = Weekday::ALL.into_iter().cycle().skip(from).take(count);
    days.enumerate().map(move |(place, day)| (day, if place + 1 == count { last.1 } else { first.1 }))
}

/// Parses `..=`, and what people write in its place.
fn range(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Option<Span>, Diagnostic> {
    if input.peek(Token![..=]) {
        return Ok(Some(input.parse::<Token![..=]>()?.spans[0]));
    }
    let wrong = input.peek(Token![..]) || input.peek(Token![-]);
    if wrong || matches!(peek_word(input).as_deref(), Some("to" | "through" | "until")) {
        let first = input.span();
        let taken = tokens::take_one(input);
        let last =
            if input.peek(Token![.]) || input.peek(Token![-]) { tokens::take_one(input) } else { None };
        let last = last.or(taken).map_or(first, |taken| taken.last);
        let diagnostic = syntax_error(first, "a range of days is written with `..=`").to(last);
        diagnostics.push_first(diagnostic.help("write `..=`"));
        return Ok(Some(first));
    }
    Ok(None)
}

fn day(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<(Weekday, Span), Diagnostic> {
    if matches!(peek_word(input).as_deref(), Some("on" | "from" | "every" | "each" | "days"))
        && input.peek2(syn::Ident)
    {
        let idle = any_word(input, "a day such as `mon`")?;
        diagnostics
            .push(syntax_error(idle.span(), "a line of hours must begin with its days").help("remove it"));
    }
    let word = any_word(input, "a day such as `mon`")?;
    let typed = word.to_string().to_lowercase();
    if let Some(day) = Weekday::ALL.into_iter().find(|day| word == day.as_str()) {
        return Ok((day, word.span()));
    }
    let names = Weekday::ALL.map(|day| (day, day.name().to_lowercase()));
    let begun = |name: &str| typed.len() >= 2 && name.starts_with(typed.trim_end_matches('s'));
    let known = names.iter().find(|(_, name)| begun(name) || typed == format!("{name}s"));
    let near = || {
        nearest(
            &typed,
            Weekday::ALL.iter().map(|day| day.as_str()).chain(names.iter().map(|(_, name)| name.as_str())),
        )
    };
    let meant = known.map(|(day, _)| *day).or_else(|| {
        let near = near()?;
        names.iter().find(|(day, name)| day.as_str() == near || name == near).map(|(day, _)| *day)
    });
    match meant {
        Some(day) => {
            let diagnostic =
                syntax_error(word.span(), format!("`{word}` is written `{}` here", day.as_str()));
            diagnostics.push_first(diagnostic.help(format!("write `{}`", day.as_str())));
            Ok((day, word.span()))
        }
        None => {
            if let Some((_, days)) = SEVERAL.iter().find(|(names, _)| names.contains(&typed.as_str())) {
                let diagnostic = syntax_error(word.span(), format!("`{word}` is written `{days}` here"));
                return Err(diagnostic.help(format!("write `{days}`")));
            }
            if matches!(typed.as_str(), "lunch" | "break" | "pause" | "noon" | "siesta") {
                let message = "a break must be written as two spans of its day";
                return Err(syntax_error(word.span(), message).help("write `mon 9:00-12:00, 13:00-18:00`"));
            }
            let diagnostic = syntax_error(word.span(), format!("`{word}` is not a day of the week"));
            Err(diagnostic.help("the days are `mon`, `tue`, `wed`, `thu`, `fri`, `sat` and `sun`"))
        }
    }
}

/// Returns whether the word is one of days.
pub(super) fn is_of_days(word: &str) -> bool {
    let of_one = |day: &Weekday| day.as_str() == word || day.name().to_lowercase() == word;
    Weekday::ALL.iter().any(of_one) || SEVERAL.iter().any(|(names, _)| names.contains(&word))
}

/// Other words for several days.
const SEVERAL: [(&[&str], &str); 3] = [
    (&["daily", "everyday", "every", "always", "all"], "mon..=sun"),
    (&["weekdays", "weekday", "workdays", "workday", "businessdays"], "mon..=fri"),
    (&["weekends", "weekend"], "sat, sun"),
];

/// The message for a comma at the end of a line.
const ENDS_WITH_SEMICOLON: &str = "a line of hours must end with `;`";

/// Returns whether the word begins a line of dates without hours.
fn is_closed(word: &str) -> bool {
    matches!(word, "close" | "holiday" | "holidays" | "closure" | "shut" | "off")
}

fn is_weekday(at: Cursor<'_>) -> bool {
    at.ident().is_some_and(|(word, _)| Weekday::ALL.iter().any(|day| word == day.as_str()))
}

/// `9:00-12:30, 14:00-18:00`.
fn spans(
    input: ParseStream<'_>,
    before: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<OpenSpan>, Diagnostic> {
    if input.is_empty() || input.peek(Token![;]) || peek_word(input).as_deref() == Some("on") {
        let diagnostic = syntax_error(before, "the hours are missing after this");
        return Err(diagnostic.help("write `9:00-18:00` after it"));
    }
    if take_word(input, "closed").is_some() {
        let diagnostic = syntax_error(before, "a day without hours is closed");
        return Err(diagnostic.help("remove the line"));
    }
    let mut found = vec![time::span(input, diagnostics)?];
    while input.peek(Token![,]) || peek_word(input).as_deref() == Some("and") {
        if !input.peek(Token![,]) {
            diagnostics
                .push(syntax_error(input.span(), "a comma is missing between two spans").help("write `,`"));
        }
        let separator = tokens::take_one(input);
        if let (Some(comma), None) = (separator, input.cursor().literal()) {
            diagnostics.push(syntax_error(comma.first, ENDS_WITH_SEMICOLON).help("write `;`"));
            return Ok(found);
        }
        found.push(time::span(input, diagnostics)?);
    }
    Ok(found)
}

/// Returns whether `hours` after `match` refers to a schedule.
pub(super) fn is_asked(input: ParseStream<'_>) -> bool {
    if lacks_word(input, &mut Diagnostics::default()) {
        return true;
    }
    let after = input.cursor().ident().filter(|(word, _)| word == "hours").map(|(_, rest)| rest);
    after.is_some_and(|rest| {
        rest.ident().is_some()
            || rest.literal().is_some()
            || rest.group(proc_macro2::Delimiter::Brace).is_some()
    })
}

/// `match office { open => …, closed => … }`: the word `hours` is missing, which was reported.
pub(super) fn lacks_word(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> bool {
    let Some((name, rest)) = input.cursor().ident() else { return false };
    let Some((inside, _, _)) = rest.group(proc_macro2::Delimiter::Brace) else { return false };
    let outcome = |at: Cursor<'_>| at.ident().is_some_and(|(word, _)| word == "open" || word == "closed");
    if name == "hours" || !outcome(inside) || name.to_string().starts_with(char::is_uppercase) {
        return false;
    }
    let diagnostic = syntax_error(name.span(), "use `match hours` for a schedule");
    diagnostics.push(diagnostic.help(format!("write `hours {name}`")));
    true
}

/// `match hours office { … }`, after its first word.
pub(super) fn asked(
    input: ParseStream<'_>,
    word: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<Ending, Diagnostic> {
    if lacks_word(input, diagnostics) {
        return named(input, word, diagnostics);
    }
    let hours = input.call(Ident::parse_any)?;
    if at_block(input) {
        let diagnostic = syntax_error(hours.span(), "`match hours` needs the name of a schedule");
        return Err(diagnostic.help("write `match hours office`, with the name that `hours` declares"));
    }
    named(input, word, diagnostics)
}

/// `office { … }`.
fn named(input: ParseStream<'_>, word: &Ident, diagnostics: &mut Diagnostics) -> Result<Ending, Diagnostic> {
    let name = literal::joined_name(input, "the name of the hours", diagnostics)?;
    let of = arm::Of::verb(Verb::Hours);
    if cases::behind_question(input, word, || format!("hours {name}"), diagnostics) {
        let arms = Arms { word: word.span(), arms: Vec::new(), broken: true };
        return Ok(Ending::Hours(MatchHours { name, arms }));
    }
    let unread = diagnostics.count_unread();
    let (arms, _) = block(input, diagnostics, |input, diagnostics| arm::arms(input, of, diagnostics))?;
    otherwise::behind_arms(input, ("any other time", "closed"), diagnostics);
    let broken = diagnostics.count_unread() > unread;
    let _optional = input.parse::<Option<Token![;]>>()?;
    let arms = Arms { word: word.span(), arms, broken };
    Ok(Ending::Hours(MatchHours { name, arms }))
}

#[cfg(test)]
mod tests;
