//! Tokens put down one after the other. `quote!` says the same and reads better, but makes a stream of every part; in
//! a tree of a thousand states the parts of its arms would be most of what the compiler of trees does.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};

use super::arms::Heard;

/// The words that every row is made of, each looked up once.
pub(super) struct Words {
    pub(super) step: Ident,
    pub(super) go: Ident,
    pub(super) again: Ident,
    pub(super) end: Ident,
    pub(super) way: Ident,
    pub(super) ending: Ident,
    pub(super) matches: Ident,
    pub(super) heard: Ident,
    pub(super) anything: Ident,
    heard_type: Ident,
    variants: Vec<(Heard, Ident)>,
}

impl Words {
    pub(super) fn new() -> Self {
        let word = |word| Ident::new(word, Span::call_site());
        Self {
            step: word("Step"),
            go: word("Go"),
            again: word("Again"),
            end: word("End"),
            way: word("Way"),
            ending: word("Ending"),
            matches: word("match"),
            heard: word("heard"),
            anything: word("_"),
            heard_type: word("Heard"),
            variants: Vec::new(),
        }
    }

    /// `Heard::Key3`, `Heard::Arm(2)`.
    pub(super) fn pattern(&mut self, heard: &Heard, row: &mut Row) {
        let number = if let Heard::Arm(number) = heard { Some(*number) } else { None };
        let known = self.variants.iter().find(|(known, _)| known == heard);
        let variant = match known {
            Some((_, variant)) => variant.clone(),
            None => Ident::new(&heard.variant(), Span::call_site()),
        };
        if known.is_none() && number.is_none() {
            self.variants.push((heard.clone(), variant.clone()));
        }
        row.path(&self.heard_type, &variant);
        if let Some(number) = number {
            row.argument(|row| row.push(proc_macro2::Literal::usize_unsuffixed(number)));
        }
    }
}

/// Some tokens.
#[derive(Default)]
pub(super) struct Row(Vec<TokenTree>);

impl Row {
    pub(super) fn push(&mut self, token: impl Into<TokenTree>) {
        self.0.push(token.into());
    }

    pub(super) fn mark(&mut self, mark: char) {
        self.push(Punct::new(mark, Spacing::Alone));
    }

    fn pair(&mut self, first: char, second: char) {
        self.push(Punct::new(first, Spacing::Joint));
        self.mark(second);
    }

    /// `Step::Again`.
    pub(super) fn path(&mut self, first: &Ident, second: &Ident) {
        self.push(first.clone());
        self.pair(':', ':');
        self.push(second.clone());
    }

    /// `=>`.
    pub(super) fn arrow(&mut self) {
        self.pair('=', '>');
    }

    /// `(…)`.
    pub(super) fn argument(&mut self, inside: impl FnOnce(&mut Self)) {
        self.group(Delimiter::Parenthesis, inside);
    }

    /// `{ … }`.
    pub(super) fn block(&mut self, inside: impl FnOnce(&mut Self)) {
        self.group(Delimiter::Brace, inside);
    }

    fn group(&mut self, delimiter: Delimiter, inside: impl FnOnce(&mut Self)) {
        let mut row = Self::default();
        inside(&mut row);
        self.push(Group::new(delimiter, row.into_tokens()));
    }

    pub(super) fn into_tokens(self) -> TokenStream {
        self.0.into_iter().collect()
    }
}
