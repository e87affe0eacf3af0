//! What needs a state of its own, where the target of an arm is named.

use syn::{Token, parse::ParseStream};

use super::{syntax_error, tokens};
use crate::diagnostics::Diagnostic;

/// Reports `"+12345678900"`: a number is called in a separate state.
pub(super) fn a_number(input: ParseStream<'_>) -> Option<Diagnostic> {
    let written = input.cursor().literal()?.0.to_string();
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    let is_number = digits > 5 && written.bytes().all(|byte| !byte.is_ascii_alphabetic());
    let taken = is_number.then(|| tokens::take_one(input)).flatten()?;
    let number = if written.starts_with('"') { written } else { format!("\"+{written}\"") };
    let diagnostic = syntax_error(taken.first, "an arm leads to a state: `dial` needs a state of its own");
    let help = format!("write `Desk`, and `state Desk {{ dial {number} match {{ _ => end }} }}`");
    Some(diagnostic.help(help))
}

/// Reports a verb in place of a state, and takes it with its arms.
pub(super) fn verb(input: ParseStream<'_>, word: &str) -> Diagnostic {
    let span = input.span();
    let taken = tokens::take_until(input, |input| {
        let after = input.cursor().punct().and_then(|(_, rest)| rest.token_tree());
        input.peek(Token![,])
            && after.is_none_or(|(_, rest)| {
                rest.punct().is_some_and(|(mark, _)| matches!(mark.as_char(), '=' | '|'))
            })
    });
    let written = taken.map_or_else(|| word.to_owned(), |taken| taken.written());
    let written = match written.contains("match") {
        true => written,
        false if word == "redirect" => format!("{written};"),
        false => format!("{written} match {{ … }}"),
    };
    let diagnostic = syntax_error(span, format!("`{word}` needs a state of its own"));
    diagnostic.help(format!("write the name of a state here, and `state … {{ {written} }}`"))
}
