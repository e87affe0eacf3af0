//! What a graph can hold but callers must not meet: one file per rule, each with its page in the head comment
//! and its tests inside. A rule knows no other rule.

mod await_without_within;
mod duplicate_arm;
mod endless_silence;
mod impossible_input;
mod no_way_out;
mod read_before_set;
mod unhandled_outcome;
mod unreachable_state;
mod wrong_scenario;

// What rules share.
mod time;

use crate::{diagnostics::Diagnostics, model::Graph};

type Rule = fn(&Graph, &mut Diagnostics);

/// Every rule, in the order of their reports.
const RULES: &[Rule] = &[
    duplicate_arm::check,
    unhandled_outcome::check,
    unreachable_state::check,
    no_way_out::check,
    endless_silence::check,
    impossible_input::check,
    wrong_scenario::check,
    await_without_within::check,
    read_before_set::check,
];

/// A graph that passed every rule: the only thing that code is generated from.
#[derive(Debug)]
pub(crate) struct SoundGraph(Graph);

impl SoundGraph {
    pub(crate) fn graph(&self) -> &Graph {
        &self.0
    }
}

/// Runs every rule. `faults` may hold those of earlier stages; the graph is sound only if there is none at all.
pub(crate) fn check(graph: Graph, faults: &mut Diagnostics) -> Result<SoundGraph, Graph> {
    for rule in RULES {
        rule(&graph, faults);
    }
    if faults.is_empty() { Ok(SoundGraph(graph)) } else { Err(graph) }
}

#[cfg(test)]
pub(crate) mod tests;
