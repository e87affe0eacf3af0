//! Names of fields: whether a field is declared, and names of fields in Rust that lack `call.`.

use proc_macro2::{Ident, Spacing, Span, TokenStream, TokenTree};

use super::values::Values;
use crate::{
    diagnostics::{Diagnostic, Diagnostics, nearest},
    errors,
};

impl Values {
    /// Returns whether the tree has this field. Reports it otherwise.
    pub(super) fn field(&self, name: &Ident, diagnostics: &mut Diagnostics) -> bool {
        let known = self.fields.iter().any(|field| field.name == *name);
        if !known {
            self.tell(self.unknown(&name.to_string(), name.span()), diagnostics);
        }
        known
    }

    /// Returns whether the tree has the field for an entry. Reports it otherwise.
    pub(super) fn entry(&self, name: &Ident, diagnostics: &mut Diagnostics) -> bool {
        let names: Vec<String> = self.fields.iter().map(|field| field.name.to_string()).collect();
        let known = names.iter().any(|field| name == field);
        if known || nearest(&name.to_string(), names.iter().map(String::as_str)).is_some() {
            return self.field(name, diagnostics);
        }
        self.tell(errors::undeclared_item(name, "Digits"), diagnostics);
        false
    }

    /// Reports an unknown field, unless it may be one that could not be parsed.
    pub(super) fn tell(&self, diagnostic: Diagnostic, diagnostics: &mut Diagnostics) {
        if self.unread {
            diagnostics.is_unread();
        } else {
            diagnostics.unknown(diagnostic);
        }
    }

    pub(super) fn unknown(&self, name: &str, span: Span) -> Diagnostic {
        let names: Vec<String> = self.fields.iter().map(|field| field.name.to_string()).collect();
        errors::unknown_field(span, name, &names)
    }

    /// Reports a field that Rust names without `call`, because rustc only reports that the value is not found.
    pub(super) fn rust(&self, tokens: &TokenStream, diagnostics: &mut Diagnostics) {
        // An expression that declares names may refer to those.
        if self.fields.is_empty() || declares(tokens) {
            return;
        }
        let is_field = |name: &Ident| {
            self.fields.iter().any(|field| field.name == *name)
                && !self.bound.iter().any(|bound| name == bound)
        };
        if let Some(name) = alone(tokens, &is_field) {
            diagnostics.push(errors::bare_field(&name));
        }
    }
}

/// Returns the first name of a field that follows neither a dot nor a path, and is neither called nor the name of an
/// argument.
fn alone(tokens: &TokenStream, is_field: &impl Fn(&Ident) -> bool) -> Option<Ident> {
    let all: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let sign = |place: Option<usize>, signs: &[char]| {
        let token = place.and_then(|place| all.get(place));
        matches!(token, Some(TokenTree::Punct(mark)) if signs.contains(&mark.as_char()))
    };
    all.iter().enumerate().find_map(|(place, token)| match token {
        TokenTree::Group(group) => alone(&group.stream(), is_field),
        TokenTree::Ident(name) => {
            let called = matches!(all.get(place + 1), Some(TokenTree::Group(_)));
            let behind = sign(place.checked_sub(1), &['.', ':', '\'']);
            let free = !called && !behind && !sign(Some(place + 1), &['!', ':']);
            (free && is_field(name)).then(|| name.clone())
        }
        TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    })
}

/// Returns whether it contains a closure, a `let` or an arm.
fn declares(tokens: &TokenStream) -> bool {
    let mut before: Option<char> = None;
    tokens.clone().into_iter().any(|token| {
        let last = before.take();
        match token {
            TokenTree::Group(group) => declares(&group.stream()),
            TokenTree::Ident(word) => word == "let" || word == "for" || word == "fn" || word == "matches",
            TokenTree::Punct(mark) => {
                let sign = mark.as_char();
                before = (mark.spacing() == Spacing::Joint).then_some(sign);
                sign == '|' || sign == '>' && last == Some('=')
            }
            TokenTree::Literal(_) => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_legal;

    #[test]
    fn names_that_rust_declares_itself_are_no_fields() {
        check_legal(
            r#"
            pub tree Line for App {
                start Menu;
                data { n: u32 = 0, name: Option<String>, seen: Vec<u32> = Vec::new() }
                state Menu {
                    set n = call.n + 1;
                    set seen = call.seen.iter().filter(|n| **n > 1).copied().collect();
                    run app.note(Note { n: call.n }, app.n, line::n(call), n!());
                    match app.find(matches!(call.name, Some(ref name) if name.is_empty())) {
                        Some(name) => { set name = Some(name); } then Error,
                        Error::Timeout | None => end,
                    }
                }
                state Error { match app.error() { Error => end, Timeout => end } }
            }
            "#,
        );
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                data { a: Number, b: Text = Text::default(), c: [u8; 2] = [0, 0], d: Pin }
                state Menu { say "Hello."; hangup; }
            }
            "#,
        );
    }
}
