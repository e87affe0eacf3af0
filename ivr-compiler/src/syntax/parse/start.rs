//! `start Menu;`, `start callback Offer;`, `start outbound Begin with { campaign: Digits };`.

use proc_macro2::Ident;
use syn::{Token, buffer::Cursor, parse::ParseStream};

use super::{
    at_block, begins_item, block, data, literal, peek_word, semicolon, syntax_error, take_word, tokens,
    tree::next_state,
    words::{self, Context},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Field, Start},
};

/// Parses what follows the word, up to the end of the item.
pub(super) fn start(
    input: ParseStream<'_>,
    from: Cursor<'_>,
    word: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<Start, Diagnostic> {
    let (name, state) = name_and_state(input, word, diagnostics)?;
    if input.peek(Token![,])
        && let Some(more) = tokens::take_until(input, |input| input.peek(Token![;]) || begins_item(input))
    {
        diagnostics
            .unread(syntax_error(more.first, "`start` names one state").to(more.last).help("remove it"));
    }
    let with = fields(input, name.as_ref(), &state, diagnostics)?;
    if with.is_some() {
        let _optional = input.parse::<Option<Token![;]>>()?;
    } else {
        semicolon(input, from, diagnostics)?;
    }
    Ok(Start { name, state, with: with.unwrap_or_default() })
}

fn name_and_state(
    input: ParseStream<'_>,
    word: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<(Option<Ident>, Ident), Diagnostic> {
    if let Some(goto) = take_word(input, "goto") {
        diagnostics
            .push(syntax_error(goto, "`start` must be followed by the name of a state").help("remove it"));
    }
    let of_state =
        input.cursor().ident().filter(|(word, _)| word == "state").and_then(|(_, rest)| rest.ident());
    if of_state.is_some_and(|(_, rest)| rest.punct().is_some_and(|(mark, _)| mark.as_char() == ';')) {
        literal::idle_word(input, "state", "`start` must be followed by the name of a state", diagnostics);
    }
    if input.is_empty() || input.peek(Token![;]) || begins_item(input) {
        let state = next_state(input).unwrap_or_else(|| "Menu".to_owned());
        let diagnostic = syntax_error(word.span(), "`start` needs a state");
        return Err(diagnostic.help(format!("write `start {state};`")));
    }
    if let (Some((text, rest)), true) = (input.cursor().literal(), literal::is_text(input))
        && rest.ident().is_some()
        && !begins_item_at(rest)
        && let Ok(name) = syn::parse_str::<Ident>(&snake(text.to_string().trim_matches('"')))
    {
        let _text = tokens::take_one(input);
        let diagnostic = syntax_error(text.span(), "the name of a start must not be in quotes");
        diagnostics.push(diagnostic.help(format!("write `{name}`")));
        let name = Ident::new(&name.to_string(), text.span());
        return Ok((Some(name), literal::name(input, "the name of a state")?));
    }
    if let Some(name) = marked(input, diagnostics) {
        return Ok((Some(name), literal::name(input, "the name of a state")?));
    }
    let next = input.cursor().ident().and_then(|(_, rest)| rest.ident());
    if let (Some(name), Some((state, rest))) = (peek_word(input), next)
        && name.starts_with(char::is_uppercase)
        && state.to_string().starts_with(char::is_uppercase)
        && (rest.eof() || rest.punct().is_some() || rest.ident().is_some_and(|(word, _)| word == "with"))
    {
        let first = super::any_word(input, "the name of a start")?;
        let small = snake(&name);
        let diagnostic = syntax_error(first.span(), "the name of a start must be lowercase");
        diagnostics.push(diagnostic.help(format!("write `{small}`")));
        return Ok((Some(Ident::new(&small, first.span())), literal::name(input, "the name of a state")?));
    }
    for idle in ["for", "in"] {
        literal::idle_word(input, idle, "`start` must be followed by the name of a state", diagnostics);
    }
    let named =
        peek_word(input).is_some_and(|word| word.starts_with(char::is_lowercase)) && input.peek2(syn::Ident);
    // `start menu state Menu { … }` lacks a `;` and has no second name; `start menu with { … }` lacks the state.
    if let Some(diagnostic) = swapped(input) {
        return Err(diagnostic);
    }
    let second = input.cursor().ident().and_then(|(_, rest)| rest.ident()).map(|(word, _)| word.to_string());
    let item = second.is_some_and(|word| word == "with" || words::is_known(Context::Item, &word));
    if named && !item {
        let first = literal::name(input, "the state where a call begins")?;
        return Ok((Some(first), literal::name(input, "the name of a state")?));
    }
    Ok((None, literal::joined_name(input, "the name of a state", diagnostics)?))
}

/// `callback: Offer`, `callback => Offer`: the mark is reported and taken with the name.
fn marked(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Ident> {
    let (name, rest) = input.cursor().ident()?;
    let (_, mut behind) = rest.punct().filter(|(mark, _)| matches!(mark.as_char(), ':' | '=' | '-' | ','))?;
    while let Some((_, rest)) = behind.punct() {
        behind = rest;
    }
    let (state, _) = behind.ident()?;
    let is_state = |word: &Ident| word.to_string().starts_with(char::is_uppercase);
    (!is_state(&name) && is_state(&state)).then_some(())?;
    let _name = tokens::take_one(input)?;
    let mark = tokens::take_until(input, |input| input.cursor() == behind)?;
    let message = "nothing is allowed between the name of a start and its state";
    diagnostics.push(syntax_error(mark.first, message).to(mark.last).help("remove it"));
    Some(name)
}

/// `start Sales as outbound`, and `start outbound with { … } Sales`, taken as a whole.
fn swapped(input: ParseStream<'_>) -> Option<Diagnostic> {
    let (first, rest) = input.cursor().ident()?;
    let (word, rest) = rest.ident()?;
    let behind = if word == "with" { rest.group(proc_macro2::Delimiter::Brace)?.2 } else { rest };
    let (second, _) = behind.ident()?;
    let is_state = |word: &Ident| word.to_string().starts_with(char::is_uppercase);
    let help = match word.to_string().as_str() {
        "as" | "named" | "called" if is_state(&first) => format!("write `start {second} {first}`"),
        "with" if is_state(&second) => format!("write `start {first} {second} with {{ … }}`"),
        _ => return None,
    };
    let taken = tokens::take_until(input, |input| input.peek(Token![;]) || begins_item(input));
    let last = taken.map_or(second.span(), |taken| taken.last);
    let diagnostic =
        syntax_error(first.span(), "a start is its name, its state, and the fields that it takes");
    Some(diagnostic.to(last).help(help))
}

fn begins_item_at(at: Cursor<'_>) -> bool {
    at.ident().is_some_and(|(word, _)| words::is_known(Context::Item, &word.to_string()))
}

/// `CallBack` as `call_back`.
fn snake(name: &str) -> String {
    let mut small = String::with_capacity(name.len());
    for letter in name.chars() {
        if letter.is_uppercase() && !small.is_empty() {
            small.push('_');
        }
        small.extend(letter.to_lowercase());
    }
    small
}

/// Returns whether a block comes next that begins with a field and its type.
fn at_fields(input: ParseStream<'_>) -> bool {
    let inside = input.cursor().group(proc_macro2::Delimiter::Brace).map(|(inside, ..)| inside);
    let field = inside.and_then(Cursor::ident);
    field.is_some_and(|(word, rest)| {
        word == "secret" || word != "say" && rest.punct().is_some_and(|(mark, _)| mark.as_char() == ':')
    })
}

/// `with { … }`; `None` when it is not there.
fn fields(
    input: ParseStream<'_>,
    name: Option<&Ident>,
    state: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Vec<Field>>, Diagnostic> {
    let with = take_word(input, "with");
    if with.is_none() && !at_fields(input) {
        return Ok(None);
    }
    let word = with.unwrap_or_else(|| input.span());
    if !at_block(input) {
        let diagnostic = syntax_error(word, "the fields of `with` must be in braces");
        let fields = tokens::take_until(input, |input| input.peek(Token![;]) || begins_item(input));
        let written = fields.map_or_else(|| "order: Digits".to_owned(), |fields| fields.written());
        let written = written.trim_matches(|c| matches!(c, '(' | ')' | '[' | ']'));
        let written = if written.contains(':') { written.to_owned() } else { format!("{written}: Digits") };
        return Err(diagnostic.help(format!("write `with {{ {written} }}`")));
    }
    let written = input.cursor().token_tree().map(|(block, _)| block);
    let fields = block(input, diagnostics, data::fields)?;
    if let (None, Some(_), Some(written)) = (with, name, written) {
        let diagnostic = syntax_error(word, "the fields of a start must follow `with`");
        let diagnostic = diagnostic.to(tokens::end_of(&written));
        let written = tokens::written(&written.into());
        diagnostics.push(diagnostic.help(format!("write `with {written}`")));
    }
    if name.is_none() {
        let message =
            "only a start with a name takes fields: Twilio's requests for an incoming call carry none";
        diagnostics.push(
            syntax_error(word, message).help(format!("name it: `start outbound {state} with {{ … }};`")),
        );
        return Ok(Some(Vec::new()));
    }
    Ok(Some(fields))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn fields_of_a_start_that_cannot_be_read() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu with { campaign: Digits };
//~                        ^^^^ only a start with a name takes fields: Twilio's requests for an incoming call carry none
//~                        help: name it: `start outbound Menu with { … };`
                start outbound Menu with campaign: Digits;
//~                                 ^^^^ the fields of `with` must be in braces
//~                                 help: write `with { campaign: Digits }`
                start callback Menu with { number };
//~                                        ^^^^^^ field `number` has no type
//~                                        help: write `number: Digits`
                state Menu { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn fields_of_several_starts() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                start outbound Told with { campaign: Digits, secret pin: Digits };
                start callback Told with { campaign: Digits }
                state Menu { say "Goodbye."; hangup; }
                state Told { say "This is campaign {campaign}."; hangup; }
            }
            "#,
        );
    }
}
