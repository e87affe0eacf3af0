//! States whose braces are missing, and a text where a state is named.

use proc_macro2::Ident;
use syn::{LitStr, Token, parse::ParseStream};

use super::{begins_item, literal, next_line, peek_word, slip::at_brackets, syntax_error, take_word, tokens};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// The longest body that a help repeats.
const MAX_WRITTEN: usize = 120;

/// Returns the diagnostic for a state without braces; its lines, where they follow, are taken.
pub(super) fn no_braces(input: ParseStream<'_>, name: &Ident) -> Diagnostic {
    let message = format!("state `{name}` needs braces");
    if input.peek(Token![;]) {
        return syntax_error(input.span(), message).help("write `{ … }`");
    }
    if next_line::begins(input)
        && let Some(lines) = tokens::take_until(input, begins_item)
    {
        let written = lines.written();
        let written = if written.len() > MAX_WRITTEN { "…".to_owned() } else { written };
        return syntax_error(lines.first, message).to(lines.last).help(format!("write `{{ {written} }}`"));
    }
    syntax_error(name.span(), message).help(format!("write `{name} {{ … }}`"))
}

/// `state Menu state { … }`: the second word is taken, and told behind the state.
pub(super) fn second_word(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<(), Diagnostic> {
    if peek_word(input).as_deref() != Some("state") {
        return Ok(());
    }
    let before_state = input.cursor().ident().is_some_and(|(_, rest)| {
        rest.ident().is_some_and(|(name, _)| name.to_string().starts_with(char::is_uppercase))
    });
    let Some(word) = (!before_state).then(|| take_word(input, "state")).flatten() else { return Ok(()) };
    let diagnostic = syntax_error(word, "`state` is not allowed between a state and its braces");
    let diagnostic = diagnostic.help(if at_brackets(input) { "remove it" } else { "write `{ … }`" });
    if at_brackets(input) {
        return Err(diagnostic);
    }
    diagnostics.unread(diagnostic);
    Ok(())
}

/// Returns whether a text comes next, and no name in quotes.
pub(super) fn is_said(input: ParseStream<'_>) -> bool {
    let text = literal::is_text(input).then(|| input.cursor().literal()).flatten();
    let text = text.and_then(|(text, _)| syn::parse_str::<LitStr>(&text.to_string()).ok());
    text.is_some_and(|text| text.value().trim().contains(' '))
}

/// `goto "Welcome to us.";`
pub(super) fn said(word: &Ident) -> Diagnostic {
    syntax_error(word.span(), format!("`{word}` takes the name of a state, and `say` a text"))
        .help("write `say`")
}
