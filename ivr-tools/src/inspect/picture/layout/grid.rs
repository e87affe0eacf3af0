//! Layers of items, with segments between neighboring layers. Items are the blocks, and a lane wherever a link
//! passes a layer.

use std::collections::{BTreeSet, HashMap};

use super::{Block, Link};

/// The height of a lane.
const LANE: f64 = 4.0;
/// The distance of loud and quiet links from the middle, if both arrive on one side.
const APART: f64 = 5.0;
/// The factor for the weight of a link that leads back. The order of the boxes follows the forward links.
const BACK: f64 = 0.2;

/// The items and links by layer.
pub(super) struct Grid<'b> {
    pub(super) blocks: &'b [Block],
    /// The items; a block has the same index as in the list of blocks.
    pub(super) items: Vec<Item>,
    /// The items of each layer from top to bottom.
    pub(super) layers: Vec<Vec<usize>>,
    /// The segments between each layer and the next.
    pub(super) gaps: Vec<Vec<Segment>>,
    /// The segments of each link, from left to right; the number is the layer on the left.
    pub(super) chains: Vec<Vec<(usize, Segment)>>,
}

/// An item of a layer.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Item {
    pub(super) layer: usize,
    pub(super) height: f64,
    pub(super) is_lane: bool,
}

/// Links that share their lines: those to the same block, forward or back, loud or quiet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Net {
    pub(super) to: usize,
    pub(super) is_back: bool,
    pub(super) is_quiet: bool,
}

/// The part of a net between an item and one in the next layer.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Segment {
    pub(super) net: Net,
    pub(super) left: End,
    pub(super) right: End,
    /// The weight of its heaviest link.
    pub(super) weight: f64,
}

/// Where a segment touches an item.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct End {
    pub(super) item: usize,
    /// From the top of the item.
    pub(super) port: f64,
}

impl<'b> Grid<'b> {
    pub(super) fn new(blocks: &'b [Block], links: &[Link], is_back: &[bool], layers: &[usize]) -> Self {
        let items = blocks.iter().zip(layers);
        let items = items.map(|(block, layer)| Item { layer: *layer, height: block.height, is_lane: false });
        let count = layers.iter().max().map_or(0, |last| last + 1);
        let mut grid = Self {
            blocks,
            items: items.collect(),
            layers: vec![Vec::new(); count],
            gaps: vec![Vec::new(); count.saturating_sub(1)],
            chains: Vec::new(),
        };
        for (block, layer) in layers.iter().enumerate() {
            grid.stand(*layer, block);
        }
        let nets: Vec<Net> = links.iter().zip(is_back).map(|(link, back)| Net::of(link, *back)).collect();
        let used: BTreeSet<Net> = nets.iter().copied().collect();
        let mut lanes = HashMap::new();
        for (link, net) in links.iter().zip(nets) {
            grid.link(link, net, &used, &mut lanes);
        }
        grid
    }

    /// An item by its number.
    pub(super) fn item(&self, item: usize) -> Item {
        self.items.get(item).copied().unwrap_or(Item { layer: 0, height: 0.0, is_lane: true })
    }

    fn stand(&mut self, layer: usize, item: usize) {
        if let Some(layer) = self.layers.get_mut(layer) {
            layer.push(item);
        }
    }

    /// Routes a link through a lane in every layer between its blocks.
    fn link(
        &mut self,
        link: &Link,
        net: Net,
        used: &BTreeSet<Net>,
        lanes: &mut HashMap<(Net, usize), usize>,
    ) {
        let start = End { item: link.from, port: link.port };
        let goal = End { item: link.to, port: self.entry(net, used) };
        let (mut left, right) = if net.is_back { (goal, start) } else { (start, goal) };
        let (first, last) = (self.item(left.item).layer, self.item(right.item).layer);
        let weight = if net.is_back { link.weight * BACK } else { link.weight };
        let mut chain = Vec::new();
        for layer in first..last {
            let next = if layer + 1 == last { right } else { self.lane(net, layer + 1, lanes) };
            let segment = Segment { net, left, right: next, weight };
            self.join(layer, segment);
            chain.push((layer, segment));
            left = next;
        }
        self.chains.push(chain);
    }

    /// Adds a segment, unless an earlier link took the same way.
    fn join(&mut self, layer: usize, segment: Segment) {
        let Some(gap) = self.gaps.get_mut(layer) else { return };
        match gap
            .iter_mut()
            .find(|known| (known.net, known.left, known.right) == (segment.net, segment.left, segment.right))
        {
            Some(known) => known.weight = known.weight.max(segment.weight),
            None => gap.push(segment),
        }
    }

    fn lane(&mut self, net: Net, layer: usize, lanes: &mut HashMap<(Net, usize), usize>) -> End {
        let known = lanes.get(&(net, layer)).copied();
        let item = known.unwrap_or_else(|| {
            let item = self.items.len();
            self.items.push(Item { layer, height: LANE, is_lane: true });
            self.stand(layer, item);
            lanes.insert((net, layer), item);
            item
        });
        End { item, port: LANE / 2.0 }
    }

    /// Returns where a net arrives: in the middle, unless a loud and a quiet one come from the same side.
    fn entry(&self, net: Net, used: &BTreeSet<Net>) -> f64 {
        let middle = self.blocks.get(net.to).map_or(0.0, |block| block.entry);
        if !used.contains(&Net { is_quiet: !net.is_quiet, ..net }) {
            return middle;
        }
        if net.is_quiet { middle + APART } else { middle - APART }
    }
}

impl Net {
    fn of(link: &Link, is_back: bool) -> Self {
        Self { to: link.to, is_back, is_quiet: link.is_quiet }
    }
}
