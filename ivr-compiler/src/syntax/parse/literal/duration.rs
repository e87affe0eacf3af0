//! Durations: `5s`, `2min`, `1h`, in whole seconds as Twilio accepts them.

use proc_macro2::{Ident, Span, TokenTree};
use syn::{LitFloat, LitInt, LitStr, Token, buffer::Cursor, ext::IdentExt as _, parse::ParseStream};

use super::{
    super::{at_parenthesis, expected, syntax_error, tokens},
    is_over, is_text,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::Number,
};

const WANTED: &str = "a duration such as `5s`";

const ONE_UNIT: &str = "a duration is one number and one unit";

/// Parses a duration. Another spelling of the unit is reported and parsed.
pub(crate) fn duration(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Number, Diagnostic> {
    if input.peek(LitInt) {
        return of_number(input, diagnostics);
    }
    if let Some(spoken) = spoken(input, diagnostics) {
        return Ok(spoken);
    }
    let told = if input.peek(LitFloat) {
        let literal = input.parse::<LitFloat>()?;
        let value: f64 = literal.base10_parse().unwrap_or(1.0);
        let unit = Unit::of(literal.suffix()).unwrap_or(Unit::SECONDS);
        let seconds = (value * f64::from(unit.seconds)).ceil() as u32;
        (literal.span(), literal.span(), "Twilio counts whole seconds", seconds.max(1))
    } else if is_text(input) {
        let literal = input.parse::<LitStr>()?;
        let seconds =
            in_words(&literal.value()).ok_or_else(|| wrong(literal.span(), &literal.token().to_string()))?;
        (literal.span(), literal.span(), "a duration must not be in quotes", seconds)
    } else if at_parenthesis(input) {
        let taken = tokens::take_one(input).ok_or_else(|| expected(input, WANTED))?;
        let inside = taken.written();
        let inside = inside.trim_start_matches('(').trim_end_matches(')');
        let no_expression = || {
            let message =
                "a duration takes no expression: how long a call takes is counted while the tree compiles";
            syntax_error(taken.first, message).to(taken.last).help(format!("write {WANTED}"))
        };
        let seconds = in_words(inside).ok_or_else(no_expression)?;
        (taken.first, taken.last, "a duration must not be in parentheses", seconds)
    } else if input.peek2(Token![::]) {
        let taken = tokens::take_until(input, is_over).ok_or_else(|| expected(input, WANTED))?;
        let seconds = of_rust(&taken).ok_or_else(|| wrong(taken.first, &taken.written()))?;
        (taken.first, taken.last, "a duration is written as a number and its unit", seconds)
    } else {
        return Err(expected(input, WANTED));
    };
    let (first, last, message, value) = told;
    diagnostics.unread(syntax_error(first, message).to(last).help(format!("write `{}`", written(value))));
    Ok(Number { value, span: first })
}

/// `five seconds`, `half a minute`, `thirty`: reported and parsed.
fn spoken(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Number> {
    const NUMBERS: [(&str, u32); 20] = [
        ("one", 1),
        ("a", 1),
        ("an", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("twelve", 12),
        ("fifteen", 15),
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("fifty", 50),
        ("sixty", 60),
        ("ninety", 90),
    ];
    let (word, rest) = input.cursor().ident()?;
    let typed = word.to_string().to_lowercase();
    let number = NUMBERS.iter().find(|(name, _)| *name == typed)?.1;
    let unit = rest.ident().and_then(|(unit, _)| Unit::of(&unit.to_string().to_lowercase()));
    let first = tokens::take_one(input)?;
    let last = unit.as_ref().and_then(|_| tokens::take_one(input)).map_or(first.last, |unit| unit.last);
    let value = number * unit.unwrap_or(Unit::SECONDS).seconds;
    let diagnostic = syntax_error(first.first, "a duration is written as a number and its unit").to(last);
    diagnostics.push(diagnostic.help(format!("write `{}`", written(value))));
    Some(Number { value, span: first.first })
}

fn wrong(span: Span, found: &str) -> Diagnostic {
    syntax_error(span, format!("expected {WANTED}, found `{found}`")).help("write `5s`")
}

/// Returns the diagnostic for a clause or a step without its duration.
pub(crate) fn lacks_value(word: &Ident, example: &str) -> Diagnostic {
    syntax_error(word.span(), format!("`{word}` needs a value")).help(format!("write `{word} {example}`"))
}

fn of_number(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Number, Diagnostic> {
    let literal = input.parse::<LitInt>()?;
    if let Some(positive) = literal.to_string().strip_prefix('-') {
        let diagnostic = syntax_error(literal.span(), "a duration has no sign");
        return Err(diagnostic.help(format!("write `{positive}`")));
    }
    if let Some(whole) =
        compound(input, &literal, diagnostics).or_else(|| on_a_clock(input, &literal, diagnostics))
    {
        return Ok(whole);
    }
    let mut last = literal.span();
    let mut unit = literal.suffix().to_owned();
    let apart = unit.is_empty()
        && input.cursor().ident().is_some_and(|(word, _)| Unit::of(&word.to_string()).is_some());
    if apart {
        let word = input.call(Ident::parse_any)?;
        (unit, last) = (word.to_string(), word.span());
    }
    if let Some(longest) = range(input) {
        let diagnostic =
            syntax_error(literal.span(), "a duration is one value, not a range").to(longest.last);
        let written: String = longest.written().trim_start_matches(['.', '=', '-', ' ']).to_owned();
        diagnostics.unread(diagnostic.help(format!("write `{written}`")));
        return Ok(Number { value: literal.base10_parse().unwrap_or(1), span: literal.span() });
    }
    let digits = literal.base10_digits();
    let Some(found) = Unit::of(&unit) else {
        if !unit.is_empty() {
            return Err(wrong(literal.span(), &literal.to_string()));
        }
        diagnostics.unread(
            syntax_error(last, format!("`{literal}` has no unit")).help(format!("write `{digits}s`")),
        );
        return Ok(Number { value: literal.base10_parse().unwrap_or(1), span: literal.span() });
    };
    let too_long = |_| syntax_error(literal.span(), "this is too long");
    let count: u32 = literal.base10_parse().map_err(too_long)?;
    let value = match found.seconds {
        0 => count.div_ceil(1000).max(1),
        seconds => {
            count.checked_mul(seconds).ok_or_else(|| syntax_error(literal.span(), "this is too long"))?
        }
    };
    if apart || unit != found.short {
        let message =
            if apart { "the unit of a duration must directly follow the number" } else { found.message };
        let diagnostic = syntax_error(literal.span(), message).to(last);
        let meant = if found.seconds == 0 { format!("{value}s") } else { format!("{digits}{}", found.short) };
        diagnostics.unread(diagnostic.help(format!("write `{meant}`")));
    }
    Ok(Number { value, span: literal.span() })
}

/// `1min30s`, `1min 30s`, `1min and 30s`: reported and parsed as their sum.
fn compound(input: ParseStream<'_>, first: &LitInt, diagnostics: &mut Diagnostics) -> Option<Number> {
    let attached = first.suffix().contains(|c: char| c.is_ascii_digit());
    let apart = next_part(input.cursor()).is_some() && Unit::of(first.suffix()).is_some();
    let mut value = (attached || apart).then(|| in_words(&first.to_string())).flatten()?;
    let mut last = first.span();
    while let Some(end) = next_part(input.cursor()) {
        let part = tokens::take_until(input, |input| input.cursor() == end)?;
        value = value.checked_add(in_words(part.written().trim_start_matches("and"))?)?;
        last = part.last;
    }
    let diagnostic = syntax_error(first.span(), ONE_UNIT).to(last);
    diagnostics.unread(diagnostic.help(format!("write `{}`", written(value))));
    Some(Number { value, span: first.span() })
}

/// `1:30`: reported and parsed as minutes and seconds.
fn on_a_clock(input: ParseStream<'_>, minutes: &LitInt, diagnostics: &mut Diagnostics) -> Option<Number> {
    let (_, rest) = input.cursor().punct().filter(|(mark, _)| mark.as_char() == ':')?;
    let seconds: u32 = rest.literal()?.0.to_string().parse().ok()?;
    let value = minutes.to_string().parse::<u32>().ok()?.checked_mul(60)?.checked_add(seconds)?;
    let (_colon, last) = tokens::take_one(input).zip(tokens::take_one(input))?;
    let diagnostic = syntax_error(minutes.span(), ONE_UNIT).to(last.last);
    diagnostics.unread(diagnostic.help(format!("write `{}`", written(value))));
    Some(Number { value, span: minutes.span() })
}

/// Returns what comes after `30s` or `and 30s`.
fn next_part(at: Cursor<'_>) -> Option<Cursor<'_>> {
    let at = at.ident().filter(|(word, _)| word == "and").map_or(at, |(_, rest)| rest);
    let (part, rest) = at.literal()?;
    let part = part.to_string();
    let has_unit = part.ends_with(|c: char| c.is_ascii_alphabetic());
    (has_unit && in_words(&part).is_some()).then_some(rest)
}

/// Returns a unit, as people write it.
struct Unit {
    short: &'static str,
    /// `None` for a unit shorter than a second.
    seconds: u32,
    message: &'static str,
}

/// `..30s`, `-30s`, taken.
fn range(input: ParseStream<'_>) -> Option<tokens::Taken> {
    let is_range = input.peek(Token![..]) || input.peek(Token![-]) && input.peek2(LitInt);
    is_range.then(|| tokens::take_until(input, is_over)).flatten()
}

impl Unit {
    const SECONDS: Self = Self { short: "s", seconds: 1, message: "seconds are written `s`" };

    fn of(written: &str) -> Option<Self> {
        Some(match written.to_lowercase().as_str() {
            "s" | "sec" | "secs" | "second" | "seconds" => Self::SECONDS,
            "m" | "min" | "mins" | "minute" | "minutes" => {
                Self { short: "min", seconds: 60, message: "minutes are written `min`" }
            }
            "h" | "hr" | "hrs" | "hour" | "hours" => {
                Self { short: "h", seconds: 3600, message: "hours are written `h`" }
            }
            "ms" | "msec" | "millis" | "milliseconds" => {
                Self { short: "", seconds: 0, message: "Twilio counts whole seconds" }
            }
            _ => return None,
        })
    }
}

/// `5`, `5s`, `5 minutes`, `1 minute and 30 seconds`, in seconds.
fn in_words(text: &str) -> Option<u32> {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut rest = text.trim();
    if let Ok(count) = rest.parse() {
        return Some(count);
    }
    let mut total = (!rest.is_empty()).then_some(0_u32)?;
    while !rest.is_empty() {
        let unit = rest.trim_start_matches(is_digit);
        let (count, _) = rest.split_at(rest.len() - unit.len());
        let count: u32 = count.parse().ok()?;
        let end = unit.find(is_digit).unwrap_or(unit.len());
        let (unit, behind) = unit.split_at(end);
        let unit = unit.trim().trim_end_matches("and").trim_end();
        let seconds = match Unit::of(unit)?.seconds {
            0 => count.div_ceil(1000).max(1),
            seconds => count.checked_mul(seconds)?,
        };
        (total, rest) = (total.checked_add(seconds)?, behind);
    }
    Some(total)
}

/// `Duration::from_secs(5)`.
fn of_rust(taken: &tokens::Taken) -> Option<u32> {
    let all: Vec<TokenTree> = taken.tokens.clone().into_iter().collect();
    let [.., TokenTree::Ident(function), TokenTree::Group(argument)] = &all[..] else { return None };
    let count: u32 = argument.stream().to_string().parse().ok()?;
    match function.to_string().as_str() {
        "from_secs" | "new" => Some(count),
        "from_millis" => Some(count.div_ceil(1000).max(1)),
        "from_mins" => count.checked_mul(60),
        _ => None,
    }
}

/// Formats it in its largest whole unit.
pub(crate) fn written(seconds: u32) -> String {
    match seconds {
        0 => "1s".to_owned(),
        _ if seconds.is_multiple_of(3600) => format!("{}h", seconds / 3600),
        _ if seconds.is_multiple_of(60) => format!("{}min", seconds / 60),
        _ => format!("{seconds}s"),
    }
}
