//! Rust expressions as other languages write them, which rustc would not read or would read otherwise.

use proc_macro2::{TokenStream, TokenTree};

use super::{syntax_error, tokens};
use crate::diagnostics::Diagnostic;

/// `await app.find(call)`, as in JavaScript and Python, which rustc cannot parse.
pub(super) fn await_first(tokens: &TokenStream) -> Option<Diagnostic> {
    let mut all = tokens.clone().into_iter();
    let first = all.next().filter(|first| matches!(first, TokenTree::Ident(word) if word == "await"))?;
    let rest: TokenStream = all.collect();
    let last = rest.clone().into_iter().last().map_or_else(|| first.span(), |last| tokens::end_of(&last));
    let diagnostic = syntax_error(first.span(), "`await` must come after the expression").to(last);
    Some(diagnostic.help(format!("write `{}.await`", tokens::written(&rest))))
}

/// `null` alone, as other languages write it. In a pattern, rustc would read it as a name that takes every value.
pub(super) fn null(tokens: &TokenStream) -> Option<Diagnostic> {
    let TokenTree::Ident(word) = tokens::only(tokens)? else { return None };
    let is_null =
        matches!(word.to_string().as_str(), "null" | "nil" | "undefined" | "nullptr" | "NULL" | "none");
    is_null
        .then(|| syntax_error(word.span(), format!("`{word}` is called `None` in Rust")).help("write `None`"))
}
