//! `next target in targets`, as a question that the call itself answers. Its arms are those of a Rust `match`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;

use super::{
    Answered, Arm, Arms, Graph, Match, Set, Verb,
    resolve::{Resolver, TargetContext},
};
use crate::{
    errors,
    syntax::{self, Pattern, Text},
};

/// The list of which a [`Match`] takes the next item, and the field for the item.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    pub(crate) item: Ident,
    pub(crate) list: Ident,
}

impl Resolver<'_> {
    /// Resolves `next`, and reports errors in its fields.
    pub(super) fn next(&mut self, next: syntax::Next, place: TargetContext) -> Match {
        let syntax::Next { word, item, list, another, done, broken } = next;
        self.list_and_item(&list, &item);
        let question = quote!(call.#list);
        let into = Set { field: item.clone(), value: TokenStream::new() };
        let sets = [vec![into], Vec::new()];
        let arms = [another, done].into_iter().zip(sets).filter_map(|(arm, first)| {
            let arm = arm?;
            let text = Text::new(arm.word.to_string(), arm.word.span());
            let pattern = Pattern::Rust { tokens: TokenTree::from(arm.word).into(), text };
            let answered = Answered { first, ..Answered::default() };
            let word = arm.target.last_word();
            let target = self.target(arm.target, place);
            Some(Arm { answered, ..Arm::new(pattern, target, word) })
        });
        let list_of_arms = arms.collect();
        let number = self.question_number();
        Match {
            word,
            number,
            question,
            walk: Some(Walk { item, list }),
            within: None,
            meanwhile: Vec::new(),
            arms: Arms { word, list: list_of_arms, broken },
        }
    }

    /// Returns whether the call has both fields. An undeclared field for the item gets the item type of the list.
    pub(super) fn list_and_item(&mut self, list: &Ident, item: &Ident) -> bool {
        let has_list = self.values.field(list, self.diagnostics);
        let is_known = |name: &Ident| self.values.fields.iter().any(|field| field.name == *name);
        if has_list && !is_known(item) {
            let kind = self.values.fields.iter().find(|field| field.name == *list).map(|field| &field.kind);
            let diagnostic = match kind.and_then(item_type) {
                Some(kind) => errors::undeclared_item(item, &kind),
                None => errors::undeclared_item(item, "…"),
            };
            self.diagnostics.unknown(diagnostic);
            return false;
        }
        let field = self.values.fields.iter().find(|field| field.name == *list);
        if let Some(kind) =
            field.map(|field| syntax::rust_source(&field.kind)).filter(|kind| is_no_list(kind))
        {
            self.diagnostics.push(errors::no_list(list, &kind));
            return false;
        }
        has_list && self.values.field(item, self.diagnostics)
    }
}

/// Returns whether a type certainly holds a single value. Other names may be lists.
fn is_no_list(kind: &str) -> bool {
    let number =
        kind.strip_prefix(['u', 'i', 'f']).is_some_and(|bits| bits.parse::<u8>().is_ok() || bits == "size");
    number || matches!(kind, "String" | "bool" | "char" | "Digits" | "&'static str")
}

/// Returns `Stop` of `Vec<Stop>`, as written.
fn item_type(list: &TokenStream) -> Option<String> {
    let written = syntax::rust_source(list);
    let (_, inside) = written.split_once('<')?;
    inside.trim().strip_suffix('>').map(|inside| inside.trim().to_owned())
}

impl Graph {
    /// Returns the lists whose position is stored: those that `next` walks through.
    pub(crate) fn walked(&self) -> impl Iterator<Item = &Walk> {
        self.states.iter().filter_map(|state| match &state.verb {
            Verb::Match(question) => question.walk.as_ref(),
            _ => None,
        })
    }

    /// Returns whether a position in a list is stored, or what was said `once`.
    pub(crate) fn keeps_places(&self) -> bool {
        self.walked().next().is_some() || self.offers().next().is_some() || self.once > 0
    }

    /// Returns whether the position in this list is stored.
    pub(crate) fn keeps_place_of(&self, list: &Ident) -> bool {
        self.walked().any(|walk| walk.list == *list) || self.offers().any(|offer| offer.list == *list)
    }
}
