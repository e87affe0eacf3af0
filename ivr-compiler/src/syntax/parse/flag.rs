//! Clauses that are present or absent: `muted`, `play_beep false`.

use proc_macro2::{Ident, TokenTree};
use syn::{Token, parse::ParseStream};

use super::{syntax_error, take_word, tokens, words::folded};
use crate::{diagnostics::Diagnostics, syntax::Flag};

/// Parses a flag, which is on unless `false` follows.
pub(super) fn flag(input: ParseStream<'_>, clause: &Ident, diagnostics: &mut Diagnostics) -> Flag {
    assigned(input, clause, diagnostics);
    if let Some(value) = other_flag(input, clause, diagnostics) {
        return Flag { value, word: clause.span() };
    }
    if input.cursor().literal().is_some()
        && let Some(value) = tokens::take_one(input)
    {
        let diagnostic = syntax_error(value.first, format!("`{clause}` takes no value"));
        diagnostics.push(diagnostic.help("remove it"));
    }
    let no = take_word(input, "false").is_some();
    let _yes = !no && take_word(input, "true").is_some();
    Flag { value: !no, word: clause.span() }
}

/// Takes and reports the mark of `muted = true` or `muted: true`.
fn assigned(input: ParseStream<'_>, clause: &Ident, diagnostics: &mut Diagnostics) {
    if !(input.peek(Token![=]) && !input.peek(Token![=>]) || input.peek(Token![:])) {
        return;
    }
    let Some(mark) = tokens::take_one(input) else { return };
    let diagnostic =
        syntax_error(mark.first, format!("`{}` is not allowed after `{clause}`", mark.written()));
    diagnostics.push(diagnostic.help("remove it"));
}

/// `no`, `off`, `"false"`, `0`: reported and taken.
fn other_flag(input: ParseStream<'_>, clause: &Ident, diagnostics: &mut Diagnostics) -> Option<bool> {
    let (token, rest) = input.cursor().token_tree()?;
    let value = match folded(token.to_string().trim_matches('"')).as_str() {
        "no" | "off" | "none" | "never" | "0" | "donot" => false,
        "yes" | "on" | "always" | "1" => true,
        "false" if matches!(token, TokenTree::Literal(_)) => false,
        "true" if matches!(token, TokenTree::Literal(_)) => true,
        _ => return None,
    };
    rest.token_tree()?;
    let taken = tokens::take_one(input)?;
    let diagnostic = syntax_error(taken.first, format!("`{clause}` must be followed by `true` or `false`"));
    diagnostics.push(diagnostic.help(format!("write `{value}`")));
    Some(value)
}
