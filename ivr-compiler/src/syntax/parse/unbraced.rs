//! Steps where a block of them stands: `retry 2 say "…"`, `1 => set n = 2 then Sales`.

use proc_macro2::TokenTree;
use syn::{LitStr, Token, parse::ParseStream};

use super::{literal, peek_word, stray, syntax_error, take_word, tokens, words::STEPS};
use crate::{
    diagnostics::Diagnostics,
    syntax::{Step, Target, Text, Texts},
};

/// `say "…";` or `"…"` where a block of steps stands: reported, and read as that block.
pub(super) fn said(
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
    message: &str,
) -> Option<Vec<Step>> {
    let is_say = peek_word(input).as_deref() == Some("say");
    let (first, text) = (input.span(), literal::is_text(input));
    if !is_say && !text {
        return None;
    }
    let said = if is_say { take_word(input, "say") } else { None };
    let literal = input.parse::<LitStr>().ok()?;
    let end = input.parse::<Option<Token![;]>>().ok()?;
    let last = end.map_or_else(|| literal.span(), |end| end.span);
    let diagnostic = syntax_error(said.unwrap_or(first), message).to(last);
    diagnostics.push(diagnostic.help(format!("write `{{ say {}; }}`", literal.token())));
    let text = Text::new(literal.value(), literal.span());
    Some(vec![Step::Say(Texts::Plain(text))])
}

/// `("…")` where a block of steps stands: reported, and read as that block.
pub(super) fn parenthesised(
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
    message: &str,
) -> Option<Vec<Step>> {
    let (inside, span, _) = input.cursor().group(proc_macro2::Delimiter::Parenthesis)?;
    let (literal, _) = inside.literal().filter(|(_, rest)| rest.eof())?;
    let text: LitStr = syn::parse_str(&literal.to_string()).ok()?;
    let _group = tokens::take_one(input)?;
    let end = input.parse::<Option<Token![;]>>().ok()?;
    let last = end.map_or_else(|| span.close(), |end| end.span);
    let diagnostic = syntax_error(span.open(), message).to(last);
    diagnostics.push(diagnostic.help(format!("write `{{ say {literal}; }}`")));
    Some(vec![Step::Say(Texts::Plain(Text::new(text.value(), literal.span())))])
}

/// `set n = 2 then Sales` as the target of an arm, taken with what follows `then`.
pub(super) fn target(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Target> {
    let (word, rest) = input.cursor().ident()?;
    let has_value = rest.ident().is_some() || rest.literal().is_some() || rest.any_group().is_some();
    (STEPS.contains(&word.to_string().as_str()) && has_value).then_some(())?;
    let over = |input: ParseStream<'_>| {
        peek_word(input).as_deref() == Some("then") || input.peek(Token![,]) && !follows_clause(input)
    };
    let taken = tokens::take_until(input, over)?;
    let written = taken.written();
    let written = written.trim_end_matches(';');
    let then = match take_word(input, "then") {
        Some(_) => "",
        None => " then end",
    };
    let message = "the steps of an arm must be in braces";
    let diagnostic = syntax_error(taken.first, message).to(taken.last);
    let semicolon = if written.ends_with('}') { "" } else { ";" };
    diagnostics.unread(diagnostic.help(format!("write `{{ {written}{semicolon} }}{then}`")));
    let _target = tokens::take_until(input, |input| input.peek(Token![,]));
    Some(Target::Broken)
}

/// Returns whether the comma that comes next belongs to the step, as in `run app.note(call), at_least_once`.
fn follows_clause(input: ParseStream<'_>) -> bool {
    let rest = input.cursor().punct().map(|(_, rest)| rest);
    let word = rest.and_then(syn::buffer::Cursor::token_tree).map(|(token, _)| token);
    matches!(word, Some(TokenTree::Ident(word)) if word == "at_least_once" || word == "say")
        && !rest.is_some_and(|rest| rest.token_tree().is_some_and(|(_, rest)| stray::begins_arrow(rest)))
}
