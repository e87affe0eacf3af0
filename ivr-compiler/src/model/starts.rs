//! The starts of a tree, and the fields that their requests contain.

use proc_macro2::Ident;

use super::{Start, resolve::Resolver};
use crate::{
    diagnostics::Diagnostics,
    errors,
    syntax::{self, Field},
};

/// Returns the fields of `data`, then those that starts declare. Several starts may use the same field.
pub(super) fn declared(
    data: Vec<Field>,
    starts: &[syntax::Start],
    diagnostics: &mut Diagnostics,
) -> Vec<Field> {
    let mut fields = data;
    for field in starts.iter().flat_map(|start| &start.with) {
        match fields.iter().find(|known| known.name == field.name) {
            None => fields.push(field.clone()),
            Some(known) if known.kind.to_string() == field.kind.to_string() && field.default.is_none() => {}
            Some(_) => diagnostics.push(errors::duplicate_field(&field.name, false)),
        }
    }
    fields
}

impl Resolver<'_> {
    /// Resolves the starts. Returns whether one of them is missing or leads nowhere.
    pub(super) fn starts(&mut self, starts: Vec<syntax::Start>, tree: &Ident) -> (Vec<Start>, bool) {
        let mut unknown = self.unread.start || starts.iter().all(|start| start.name.is_some());
        if starts.iter().all(|start| start.name.is_some()) && !self.unread.start {
            let word = starts.iter().find_map(|start| errors::word_before_state(start.name.as_ref()));
            let missing = || errors::no_start(tree, self.names.first().map(String::as_str));
            self.diagnostics.push(word.unwrap_or_else(missing));
        }
        let mut found: Vec<Start> = Vec::new();
        for start in starts {
            let same = |other: &Start| {
                other.name.as_ref().map(Ident::to_string) == start.name.as_ref().map(Ident::to_string)
            };
            if found.iter().any(same) {
                self.diagnostics.push(errors::duplicate_start(start.name.as_ref(), &start.state));
                continue;
            }
            let Some(state) = self.aside(start.state) else {
                unknown = true;
                continue;
            };
            let with = start.with.into_iter().map(|field| field.name).collect();
            found.push(Start { name: start.name, state, with });
        }
        // The start without a name, for incoming calls, comes first.
        found.sort_by_key(|start| start.name.is_some());
        (found, unknown)
    }
}
