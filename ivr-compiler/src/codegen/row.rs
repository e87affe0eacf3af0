//! Builds tokens one after the other. `quote!` reads better, but creates a stream for every part, which would be most
//! of the work for a tree with a thousand states.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};

use ivr_core::event::Event;

use super::states;

/// The identifiers of which every row consists, created once.
pub(super) struct Idents {
    /// `Transition` and `Event`, or `None` if their variants are imported.
    types: Option<(Ident, Ident)>,
    /// Whether the states are imported as well.
    imports_states: bool,
    pub(super) go: Ident,
    pub(super) again: Ident,
    pub(super) end: Ident,
    pub(super) action: Ident,
    pub(super) ending: Ident,
    pub(super) matches: Ident,
    pub(super) returns: Ident,
    pub(super) heard: Ident,
    pub(super) anything: Ident,
    variants: Vec<(Event, Ident)>,
}

impl Idents {
    pub(super) fn new() -> Self {
        let word = |word| Ident::new(word, Span::call_site());
        Self {
            types: Some((word("Transition"), word("Event"))),
            imports_states: false,
            go: word("Go"),
            again: word("Again"),
            end: word("End"),
            action: word("Action"),
            ending: word("Ending"),
            matches: word("match"),
            returns: word("return"),
            heard: word("heard"),
            anything: word("_"),
            variants: Vec::new(),
        }
    }

    /// Creates the identifiers for imported variants of `Transition` and `Event`, which halves the number of tokens
    /// for rustc.
    pub(super) fn imported() -> Self {
        Self { types: None, ..Self::new() }
    }

    /// Creates the identifiers if the states are imported as well, which must not have the name of another import.
    pub(super) fn with_states() -> Self {
        Self { imports_states: true, ..Self::imported() }
    }

    /// Appends `Acme::Sales`.
    pub(super) fn state(&self, tree: &Ident, name: &Ident, row: &mut Row) {
        if self.imports_states {
            row.push(name.clone());
        } else {
            row.path(tree, name);
        }
    }

    /// Returns the names of the other imports.
    pub(super) fn imported_names(&self) -> Vec<&'static str> {
        let events = self.variants.iter().map(|(event, _)| event.variant());
        states::IMPORTED.into_iter().chain(events).collect()
    }

    /// Returns the events that were used in a pattern.
    pub(super) fn events(&self) -> impl Iterator<Item = &Ident> {
        self.variants.iter().map(|(_, variant)| variant)
    }

    /// Appends `Transition::Go`.
    pub(super) fn transition(&self, variant: &Ident, row: &mut Row) {
        match &self.types {
            Some((transition, _)) => row.path(transition, variant),
            None => row.push(variant.clone()),
        }
    }

    /// Appends `Event::Key3`, `Event::Arm(2)`.
    pub(super) fn pattern(&mut self, heard: Event, row: &mut Row) {
        let number = if let Event::Arm(number) = heard { Some(number) } else { None };
        // All arms share one variant and differ only in their number.
        let variant_of = if number.is_some() { Event::Arm(0) } else { heard };
        let known = self.variants.iter().find(|(known, _)| *known == variant_of);
        let variant = match known {
            Some((_, variant)) => variant.clone(),
            None => Ident::new(heard.variant(), Span::call_site()),
        };
        if known.is_none() {
            self.variants.push((variant_of, variant.clone()));
        }
        match &self.types {
            Some((_, event)) => row.path(event, &variant),
            None => row.push(variant),
        }
        if let Some(number) = number {
            row.argument(|row| row.push(proc_macro2::Literal::u16_unsuffixed(number)));
        }
    }
}

/// A sequence of tokens.
#[derive(Default)]
pub(super) struct Row(Vec<TokenTree>);

impl Row {
    pub(super) fn push(&mut self, token: impl Into<TokenTree>) {
        self.0.push(token.into());
    }

    pub(super) fn all(&mut self, tokens: TokenStream) {
        self.0.extend(tokens);
    }

    pub(super) fn mark(&mut self, mark: char) {
        self.push(Punct::new(mark, Spacing::Alone));
    }

    fn pair(&mut self, first: char, second: char) {
        self.push(Punct::new(first, Spacing::Joint));
        self.mark(second);
    }

    /// Appends `Step::Again`.
    pub(super) fn path(&mut self, first: &Ident, second: &Ident) {
        self.push(first.clone());
        self.pair(':', ':');
        self.push(second.clone());
    }

    /// Appends `=>`.
    pub(super) fn arrow(&mut self) {
        self.pair('=', '>');
    }

    /// Appends `(…)`.
    pub(super) fn argument(&mut self, inside: impl FnOnce(&mut Self)) {
        self.group(Delimiter::Parenthesis, inside);
    }

    /// Appends `{ … }`.
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
