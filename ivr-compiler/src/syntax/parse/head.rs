//! What stands between `state` and its braces: the name, `was Old`, `under Menu`, and what people put there.

use proc_macro2::{Delimiter, Ident, Span};
use syn::{Token, parse::ParseStream};

use super::{
    at_block, literal, no_mark, peek_word,
    slip::{at_brackets, take_meant},
    state::Form,
    syntax_error, tokens,
};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// Other words for `under`.
const UNDER: &[&str] =
    &["extends", "inherits", "in", "of", "below", "parent", "from", "within", "inside", "child", "childof"];

/// Other words for `was`.
const WAS: &[&str] =
    &["formerly", "alias", "aka", "replaces", "previously", "once", "renamed", "renamedfrom"];

/// `under Menu`, and `was Old` behind it, which is reported.
pub(super) fn under(
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Ident>, Diagnostic> {
    let first = input.span();
    let mark = input.cursor().punct().filter(|(mark, _)| matches!(mark.as_char(), ':' | '<'));
    let parent = mark.and_then(|(_, rest)| rest.ident());
    if parent.is_some_and(|(_, rest)| rest.group(Delimiter::Brace).is_some())
        && let Some(mark) = tokens::take_one(input)
    {
        diagnostics.push(
            syntax_error(mark.first, "the state that `back` leads to must follow `under`")
                .help("write `under`"),
        );
    } else if take_meant(input, "under", UNDER, diagnostics).is_none() {
        return Ok(None);
    }
    let parent = literal::name(input, "the name of a state")?;
    if peek_word(input).as_deref() == Some("was")
        && let Some(was) = tokens::take_until(input, at_brackets)
    {
        let diagnostic = syntax_error(first, "`was` must come before `under`").to(was.last);
        diagnostics.push(diagnostic.help(format!("write `{} under {parent}`", was.written())));
    }
    Ok(Some(parent))
}

/// `, Main` before the braces: reported and taken.
fn second_name(input: ParseStream<'_>, diagnostics: &mut Diagnostics) {
    let name = input.cursor().punct().filter(|(mark, _)| matches!(mark.as_char(), ',' | '|' | '/'));
    let behind = name.and_then(|(_, rest)| rest.ident());
    if behind.is_some_and(|(_, rest)| rest.group(Delimiter::Brace).is_some())
        && let Some(more) = tokens::take_until(input, at_brackets)
    {
        let message = "a state has one name, and is `under` one state";
        diagnostics.push(syntax_error(more.first, message).to(more.last).help("remove it"));
    }
}

/// `was Old, Older`.
pub(super) fn former_names(
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Ident>, Diagnostic> {
    let mut names = Vec::new();
    if take_meant(input, "was", WAS, diagnostics).is_none() {
        return Ok(names);
    }
    if let Some((inside, _, span, _)) = input.cursor().any_group().filter(|group| group.1 != Delimiter::Brace)
    {
        let _names = tokens::take_one(input);
        let written = tokens::written(&inside.token_stream());
        let diagnostic = syntax_error(span.open(), "the former names of a state must not be in brackets");
        diagnostics.unread(diagnostic.to(span.close()).help(format!("write `{written}`")));
        return Ok(names);
    }
    loop {
        names.push(literal::joined_name(input, "a former name of the state", diagnostics)?);
        if input.parse::<Option<Token![,]>>()?.is_none() {
            return Ok(names);
        }
    }
}

/// Reports what people write between the name and the braces.
pub(super) fn between(input: ParseStream<'_>, form: Form, diagnostics: &mut Diagnostics) {
    let told = diagnostics.len();
    if input.peek(Token![->])
        && let Some((_, rest)) = input.cursor().punct()
        && let Some((state, _)) = rest.punct().and_then(|(_, rest)| rest.ident())
    {
        let first = input.span();
        for _ in 0..3 {
            let _taken = tokens::take_one(input);
        }
        let diagnostic = syntax_error(first, "the ending must be the last line of a state").to(state.span());
        diagnostics.unread(diagnostic.help(format!("remove it, and end the state with `goto {state};`")));
        return;
    }
    second_name(input, diagnostics);
    no_mark(input, diagnostics, "between a state and its braces");
    let parameters = input.cursor().group(Delimiter::Parenthesis).is_some_and(|(inside, _, rest)| {
        inside.eof() || rest.group(Delimiter::Brace).is_some() || rest.punct().is_some()
    });
    if parameters && let Some(taken) = tokens::take_one(input) {
        let message = "a state has no parameters: declare what a call keeps in `data { … }`";
        diagnostics.push(syntax_error(taken.first, message).to(taken.last).help("remove it"));
        no_mark(input, diagnostics, "between a state and its braces");
    }
    if form == Form::Other {
        diagnostics.truncate(told);
    }
}

/// Reports `fn menu()` as one mistake.
pub(super) fn whole(form: Form, word: &Ident, name: &Ident, last: Span, diagnostics: &mut Diagnostics) {
    let capital = literal::capitalised(&name.to_string());
    let diagnostic = (form == Form::Other).then(|| diagnostics.last_mut()).flatten();
    if let Some(diagnostic) = diagnostic.filter(|_| *name != capital) {
        *diagnostic = syntax_error(word.span(), diagnostic.message.clone())
            .to(last)
            .help(format!("write `state {capital}`"));
    }
}

/// Parses the name of a state, in the forms that people try.
pub(super) fn name(
    input: ParseStream<'_>,
    word: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<Ident, Diagnostic> {
    if peek_word(input).as_deref() == Some("state") && input.peek2(syn::Ident) || input.is_empty() {
        return Err(syntax_error(word.span(), "`state` needs a name and braces").help("remove it"));
    }
    if at_block(input) {
        return Err(syntax_error(word.span(), "`state` needs a name")
            .help("write its name after it, such as `state Menu`"));
    }
    let is_number = input.peek(syn::LitInt);
    if is_number
        && input.peek2(syn::Ident)
        && let Some(number) = tokens::take_one(input)
    {
        let message = "the name of a state must directly follow `state`";
        diagnostics.push(syntax_error(number.first, message).help("remove it"));
    }
    if is_number && input.peek(syn::LitInt) {
        let written = input.cursor().literal().map(|(name, _)| name.to_string()).unwrap_or_default();
        let letters = written.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_');
        let digits = written.strip_suffix(letters).unwrap_or_default();
        let letters = if letters.is_empty() { "State" } else { letters };
        let diagnostic = syntax_error(input.span(), "the name of a state must begin with a letter");
        return Err(diagnostic.help(format!("write `{}{digits}`", literal::capitalised(letters))));
    }
    literal::joined_name(input, "the name of a state", diagnostics)
}
