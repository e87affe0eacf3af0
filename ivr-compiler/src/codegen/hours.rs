//! Schedules in the description, and what a tree with hours requires of its runtime.

use ivr_core::description;
use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Graph, Hours, MatchHours};

/// A schedule.
pub(super) fn described(hours: &Hours) -> description::Hours {
    description::Hours {
        name: hours.name.to_string(),
        zone: hours.zone.value.clone(),
        schedule: hours.schedule.clone(),
    }
}

/// The name of the schedule that a state asks for.
pub(super) fn name(graph: &Graph, asked: &MatchHours) -> String {
    let hours = asked.place.and_then(|place| graph.hours.get(place));
    hours.map_or_else(String::new, |hours| hours.name.to_string())
}

/// Says while compiling that the feature `hours` is missing, where it is.
pub(super) fn required(graph: &Graph, runtime: &TokenStream) -> Option<TokenStream> {
    (!graph.hours.is_empty()).then(|| quote!(const _: () = #runtime::tree::require_hours();))
}
