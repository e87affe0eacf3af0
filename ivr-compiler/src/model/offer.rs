//! `offer stop from stops`: the keys that are left for the items of a list, and the arm for the next page.

use ivr_core::offer::{given_keys, own_keys};

use super::{Arm, Gather, Graph, Target, Verb, resolve::Resolver, values::KEY};
use crate::{
    errors,
    syntax::{Offer, Pattern},
};

impl Resolver<'_> {
    /// Returns whether the fields of an offer exist. Reports it otherwise.
    pub(super) fn offer(&mut self, offer: &Offer) -> bool {
        if let Some(field) = self.values.fields.iter().find(|field| field.name == KEY) {
            self.diagnostics.push(errors::field_called_key(&field.name));
        }
        self.list_and_item(&offer.list, &offer.item)
    }
}

/// Returns the arm for the key of the next page, which asks again. It is announced if there are several pages; see
/// `more { … }`.
pub(super) fn turns_page(offer: &Offer) -> Option<Arm> {
    let key = offer.more.clone()?;
    Some(Arm { hidden: true, ..Arm::new(Pattern::Keys(key), Target::Again, None) })
}

impl Gather {
    /// Returns the keys that items may use: those that no arm takes.
    pub(crate) fn offered_keys(&self) -> String {
        let taken = || self.arms.list.iter().flat_map(Arm::keys).map(|key| key.value.as_str());
        match &self.offer {
            None => String::new(),
            Some(Offer { key: Some(_), .. }) => own_keys(taken()),
            Some(Offer { key: None, .. }) => given_keys(taken()),
        }
    }
}

impl Graph {
    /// Returns the offers of a tree.
    pub(crate) fn offers(&self) -> impl Iterator<Item = &Offer> {
        self.states.iter().filter_map(|state| match &state.verb {
            Verb::Gather(gather) => gather.offer.as_ref(),
            _ => None,
        })
    }
}
