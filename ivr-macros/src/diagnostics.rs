//! What the author of a tree is told: many faults at once, each on the token that has to change.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// One fault, in the author's names.
#[derive(Clone, Debug)]
pub(crate) struct Diagnostic {
    /// The name of its page in the error index.
    pub(crate) rule: &'static str,
    pub(crate) span: Span,
    /// The last token of a longer underline; the same as `span` otherwise.
    pub(crate) end: Span,
    pub(crate) message: String,
    /// What to write instead, and what else is worth knowing; each a line that begins with its own label.
    pub(crate) lines: Vec<String>,
}

impl Diagnostic {
    pub(crate) fn new(rule: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { rule, span, end: span, message: message.into(), lines: Vec::new() }
    }

    /// Underlines from the first token to the last.
    pub(crate) fn to(mut self, end: Span) -> Self {
        self.end = end;
        self
    }

    pub(crate) fn help(mut self, help: impl AsRef<str>) -> Self {
        self.lines.push(format!("help: {}", help.as_ref()));
        self
    }

    pub(crate) fn note(mut self, note: impl AsRef<str>) -> Self {
        self.lines.push(format!("note: {}", note.as_ref()));
        self
    }

    /// The whole text as the compiler prints it below `error: `.
    pub(crate) fn text(&self) -> String {
        let mut text = self.message.clone();
        for line in &self.lines {
            text.push_str("\n= ");
            text.push_str(line);
        }
        text
    }

    fn into_compile_error(self) -> TokenStream {
        let text = self.text();
        let name = quote_spanned!(self.span=> ::core::compile_error!);
        let argument = quote_spanned!(self.end=> { #text });
        quote::quote!(#name #argument)
    }
}

impl From<syn::Error> for Diagnostic {
    fn from(error: syn::Error) -> Self {
        let range = error.span();
        Self::new("syntax", range, error.to_string())
    }
}

/// A heap of faults; a stage pushes into it and goes on.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    pub(crate) fn push(&mut self, diagnostic: impl Into<Diagnostic>) {
        self.0.push(diagnostic.into());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[cfg(test)]
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// The faults as `compile_error!`s, in the order they were found.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.0.into_iter().map(Diagnostic::into_compile_error).collect()
    }
}

/// The name among `known` that `typed` was probably meant to be.
pub(crate) fn nearest<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let allowed = typed.chars().count() / 3 + 1;
    known
        .filter(|name| name.len().abs_diff(typed.len()) <= allowed)
        .map(|name| (distance(&typed, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Edits (insert, delete, replace, swap of neighbours) from one word to the other.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let replaced = at(&last, j) + usize::from(x != y);
            let mut best = replaced.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    at(&last, b.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_name() {
        let states = ["Sales", "Support", "Hours", "Reception"];
        for (typed, meant) in
            [("Slaes", "Sales"), ("Suport", "Support"), ("sales", "Sales"), ("Receptoin", "Reception")]
        {
            assert_eq!(nearest(typed, states.into_iter()), Some(meant), "{typed}");
        }
        assert_eq!(nearest("Billing", states.into_iter()), None);
        assert_eq!(nearest("", states.into_iter()), None);
    }
}
