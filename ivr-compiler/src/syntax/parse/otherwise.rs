//! `match { … } else { … }`: what stands behind the arms of a verb is an arm.

use proc_macro2::{Delimiter, TokenTree};
use syn::{Token, parse::ParseStream};

use super::{asked, at_block, peek_word, syntax_error, tokens};
use crate::diagnostics::Diagnostics;

/// Words that other languages write behind the cases.
const WORDS: [&str; 7] = ["else", "otherwise", "default", "catch", "except", "finally", "fallback"];

/// Reports and takes what stands behind the arms. `what` names the case that it is for, and `rest` is its arm.
pub(super) fn behind_arms(input: ParseStream<'_>, (what, rest): (&str, &str), diagnostics: &mut Diagnostics) {
    let mark = input.cursor().punct().filter(|(mark, _)| matches!(mark.as_char(), ',' | ';'));
    let at = mark.map_or(input.cursor(), |(_, rest)| rest);
    let Some((word, behind)) = at.ident() else { return };
    let leads = match behind.token_tree() {
        Some((TokenTree::Group(group), _)) => group.delimiter() == Delimiter::Brace,
        Some((TokenTree::Punct(mark), _)) => matches!(mark.as_char(), '=' | '-' | ':'),
        Some((TokenTree::Ident(next), _)) => {
            word == "else" || next.to_string().starts_with(char::is_uppercase)
        }
        Some((TokenTree::Literal(_), _)) | None => false,
    };
    if !leads || !WORDS.iter().any(|known| word == known) {
        return;
    }
    let _mark = tokens::take_until(input, |input| input.cursor() == at);
    let over = |input: ParseStream<'_>| at_block(input) || input.peek(Token![;]) || input.peek(Token![,]);
    let Some(before) = tokens::take_until(input, over) else { return };
    let (mut last, mut target) = (before.last, last_name(&before));
    while at_block(input) || peek_word(input).as_deref() == Some("then") {
        let Some(part) = tokens::take_one(input) else { break };
        last = part.last;
        target = match tokens::only(&part.tokens) {
            Some(TokenTree::Group(group)) => asked::target_in(&group.stream()).or(target),
            // `{ … } then Sales`
            _ => tokens::take_one(input).map(|state| {
                last = state.last;
                state.written()
            }),
        };
    }
    let target = target.unwrap_or_else(|| "…".to_owned());
    let message = format!("{what} is handled by an arm of `match`: `{rest} => …`");
    let diagnostic = syntax_error(word.span(), message).to(last);
    diagnostics.unread(
        diagnostic.help(format!("remove it, and write `{rest} => {target}` in the braces before it")),
    );
}

/// The state or `end` of `else => Sales`.
fn last_name(taken: &tokens::Taken) -> Option<String> {
    let last = taken.tokens.clone().into_iter().last()?;
    match last {
        TokenTree::Ident(name) if name == "hangup" => Some("end".to_owned()),
        TokenTree::Ident(name) if name != "else" && name != "match" => {
            Some(name.to_string()).filter(|name| name == "end" || name.starts_with(char::is_uppercase))
        }
        _ => None,
    }
}
