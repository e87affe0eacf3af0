//! `set n = call.n + 1;`, and the forms that other languages have for it.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::{Token, buffer::Cursor, parse::ParseStream};

use super::{
    expected, literal, missing_before, next_line, peek_word,
    scope::{in_scope, scoped},
    step::value,
    syntax_error, tokens,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Step, Text, Texts},
};

/// `n = call.n + 1`.
pub(super) fn set(
    input: ParseStream<'_>,
    word: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<Step, Diagnostic> {
    if let Some(step) = several(input, word, diagnostics) {
        return Ok(step);
    }
    let (field, value) = assigned(input, word, diagnostics)?;
    Ok(Step::Set { word: word.span(), field, value })
}

fn assigned(
    input: ParseStream<'_>,
    word: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<(Ident, TokenStream), Diagnostic> {
    for idle in ["let", "mut", "var"].into_iter().filter(|_| input.peek2(syn::Ident)) {
        literal::idle_word(input, idle, "`set` must be followed by the name of a field", diagnostics);
    }
    let field = literal::untyped_field(input, "`set` takes the name of the field alone", diagnostics)?;
    let doubled =
        input.peek(Token![+]) && input.peek2(Token![+]) || input.peek(Token![-]) && input.peek2(Token![-]);
    if doubled && let (Some(sign), Some(second)) = (tokens::take_one(input), tokens::take_one(input)) {
        let written = format!("{field} = call.{field} {} 1", sign.written());
        let message = format!("`set` assigns with `=`, not with `{0}{0}`", sign.written());
        let diagnostic = syntax_error(field.span(), message).to(second.last);
        diagnostics.unread(diagnostic.help(format!("write `{written}`")));
        let value = quote::quote!(call.#field + 1);
        return Ok((field, value));
    }
    let of = word;
    let word =
        peek_word(input).is_some_and(|word| matches!(word.as_str(), "to" | "as" | "is" | "be" | "with"));
    let alone = input.peek(Token![:]) && !input.peek2(Token![=]);
    if word || alone || input.peek(Token![==]) || input.peek(Token![<-]) {
        let first = tokens::take_one(input);
        let second = if word || alone { None } else { tokens::take_one(input) };
        let (first, last) = first.map_or((field.span(), field.span()), |first| (first.first, first.last));
        let diagnostic = syntax_error(first, "the value of a field must follow `=`");
        diagnostics.push(diagnostic.to(second.map_or(last, |second| second.last)).help("write `=`"));
        let value = value(input, of, &format!("set {field} = …"))?;
        return Ok((field, value));
    }
    if input.peek2(Token![=])
        && let Some((mark, _)) = input.cursor().punct()
        && mark.as_char() != '='
    {
        let _operator = tokens::take_one(input).zip(tokens::take_one(input));
        let value = tokens::take_until(input, |input| input.peek(Token![;]))
            .ok_or_else(|| expected(input, "a Rust expression"))?;
        let message = format!("`set` assigns with `=`, not with `{}=`", mark.as_char());
        let written = match mark.as_char() {
            ':' => format!("{field} = {}", value.written()),
            sign => format!("{field} = call.{field} {sign} {}", in_scope(&value.written())),
        };
        diagnostics
            .push(syntax_error(field.span(), message).to(value.last).help(format!("write `{written}`")));
        return Ok((field, value.tokens));
    }
    if !input.peek(Token![=]) && !literal::is_over(input) {
        diagnostics.push(missing_before(input, "="));
        let value = value(input, of, &format!("set {field} = …"))?;
        return Ok((field, value));
    }
    if !input.peek(Token![=]) {
        let diagnostic = syntax_error(of.span(), "`set` needs a value").to(field.span());
        return Err(diagnostic.help(format!("write `set {field} = …`")));
    }
    let mark = input.parse::<Token![=]>()?;
    if next_line::begins(input) {
        return Err(syntax_error(mark.span, "`=` needs a value after it").help("write `= …;`"));
    }
    let value = value(input, of, &format!("set {field} = …"))?;
    Ok((field, value))
}

/// `let floor: u32 = 3;`, `int floor = 3;`, taken with its `;`.
pub(super) fn variable(input: ParseStream<'_>) -> Option<Diagnostic> {
    const WORDS: [&str; 20] = [
        "let", "var", "const", "static", "local", "val", "auto", "dim", "my", "int", "long", "float",
        "double", "string", "String", "bool", "boolean", "number", "u8", "u32",
    ];
    let (word, rest) = input.cursor().ident()?;
    let rest = rest.ident().filter(|(word, _)| word == "mut").map_or(rest, |(_, rest)| rest);
    let (field, rest) = rest.ident()?;
    rest.punct().filter(|(mark, _)| matches!(mark.as_char(), ':' | '='))?;
    WORDS.contains(&word.to_string().as_str()).then_some(())?;
    let taken = tokens::take_until(input, |input| input.peek(Token![;]))?;
    let end = tokens::take_one(input);
    let is_equals = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == '=');
    let value = taken.tokens.into_iter().skip_while(|token| !is_equals(token)).skip(1);
    let value = tokens::written(&scoped(value.collect()));
    let value = if value.is_empty() { "…" } else { &value };
    let message = "a tree has no variables: `set` changes a field, which `data { … }` declares";
    let last = end.map_or(taken.last, |end| end.last);
    Some(syntax_error(word.span(), message).to(last).help(format!("write `set {field} = {value};`")))
}

/// `a = 1, b = 2` and `(a, b) = (1, 2)`: reported and taken.
fn several(input: ParseStream<'_>, word: &Ident, diagnostics: &mut Diagnostics) -> Option<Step> {
    let written = match input.cursor().group(Delimiter::Parenthesis) {
        Some((fields, _, rest)) => of_tuples(fields, rest)?,
        None => separated(input.cursor())?,
    };
    let taken = tokens::take_until(input, |input| input.peek(Token![;]))?;
    let diagnostic = syntax_error(word.span(), "one `set` changes one field").to(taken.last);
    diagnostics.unread(diagnostic.help(format!("write `set {}`", written.join("; set "))));
    Some(nothing(taken.first))
}

/// What stands between commas before the `;`, where each part is a name, `=` and a value.
fn separated(at: Cursor<'_>) -> Option<Vec<String>> {
    let assigns = |at: Cursor<'_>| {
        let mark = at.ident().and_then(|(_, rest)| rest.punct());
        mark.is_some_and(|(mark, rest)| {
            mark.as_char() == '=' && rest.punct().is_none_or(|(next, _)| next.as_char() != '=')
        })
    };
    let (mut from, mut at, mut parts) = (at, at, Vec::new());
    while let Some((token, rest)) = at.token_tree() {
        match &token {
            TokenTree::Punct(mark) if mark.as_char() == ';' => break,
            TokenTree::Punct(mark) if mark.as_char() == ',' && assigns(rest) => {
                parts.push(tokens::between(from, at));
                from = rest;
            }
            _ => {}
        }
        at = rest;
    }
    if parts.is_empty() {
        return None;
    }
    parts.push(tokens::between(from, at));
    Some(parts)
}

/// `(a, b) = (1, 2)` as `a = 1` and `b = 2`.
fn of_tuples(fields: Cursor<'_>, rest: Cursor<'_>) -> Option<Vec<String>> {
    let (_, rest) = rest.punct().filter(|(mark, _)| mark.as_char() == '=')?;
    let (values, ..) = rest.group(Delimiter::Parenthesis)?;
    let parts = |at: Cursor<'_>| -> Vec<String> {
        let tokens: Vec<TokenTree> = at.token_stream().into_iter().collect();
        let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ',');
        let written = |part: &[TokenTree]| tokens::written(&part.iter().cloned().collect());
        tokens.split(is_comma).filter(|part| !part.is_empty()).map(written).collect()
    };
    let (fields, values) = (parts(fields), parts(values));
    let same = fields.len() == values.len() && !fields.is_empty();
    same.then(|| fields.iter().zip(values).map(|(field, value)| format!("{field} = {value}")).collect())
}

/// Returns whether a field, `=` and a value follow `run`.
pub(super) fn assigns(input: ParseStream<'_>) -> bool {
    input.peek(syn::Ident) && input.peek2(Token![=]) && !input.peek2(Token![==])
}

/// `run line = app.line(call);`: reported and taken.
pub(super) fn run(input: ParseStream<'_>, word: &Ident, diagnostics: &mut Diagnostics) -> Step {
    let taken = tokens::take_until(input, |input| input.peek(Token![;]));
    let _end = tokens::take_one(input);
    diagnostics.unread(syntax_error(word.span(), "use `set` to change a field").help("write `set`"));
    nothing(taken.map_or(word.span(), |taken| taken.first))
}

/// A step in place of one that could not be read.
fn nothing(at: proc_macro2::Span) -> Step {
    Step::Say(Texts::Plain(Text::new("…".to_owned(), at)))
}
