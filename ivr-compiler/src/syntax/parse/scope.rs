//! Rust as authors write it before they know its scope and its form: `asked > 2` for `call.asked > 2`, `call.line` for
//! `(call.line)`.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, TokenStream, TokenTree};
use syn::buffer::Cursor;

use super::{syntax_error, tokens};
use crate::diagnostics::Diagnostic;

/// Returns `call.line` for `line`, and `call.asked > 2` for `asked > 2`: only `app` and `call` are in scope, so any
/// other name is a field.
pub(super) fn in_scope(written: &str) -> String {
    match written.parse() {
        Ok(expression) => tokens::written(&scoped(expression)),
        Err(_) => written.to_owned(),
    }
}

/// The same of tokens.
pub(super) fn scoped(expression: TokenStream) -> TokenStream {
    let mut found: Vec<TokenTree> = Vec::new();
    let mut rest = expression.into_iter().peekable();
    let mut behind = false;
    while let Some(token) = rest.next() {
        let is_path = std::mem::take(&mut behind);
        match token {
            TokenTree::Ident(name) if !is_path && is_field(&name, rest.peek()) => {
                found.push(Ident::new("call", name.span()).into());
                found.push(Punct::new('.', Spacing::Alone).into());
                found.push(name.into());
            }
            TokenTree::Group(group) if group.delimiter() != Delimiter::Brace => {
                let mut inside = Group::new(group.delimiter(), scoped(group.stream()));
                inside.set_span(group.span());
                found.push(inside.into());
            }
            TokenTree::Punct(mark) => {
                behind = matches!(mark.as_char(), '.' | ':' | '\'');
                found.push(mark.into());
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) | TokenTree::Group(_) => found.push(token),
        }
    }
    found.into_iter().collect()
}

/// Returns whether the name is that of a field, and not of a function, a macro, a module, or a keyword.
fn is_field(name: &Ident, next: Option<&TokenTree>) -> bool {
    const OTHERS: [&str; 20] = [
        "app", "call", "queue", "true", "false", "not", "and", "or", "is", "in", "let", "mut", "ref", "as",
        "if", "else", "match", "move", "self", "await",
    ];
    let name = name.to_string();
    let is_called = match next {
        Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Parenthesis,
        Some(TokenTree::Punct(mark)) => match mark.as_char() {
            ':' => true,
            // `vec![…]`, and not `asked != 2`.
            '!' => mark.spacing() == Spacing::Alone,
            _ => false,
        },
        Some(TokenTree::Ident(_) | TokenTree::Literal(_)) | None => false,
    };
    name.starts_with(|c: char| c.is_ascii_lowercase()) && !is_called && !OTHERS.contains(&name.as_str())
}

/// `call.line` and `app.line(call)` where a value stands: Rust without its parentheses.
pub(super) fn bare(from: Cursor<'_>) -> Option<Diagnostic> {
    let (word, rest) = from.ident().filter(|(word, _)| word == "call" || word == "app")?;
    rest.punct().filter(|(mark, _)| mark.as_char() == '.')?;
    let (mut at, mut last) = (from, word.span());
    while let Some((token, next)) = at.token_tree() {
        let ends = match &token {
            TokenTree::Punct(mark) => matches!(mark.as_char(), ',' | ';'),
            TokenTree::Ident(word) => word == "match" || word == "keys",
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Literal(_) => false,
        };
        if ends {
            break;
        }
        (at, last) = (next, tokens::end_of(&token));
    }
    let written = tokens::between(from, at);
    let diagnostic = syntax_error(word.span(), "a Rust expression must be in parentheses").to(last);
    Some(diagnostic.help(format!("write `({written})`")))
}

#[cfg(test)]
mod tests {
    use super::in_scope;

    #[test]
    fn a_name_alone_is_a_field() {
        for (written, meant) in [
            ("line", "call.line"),
            ("asked > 2", "call.asked > 2"),
            ("!vip && (tries == limit)", "!call.vip && (call.tries == call.limit)"),
            ("name.is_empty()", "call.name.is_empty()"),
            ("asked != 2", "call.asked != 2"),
        ] {
            assert_eq!(in_scope(written), meant);
        }
    }

    #[test]
    fn what_rust_knows_stays() {
        for written in [
            "call.asked > 2",
            "app.open(call).await",
            "true",
            "matches!(call.from, Caller::Withheld)",
            "u32::MAX",
        ] {
            assert_eq!(in_scope(written), written);
        }
    }
}
