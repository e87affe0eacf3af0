//! Names of fields that stand alone in plain Rust, where a field is `call.name`.

use proc_macro2::{Ident, Spacing, TokenStream, TokenTree};

use super::values::Values;
use crate::{diagnostics::Diagnostics, mistakes};

impl Values {
    /// Says so where Rust names a field alone: rustc would only say that there is no such value.
    pub(super) fn rust(&self, tokens: &TokenStream, diagnostics: &mut Diagnostics) {
        // What declares names of its own may well mean those.
        if self.fields.is_empty() || declares(tokens) {
            return;
        }
        let is_field = |name: &Ident| {
            self.fields.iter().any(|field| field.name == *name) && !self.bound.iter().any(|bound| name == bound)
        };
        if let Some(name) = alone(tokens, &is_field) {
            diagnostics.push(mistakes::bare_field(&name));
        }
    }
}

/// The first name of a field that is neither behind a dot or a path nor called nor the name of an argument.
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

/// Whether a closure, a `let` or an arm stands in it.
fn declares(tokens: &TokenStream) -> bool {
    let mut before: Option<char> = None;
    tokens.clone().into_iter().any(|token| {
        let last = before.take();
        match token {
            TokenTree::Group(group) => declares(&group.stream()),
            TokenTree::Ident(word) => word == "let" || word == "for" || word == "fn",
            TokenTree::Punct(mark) => {
                let sign = mark.as_char();
                before = (mark.spacing() == Spacing::Joint).then_some(sign);
                sign == '|' || sign == '>' && last == Some('=')
            }
            TokenTree::Literal(_) => false,
        }
    })
}
