//! Literals of a tree: names, texts, keys, numbers. Only their form; whether Twilio takes them is a rule.

mod duration;
mod key;

use proc_macro2::{Ident, Literal, Span, TokenTree};
use syn::{LitFloat, LitInt, LitStr, Token, ext::IdentExt as _, parse::ParseStream};

use super::{at_block, expected, peek_word, quotes, syntax_error, take_word, tokens};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Number, Text},
};

pub(crate) use duration::written as written_duration;
pub(super) use duration::{duration, lacks_value};
pub(super) use key::{finish_key, finish_keys, is_key, key, keys};

/// What [`joined_name`] reads where a tree is named.
pub(super) const A_TREE: &str = "the name of the tree";

/// In capital letters, as types and states are named.
pub(super) fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Parses a name that becomes a Rust name.
pub(super) fn name(input: ParseStream<'_>, what: &str) -> Result<Ident, Diagnostic> {
    input.parse().map_err(|_| expected(input, what))
}

/// The same, also in quotes, in parentheses or as two words, which is reported and parsed as the intended name.
pub(super) fn joined_name(
    input: ParseStream<'_>,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Result<Ident, Diagnostic> {
    if let Some(name) = quoted_name(input, what, diagnostics) {
        return Ok(name);
    }
    if let Some(diagnostic) = of_attribute(input, what) {
        return Err(diagnostic);
    }
    let first = name(input, what)?;
    if input.peek(Token![::]) {
        return last_of_path(input, &first, what, diagnostics);
    }
    if input.peek(Token![.]) && input.peek2(syn::Ident) {
        input.parse::<Token![.]>().map_err(|_| expected(input, what))?;
        let last = name(input, what)?;
        let diagnostic = syntax_error(first.span(), format!("{what} must be written alone")).to(last.span());
        diagnostics.push(diagnostic.help(format!("write `{last}`")));
        return Ok(last);
    }
    let Some(more) = second_word(input) else { return Ok(first) };
    let (more, last) = more;
    let small = first.to_string().starts_with(char::is_lowercase);
    if small && more.starts_with(char::is_uppercase) {
        let diagnostic = syntax_error(first.span(), format!("`{first}` is not allowed before {what}"));
        diagnostics.push(diagnostic.help("remove it"));
        return Ok(Ident::new(&more, last));
    }
    let diagnostic = syntax_error(first.span(), format!("{what} must be one word")).to(last);
    diagnostics.push(diagnostic.help(format!("write `{first}{more}`")));
    diagnostics.repaired(&format!("{first}{more}"));
    Ok(Ident::new(&format!("{first}{more}"), first.span()))
}

/// `next="#menu"`, as an attribute names what it leads to; taken as a whole.
fn of_attribute(input: ParseStream<'_>, what: &str) -> Option<Diagnostic> {
    let (attribute, rest) = input.cursor().ident()?;
    let (_, rest) = rest.punct().filter(|(mark, _)| matches!(mark.as_char(), '=' | ':'))?;
    let (value, _) = rest.literal()?;
    let text = value.to_string();
    let words = text.trim_matches('"').split(|c: char| !c.is_alphanumeric() && c != '_');
    let state: String = words.map(capitalised).collect();
    syn::parse_str::<Ident>(&state).ok()?;
    let _taken = (tokens::take_one(input), tokens::take_one(input), tokens::take_one(input));
    let diagnostic = syntax_error(attribute.span(), format!("{what} must be written alone")).to(value.span());
    Some(diagnostic.help(format!("write `{state}`")))
}

/// `url="https://…"`, as an attribute holds a text; taken as a whole.
pub(super) fn text_of_attribute(input: ParseStream<'_>, what: &str) -> Option<Diagnostic> {
    let (attribute, rest) = input.cursor().ident()?;
    let (_, rest) = rest.punct().filter(|(mark, _)| mark.as_char() == '=')?;
    let (value, behind) = rest.literal().filter(|(value, _)| value.to_string().starts_with('"'))?;
    let _taken = tokens::take_until(input, |input| input.cursor() == behind);
    let diagnostic = syntax_error(attribute.span(), format!("{what} must be written alone")).to(value.span());
    let scheme =
        ["tel:", "sip:"].into_iter().find(|scheme| value.to_string().starts_with(&format!("\"{scheme}")));
    Some(diagnostic.help(match scheme {
        Some("tel:") => format!("write `{}`", value.to_string().replacen("tel:", "", 1)),
        Some(_) => format!("write `sip {value}`"),
        None => format!("write `{value}`"),
    }))
}

