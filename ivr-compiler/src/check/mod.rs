//! What a graph can hold but callers must not meet: one file per rule, each with its page in the head comment
//! and its tests inside. A rule knows no other rule.

mod levels;
mod rules;
mod survey;

// Transitions between states.
mod paths;

// Arms.
mod arms;

// `dial`.
mod dial;

// Clauses and steps in the wrong place.
mod places;

// Screens.
mod screening;

// Queues.
mod waiting;

// Prompts and the arms that they announce.
mod offers;
mod prompts;

// Recordings.
mod recordings;

// Trees in several languages.
mod languages;

// Texts, numbers and names.
mod values;

// Opening hours.
mod hours;

// Plain Rust inside a tree.
mod app_without_type;
mod await_without_within;
mod read_before_set;
mod retry_asks_rust;

// Hooks `after call`.
mod after;

// Scenarios.
mod impossible_input;
mod wrong_scenario;

// Promises.
mod promises;

// Lints.
mod lints;

// `allow` and `deny`.
mod waivers;

// Helpers of several rules.
mod time;

use crate::{diagnostics::Diagnostics, model::Graph};

use levels::Levels;
use rules::{ERRORS, LINTS};
use survey::Survey;

/// A graph that passed every rule. Code is generated only from this.
#[derive(Debug)]
pub(crate) struct SoundGraph(Graph);

impl SoundGraph {
    pub(crate) fn graph(&self) -> &Graph {
        &self.0
    }
}

/// Runs every rule. `faults` may contain diagnostics of earlier stages; the graph is sound only if there is no error.
///
/// Warnings are reported only if there are no errors.
pub(crate) fn check(graph: Graph, diagnostics: &mut Diagnostics) -> Result<SoundGraph, Box<Graph>> {
    paths::renamed(&graph, diagnostics);
    let mut levels = Levels::new(&graph);
    let survey = Survey::new(&graph);
    levels.run(ERRORS, &survey, diagnostics);
    if !diagnostics.has_errors() {
        levels.run(LINTS, &survey, diagnostics);
        levels.unused(diagnostics);
    }
    if diagnostics.has_errors() { Err(Box::new(graph)) } else { Ok(SoundGraph(graph)) }
}

/// Returns whether there is a warning with this name.
#[cfg(test)]
pub(crate) fn is_rule(name: &str) -> bool {
    rules::rule(name).is_some()
}

#[cfg(test)]
pub(crate) mod tests;
