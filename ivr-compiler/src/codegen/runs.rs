//! The `run`s of a tree, and the sources by which another version identifies them.

use crate::{model::Graph, syntax::Run};

/// The Rust of a `run`. Blanks between tokens are the compiler's, and another version may set others.
pub(super) fn source(run: &Run) -> String {
    run.effect.to_string().split_whitespace().collect()
}

/// The Rust of each block with `run`s that are done at most once.
pub(super) fn sources(graph: &Graph) -> Vec<String> {
    let once = graph.effects.iter().map(|effects| effects.runs.iter().filter(|run| !run.at_least_once));
    let sources = once.map(|runs| runs.map(source).collect::<Vec<_>>());
    sources.filter(|sources| !sources.is_empty()).map(|sources| sources.join(";")).collect()
}

/// The `run`s that are repeated until they are done, each with its block, in the order of their numbers.
pub(super) fn repeated(graph: &Graph) -> impl Iterator<Item = (usize, &Run)> {
    let blocks = graph.effects.iter().enumerate();
    let runs = blocks.flat_map(|(block, effects)| effects.runs.iter().map(move |run| (block, run)));
    runs.filter(|(_, run)| run.at_least_once)
}
