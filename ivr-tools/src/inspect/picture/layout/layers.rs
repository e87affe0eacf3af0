//! The layer of each block: to the right of all its predecessors, and as close to its neighbors as possible.

use super::{Block, Link};

/// How often blocks are pulled towards their neighbors.
const ROUNDS: usize = 8;

/// Returns the layer of each block, from 0.
pub(super) fn assign(blocks: &[Block], links: &[Link], is_back: &[bool]) -> Vec<usize> {
    let mut arcs: Vec<Arc> = links.iter().zip(is_back).map(|(link, back)| Arc::new(link, *back)).collect();
    // A root without incoming arcs is placed next to its targets, so it must not constrain them.
    let is_led_to: Vec<bool> =
        (0..blocks.len()).map(|block| arcs.iter().any(|arc| arc.right == block)).collect();
    for arc in &mut arcs {
        let is_first = blocks.get(arc.left).is_some_and(|block| block.is_first);
        let is_held = is_first || is_led_to.get(arc.left).copied().unwrap_or(false);
        arc.hold = if is_held { arc.pull } else { 0.0 };
    }
    let mut layers = longest(blocks.len(), &arcs);
    for _ in 0..ROUNDS {
        for (place, block) in blocks.iter().enumerate() {
            let pulled = pulled(place, block, &arcs, &layers);
            if let Some(layer) = layers.get_mut(place) {
                *layer = pulled;
            }
        }
    }
    layers
}

/// A link from left to right.
#[derive(Clone, Copy)]
struct Arc {
    left: usize,
    right: usize,
    pull: f64,
    /// How strongly it keeps its right end close.
    hold: f64,
}

impl Arc {
    fn new(link: &Link, is_back: bool) -> Self {
        let (left, right) = if is_back { (link.to, link.from) } else { (link.from, link.to) };
        Self { left, right, pull: link.weight, hold: link.weight }
    }
}

/// Returns the length of the longest path to each block.
fn longest(blocks: usize, arcs: &[Arc]) -> Vec<usize> {
    let mut layers = vec![0; blocks];
    // Without cycles, no path is longer than the number of blocks.
    for _ in 0..blocks {
        for arc in arcs {
            let least = layer(&layers, arc.left) + 1;
            if let Some(right) = layers.get_mut(arc.right) {
                *right = least.max(*right);
            }
        }
    }
    layers
}

/// Returns the best layer for a block between its neighbors.
fn pulled(place: usize, block: &Block, arcs: &[Arc], layers: &[usize]) -> usize {
    let now = layer(layers, place);
    let (from, to) =
        (arcs.iter().filter(|arc| arc.right == place), arcs.iter().filter(|arc| arc.left == place));
    let earliest = from.clone().map(|arc| layer(layers, arc.left) + 1).max();
    let latest = to.clone().map(|arc| layer(layers, arc.right).saturating_sub(1)).min();
    let (left_pull, right_pull) =
        (from.map(|arc| arc.hold).sum::<f64>(), to.map(|arc| arc.pull).sum::<f64>());
    match (earliest, latest) {
        _ if block.is_first => now,
        (Some(_), Some(latest)) if left_pull < right_pull => latest,
        (Some(earliest), _) => earliest,
        (None, Some(latest)) => latest,
        (None, None) => now,
    }
}

fn layer(layers: &[usize], block: usize) -> usize {
    layers.get(block).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layers_of(first: usize, blocks: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
        let block = |place| Block { width: 1.0, height: 1.0, entry: 0.5, is_first: place < first };
        let blocks: Vec<Block> = (0..blocks).map(block).collect();
        let link = |(from, to): &(usize, usize)| Link {
            from: *from,
            to: *to,
            port: 0.0,
            is_quiet: false,
            weight: 1.0,
        };
        let links: Vec<Link> = pairs.iter().map(link).collect();
        assign(&blocks, &links, &vec![false; links.len()])
    }

    #[test]
    fn a_block_stands_right_of_all_that_lead_to_it() {
        assert_eq!(layers_of(1, 4, &[(0, 1), (0, 2), (1, 2), (2, 3), (0, 3)]), [0, 1, 2, 3]);
    }

    #[test]
    fn a_root_that_is_no_start_stands_before_what_it_leads_to() {
        assert_eq!(layers_of(1, 5, &[(0, 1), (1, 2), (2, 3), (4, 3)]), [0, 1, 2, 3, 2]);
    }
}
