//! The `run`s of a tree, and the sources by which another version identifies them.

use crate::{model::Graph, syntax::Run};

/// Returns the source of a `run`, without blanks, because the compiler inserts them and another version may insert
/// others.
pub(super) fn source(run: &Run) -> String {
    run.effect.to_string().split_whitespace().collect()
}

/// Returns the sources of each block with at-most-once `run`s.
pub(super) fn sources(graph: &Graph) -> Vec<String> {
    let once = graph.effects.iter().map(|effects| effects.runs.iter().filter(|run| !run.at_least_once));
    let sources = once.map(|runs| runs.map(source).collect::<Vec<_>>());
    sources.filter(|sources| !sources.is_empty()).map(|sources| sources.join(";")).collect()
}

/// Returns the `run`s that are repeated until they are done, each with its block, in the order of their indexes.
pub(super) fn repeated(graph: &Graph) -> impl Iterator<Item = (usize, &Run)> {
    let blocks = graph.effects.iter().enumerate();
    let runs = blocks.flat_map(|(block, effects)| effects.runs.iter().map(move |run| (block, run)));
    runs.filter(|(_, run)| run.at_least_once)
}