/// `Menu` of `Line::Menu`: reported and read.
fn last_of_path(
    input: ParseStream<'_>,
    first: &Ident,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Result<Ident, Diagnostic> {
    let mut last = first.clone();
    while input.parse::<Option<Token![::]>>().map_err(|_| expected(input, what))?.is_some() {
        last = name(input, what)?;
    }
    let diagnostic = syntax_error(first.span(), format!("{what} must be written alone")).to(last.span());
    diagnostics.push(diagnostic.help(format!("write `{last}`")));
    Ok(last)
}

/// `Menu` of `Main Menu` and `Main-Menu`, taken.
fn second_word(input: ParseStream<'_>) -> Option<(String, Span)> {
    let dash = input.peek(Token![-]) && !input.peek(Token![->]);
    let at = if dash { input.cursor().punct()?.1 } else { input.cursor() };
    if let Some((number, rest)) = at.literal().filter(|_| input.peek(LitInt))
        && rest.group(proc_macro2::Delimiter::Brace).is_some()
        && number.to_string().bytes().all(|byte| byte.is_ascii_digit())
    {
        let _number = input.parse::<LitInt>().ok()?;
        return Some((number.to_string(), number.span()));
    }
    let (word, rest) = at.ident()?;
    let clause = rest.ident().is_some_and(|(word, _)| word == "for" || word == "under" || word == "was");
    let ends = rest.eof()
        || clause
        || rest.punct().is_some_and(|(mark, _)| matches!(mark.as_char(), ';' | ','))
        || rest.group(proc_macro2::Delimiter::Brace).is_some();
    if !ends || !dash && !word.to_string().starts_with(char::is_uppercase) {
        return None;
    }
    if dash {
        input.parse::<Token![-]>().ok()?;
    }
    input.call(Ident::parse_any).ok().map(|word| (word.to_string(), word.span()))
}

/// `"Menu"` and `(Menu)`.
fn quoted_name(input: ParseStream<'_>, what: &str, diagnostics: &mut Diagnostics) -> Option<Ident> {
    let (name, marks) = match input.cursor().token_tree()?.0 {
        TokenTree::Literal(literal) if is_text(input) => {
            let text: LitStr = syn::parse_str(&literal.to_string()).ok()?;
            (text.value(), "quotes")
        }
        TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Parenthesis => {
            (tokens::only(&group.stream())?.to_string(), "parentheses")
        }
        TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Bracket => {
            (tokens::only(&group.stream())?.to_string(), "brackets")
        }
        _ => return None,
    };
    let one: String = name.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let one = if what == A_TREE || name.starts_with(['#', '/']) { capitalised(&one) } else { one };
    let ident = syn::parse_str::<Ident>(&one).ok()?;
    let taken = tokens::take_one(input)?;
    let diagnostic = syntax_error(taken.first, format!("{what} must not be in {marks}")).to(taken.last);
    diagnostics.push(diagnostic.help(format!("write `{ident}`")));
    diagnostics.repaired(&one);
    Some(Ident::new(&one, taken.first))
}

/// Parses the name of a field. `message` is reported for one in quotes or after `call.`.
pub(super) fn field(
    input: ParseStream<'_>,
    message: &str,
    diagnostics: &mut Diagnostics,
) -> Result<Ident, Diagnostic> {
    if let Some(name) = quoted_name(input, "a field", diagnostics) {
        return Ok(name);
    }
    let first = input.call(Ident::parse_any).map_err(|_| expected(input, "the name of a field"))?;
    let (mut last, mut path) = (first.clone(), false);
    while input.peek(Token![.]) {
        input.parse::<Token![.]>()?;
        path = true;
        last = input.call(Ident::parse_any).map_err(|_| expected(input, "the name of a field"))?;
    }
    if path {
        let diagnostic = syntax_error(first.span(), message).to(last.span());
        diagnostics.push(diagnostic.help(format!("write `{last}`")));
    }
    Ok(last)
}

/// The same with a type behind the name, which is reported and taken.
pub(super) fn untyped_field(
    input: ParseStream<'_>,
    message: &str,
    diagnostics: &mut Diagnostics,
) -> Result<Ident, Diagnostic> {
    let field = field(input, message, diagnostics)?;
    let is_value = |input: ParseStream<'_>| input.peek(Token![=]) || is_over(input);
    if input.peek(Token![:])
        && !input.peek2(Token![=])
        && let Some(kind) = tokens::take_until(input, is_value)
    {
        let message = "the type of a field stands in `data { … }`";
        diagnostics.push(syntax_error(kind.first, message).to(kind.last).help("remove it"));
    }
    Ok(field)
}

/// Reports and takes a word in quotes.
pub(super) fn quoted_word(input: ParseStream<'_>, word: &str, diagnostics: &mut Diagnostics) -> bool {
    let is =
        input.cursor().literal().is_some_and(|(literal, _)| literal.to_string() == format!("\"{word}\""));
    if is && let Some(taken) = tokens::take_one(input) {
        diagnostics.push(
            syntax_error(taken.first, format!("`{word}` must not be in quotes"))
                .help(format!("write `{word}`")),
        );
    }
    is
}

pub(super) fn text(input: ParseStream<'_>, what: &str) -> Result<Text, Diagnostic> {
    let found = input.cursor().literal().map(|(literal, rest)| (literal.to_string(), literal.span(), rest));
    let Some((source, span, rest)) = found.filter(|(source, ..)| source.starts_with(['"', 'r'])) else {
        let told = text_of_attribute(input, what);
        return Err(told.unwrap_or_else(|| expected(input, &format!("{what} in double quotes"))));
    };
    if quotes::goes_on(&source, rest)
        && let Some(diagnostic) = quotes::inside(input)
    {
        return Err(diagnostic);
    }
    if let Some(text) = as_written(&source, span) {
        let _text = input.parse::<Literal>()?;
        return Ok(text);
    }
    let literal = input.parse::<LitStr>()?;
    Ok(Text::new(literal.value(), literal.span()))
}

/// Returns the text between quotes, if it has no escapes. Most texts have none, and `LitStr` is slower.
pub(super) fn as_written(source: &str, span: Span) -> Option<Text> {
    let inside = source.strip_prefix('"')?.strip_suffix('"')?;
    let (mut rest, mut is_plain) = (inside.as_bytes(), true);
    while let [byte, after @ ..] = rest {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b' ' | b',' | b'.' | b'?' | b'!' | b'\'' | b'-' => {}
            b'\\' | b'"' | b'\r' => return None,
            _ => is_plain = false,
        }
        rest = after;
    }
    let mut text = Text::new(inside.to_owned(), span);
    text.is_plain = is_plain;
    Some(text)
}

