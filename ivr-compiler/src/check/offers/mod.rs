//! Rules about the items of a list that a gather offers.

mod each_outside_offer;
mod more_unannounced;
mod offer_unannounced;
mod offer_without_keys;
mod offer_without_more;

pub(super) use each_outside_offer::check as each_outside_offer;
pub(super) use more_unannounced::check as more_unannounced;
pub(super) use offer_unannounced::check as offer_unannounced;
pub(super) use offer_without_keys::check as offer_without_keys;
pub(super) use offer_without_more::check as offer_without_more;

use crate::{
    model::{Gather, Graph, StateId, Verb},
    syntax::{Offer, Scope, Step, nested},
};

/// Returns the states that offer items.
fn offering(graph: &Graph) -> impl Iterator<Item = (StateId, &Gather, &Offer)> {
    graph.states.iter().enumerate().filter_map(|(id, state)| match &state.verb {
        Verb::Gather(gather) => gather.offer.as_ref().map(|offer| (id, &**gather, offer)),
        _ => None,
    })
}

/// Returns the blocks with this scope among prompts.
fn blocks<'s>(steps: &'s [Step], wanted: &Scope) -> impl Iterator<Item = &'s [Step]> {
    nested(steps).filter_map(move |step| match step {
        Step::Scoped { scope, steps, .. } if scope == wanted => Some(&steps[..]),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    /// Returns a tree that begins in `Stops` and has a list of stops.
    pub(super) fn stops(items: &str) -> String {
        format!(
            "pub tree Line {{
                start Stops;
                data {{ stops: Vec<String> = Vec::new(), stop: String = String::new() }}
{items}
            }}"
        )
    }

    /// Returns the same tree, in which silence and wrong keys end a call.
    pub(super) fn stops_with_everywhere(items: &str) -> String {
        stops(&format!("                everywhere {{ silence | _ => end }}\n{items}"))
    }
}
