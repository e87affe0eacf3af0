//! Literals of a tree: texts, keys, durations. Only their form; whether a provider takes them
//! is a rule.

use proc_macro2::{Ident, Literal, Span};
use syn::{LitFloat, LitInt, LitStr, parse::ParseStream};

use crate::syntax::{Number, Text};

/// A name that becomes one of Rust's.
pub(super) fn name(input: ParseStream<'_>, what: &str) -> syn::Result<Ident> {
    input.parse().map_err(|_| input.error(format!("expected {what}")))
}

pub(super) fn text(input: ParseStream<'_>, what: &str) -> syn::Result<Text> {
    if !is_text(input) {
        return Err(input.error(format!("expected {what} in double quotes")));
    }
    let literal = input.parse::<LitStr>()?;
    Ok(Text::new(literal.value(), literal.span()))
}

/// Whether a text comes next; looking at the token costs less than trying to read one.
pub(super) fn is_text(input: ParseStream<'_>) -> bool {
    let literal = input.cursor().literal();
    literal.is_some_and(|(literal, _)| literal.to_string().starts_with(['"', 'r']))
}

/// `1`, `12`, `'*'`: keys are digits, never numbers, so `06457` keeps its zero.
pub(super) fn keys(input: ParseStream<'_>) -> syn::Result<Text> {
    let literal: Literal = input.parse()?;
    let written = literal.to_string();
    let quoted = written.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    let value = quoted.unwrap_or(&written);
    let is_digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits || quoted.is_some_and(|key| key == "*" || key == "#") {
        return Ok(Text::new(value.to_owned(), literal.span()));
    }
    let message = format!("`{written}` is no key: keys are `0` to `9`, `'*'` and `'#'`");
    Err(syn::Error::new(literal.span(), message))
}

/// `'#'`, or a digit.
pub(super) fn key(input: ParseStream<'_>) -> syn::Result<Text> {
    let found = keys(input)?;
    if found.value.chars().count() == 1 {
        return Ok(found);
    }
    Err(syn::Error::new(found.span, "expected one key"))
}

pub(super) fn number(input: ParseStream<'_>, what: &str) -> syn::Result<Number> {
    if !input.peek(LitInt) {
        return Err(input.error(format!("expected {what}")));
    }
    let literal = input.parse::<LitInt>()?;
    if !literal.suffix().is_empty() {
        return Err(syn::Error::new(literal.span(), format!("expected {what} without a unit")));
    }
    Ok(Number { value: literal.base10_parse()?, span: literal.span() })
}

/// `5s`, `2min`, `1h`: whole seconds, as the provider takes them.
pub(super) fn duration(input: ParseStream<'_>) -> syn::Result<Number> {
    let wanted = "expected a duration such as `5s` or `2min`";
    if input.peek(LitFloat) {
        let literal = input.parse::<LitFloat>()?;
        return Err(syn::Error::new(literal.span(), "a duration is a whole number of seconds, such as `5s`"));
    }
    if !input.peek(LitInt) {
        return Err(input.error(wanted));
    }
    let literal = input.parse::<LitInt>()?;
    let unit = match literal.suffix() {
        "s" => 1,
        "min" => 60,
        "h" => 3600,
        "ms" => return Err(syn::Error::new(literal.span(), "the provider counts whole seconds: write `1s`")),
        _ => return Err(syn::Error::new(literal.span(), wanted)),
    };
    let count: u32 = literal.base10_parse()?;
    let value = count.checked_mul(unit).ok_or_else(|| syn::Error::new(literal.span(), "this is too long"))?;
    Ok(Number { value, span: literal.span() })
}

/// `0.6`.
pub(super) fn fraction(input: ParseStream<'_>) -> syn::Result<f32> {
    let found: LitFloat = input.parse().map_err(|_| input.error("expected a confidence such as `0.6`"))?;
    let value: f32 = found.base10_parse()?;
    if (0.0..=1.0).contains(&value) {
        return Ok(value);
    }
    Err(syn::Error::new(found.span(), "a confidence is between 0.0 and 1.0"))
}

/// Both spans as one where the compiler can join them; the first otherwise.
pub(super) fn joined(first: Span, last: Span) -> Span {
    first.join(last).unwrap_or(first)
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
//~                                                    ^^^ `'x'` is no key: keys are `0` to `9`, `'*'` and `'#'`
//~                                                                                               ^^^ `'a'` is no key: keys are `0` to `9`, `'*'` and `'#'`
//~                                                                                                           ^^^ `0x1` is no key: keys are `0` to `9`, `'*'` and `'#'`
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
//~                                ^ expected a duration such as `5s` or `2min`
//~                                                       ^^^^ a duration is a whole number of seconds, such as `5s`
                state Desk { dial "+12345678900", timeout 900ms match { answered => end, _ => Message } }
//~                                                       ^^^^^ the provider counts whole seconds: write `1s`
                state Message { say "Speak."; record, max_length 5m match { _ => end } }
//~                                                              ^^ expected a duration such as `5s` or `2min`
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