/// Returns whether a text comes next. Checking the token is cheaper than parsing it.
pub(super) fn is_text(input: ParseStream<'_>) -> bool {
    let literal = input.cursor().literal();
    literal.is_some_and(|(literal, _)| literal.to_string().starts_with(['"', 'r']))
}

pub(super) fn number(input: ParseStream<'_>, what: &str) -> Result<Number, Diagnostic> {
    if !input.peek(LitInt) {
        return Err(expected(input, what));
    }
    let literal = input.parse::<LitInt>()?;
    if literal.base10_digits().starts_with('-') {
        return Err(syntax_error(literal.span(), format!("expected {what}, found `{literal}`")));
    }
    if !literal.suffix().is_empty() {
        let diagnostic = syntax_error(literal.span(), format!("expected {what}, without a unit"));
        return Err(diagnostic.help(format!("write `{}`", literal.base10_digits())));
    }
    let value =
        literal.base10_parse().map_err(|_| syntax_error(literal.span(), "this number is too large"))?;
    Ok(Number { value, span: literal.span() })
}

/// `0.6`.
pub(super) fn fraction(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<f32, Diagnostic> {
    let wrong = |span: Span| syntax_error(span, "a confidence is between 0.0 and 1.0");
    if input.peek(LitInt) {
        let literal = input.parse::<LitInt>()?;
        let value: f32 = literal.base10_parse().map_err(|_| wrong(literal.span()))?;
        let meant = if value > 1.0 { value / 100.0 } else { value };
        let written = if meant == meant.trunc() { format!("{meant:.1}") } else { meant.to_string() };
        let percent = input.parse::<Option<Token![%]>>()?;
        let last = percent.map_or_else(|| literal.span(), |percent| percent.span);
        diagnostics.push(wrong(literal.span()).to(last).help(format!("write `{written}`")));
        return Ok(meant.clamp(0.0, 1.0));
    }
    let found: LitFloat = input.parse().map_err(|_| expected(input, "a confidence such as `0.6`"))?;
    let value: f32 = found.base10_parse().map_err(|_| wrong(found.span()))?;
    if (0.0..=1.0).contains(&value) {
        return Ok(value);
    }
    Err(wrong(found.span()).help("write `0.6`"))
}

/// Returns both spans as one if the compiler can join them, otherwise the first.
pub(super) fn joined(first: Span, last: Span) -> Span {
    first.join(last).unwrap_or(first)
}

/// Returns whether a value is missing here, because the line or the clause ends.
pub(super) fn is_over(input: ParseStream<'_>) -> bool {
    input.is_empty()
        || input.peek(Token![;])
        || input.peek(Token![,])
        || at_block(input)
        || matches!(peek_word(input).as_deref(), Some("match"))
}

/// `(2)` in place of a number: reported and parsed.
pub(super) fn bare_number(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Number> {
    let (inside, span, _) = input.cursor().group(proc_macro2::Delimiter::Parenthesis)?;
    let (literal, rest) = inside.literal()?;
    let value = literal.to_string().parse().ok()?;
    let _taken = tokens::take_one(input)?;
    let diagnostic = syntax_error(span.open(), "a number must not be in parentheses").to(span.close());
    let steps = rest.punct().map_or_else(String::new, |(_, rest)| tokens::written(&rest.token_stream()));
    diagnostics.push(diagnostic.help(match steps.trim_end_matches(';') {
        "" => format!("write `{value}`"),
        text if text.starts_with('"') => format!("write `{value} {{ say {text}; }}`"),
        steps => format!("write `{value} {{ {steps}; }}`"),
    }));
    Some(Number { value, span: literal.span() })
}

/// Takes and reports a word without a meaning.
pub(super) fn idle_word(input: ParseStream<'_>, word: &str, message: &str, diagnostics: &mut Diagnostics) {
    if let Some(span) = take_word(input, word) {
        diagnostics.push(syntax_error(span, message).help("remove it"));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn what_no_telephone_has_is_no_key() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key, finish_on_key 'x' { say "For sales, press A."; } match { 'a' => end, 0x1 => end, silence | _ => end } }
//~                                                    ^^^ `'x'` is not a key: keys are `0` to `9`, `'*'` and `'#'`
//~                                                    help: write a key, such as `1` or `'#'`
//~                                                                                               ^^^ `'a'` is not a key: keys are `0` to `9`, `'*'` and `'#'`
//~                                                                                               help: write a key, such as `1` or `'#'`
//~                                                                                                           ^^^ `0x1` is not a key: keys are `0` to `9`, `'*'` and `'#'`
//~                                                                                                           help: write `1`
            }
            "#,
        );
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "Press 1, star or hash."; } match { '1' | '*' | '#' => end, silence | _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_duration_is_a_whole_number_and_a_unit() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => end }
                state Menu { pause 5; gather key, timeout 1.5s { say "One?"; } match { 1 => Desk } }
//~                                ^ `5` has no unit
//~                                help: write `5s`
//~                                                       ^^^^ Twilio counts whole seconds
//~                                                       help: write `2s`
                state Desk { dial "+12345678900", timeout 900ms match { answered => end, _ => Message } }
//~                                                       ^^^^^ Twilio counts whole seconds
//~                                                       help: write `1s`
                state Message { say "Speak."; record, max_length 5m match { _ => end } }
//~                                                              ^^ minutes are written `min`
//~                                                              help: write `5min`
            }
            "#,
        );
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => end }
                state Menu { pause 1s; gather key, timeout 5s { say "One?"; } match { 1 => Message } }
                state Message { say "Speak."; record, max_length 1h, timeout 2min match { _ => end } }
            }
            "#,
        );
    }
}
