//! Rules about what a caller hears while waiting in a queue.

mod endless_wait;
mod everywhere_while_waiting;
mod not_while_waiting;
mod queue_outside_waiting;
mod queue_without_way_out;

pub(super) use endless_wait::check as endless_wait;
pub(super) use everywhere_while_waiting::check as everywhere_while_waiting;
pub(super) use not_while_waiting::check as not_while_waiting;
pub(super) use queue_outside_waiting::check as queue_outside_waiting;
pub(super) use queue_without_way_out::check as queue_without_way_out;

use crate::model::{Graph, StateId};

/// Returns how a caller reaches a waiting state: `Support —waits→ Waiting —2→ Person`.
fn route(graph: &Graph, state: StateId) -> String {
    let route = graph.waiting.route(state);
    let mut text = route.first().map_or_else(String::new, |first| graph.name_of(*first));
    for pair in route.windows(2) {
        let [from, to] = pair else { continue };
        let edges = graph.all_edges().get(*from).map_or(&[][..], Vec::as_slice);
        let label = edges.iter().find(|edge| edge.to == *to).map_or("…", |edge| &edge.label);
        text.push_str(&format!(" —{label}→ {}", graph.name_of(*to)));
    }
    text
}
