//! Schedules in the description, and what a tree with hours requires of its runtime.

use ivr_core::description;
use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Graph, Hours, MatchHours};

/// Describes a schedule.
pub(super) fn described(hours: &Hours) -> description::Hours {
    description::Hours {
        name: hours.name.to_string(),
        zone: hours.zone.value.clone(),
        schedule: hours.schedule.clone(),
    }
}

/// Returns the name of the schedule that a state matches on.
pub(super) fn name(graph: &Graph, asked: &MatchHours) -> String {
    let hours = asked.place.and_then(|place| graph.hours.get(place));
    hours.map_or_else(String::new, |hours| hours.name.to_string())
}

/// Generates a compile-time check that the feature `hours` is enabled.
pub(super) fn required(graph: &Graph, runtime: &TokenStream) -> Option<TokenStream> {
    (!graph.hours.is_empty()).then(|| quote!(const _: () = #runtime::tree::require_hours();))
}
