//! The order of the items in each layer, with few crossings.

use super::{
    grid::{End, Grid, Segment},
    sift::sift,
};

/// The number of sweeps over all layers and back; the best order is kept.
const SWEEPS: usize = 24;
/// The number of sweeps without improvement after which the search stops.
const MAX_ROUNDS_WITHOUT_GAIN: usize = 6;
/// The number of passes in which single items move to where they cross least.
const PASSES: usize = 8;

/// Orders the layers of the grid.
pub(super) fn arrange(grid: &mut Grid<'_>) {
    let mut order = Order::new(grid);
    let mut best = (order.crossings(), order.layers.clone());
    let mut last_better = 0;
    for sweep in 0..SWEEPS {
        let count = order.layers.len();
        for step in 0..count {
            match sweep % 2 {
                0 => order.pull(step, Side::Left),
                _ => order.pull(count - 1 - step, Side::Right),
            }
        }
        order.sift();
        let crossings = order.crossings();
        if crossings < best.0 {
            best = (crossings, order.layers.clone());
            last_better = sweep;
        } else if sweep - last_better >= MAX_ROUNDS_WITHOUT_GAIN {
            break;
        }
    }
    grid.layers = best.1;
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
}

struct Order {
    layers: Vec<Vec<usize>>,
    gaps: Vec<Vec<Segment>>,
    /// The segments of each item to the left, and to the right.
    left: Vec<Vec<Segment>>,
    right: Vec<Vec<Segment>>,
    heights: Vec<f64>,
    /// The position of each item in its layer.
    places: Vec<f64>,
}

impl Order {
    fn new(grid: &Grid<'_>) -> Self {
        let none = vec![Vec::new(); grid.items.len()];
        let mut order = Self {
            layers: grid.layers.clone(),
            gaps: grid.gaps.clone(),
            left: none.clone(),
            right: none,
            heights: grid.items.iter().map(|item| item.height).collect(),
            places: vec![0.0; grid.items.len()],
        };
        for segment in order.gaps.iter().flatten() {
            if let Some(segments) = order.right.get_mut(segment.left.item) {
                segments.push(*segment);
            }
            if let Some(segments) = order.left.get_mut(segment.right.item) {
                segments.push(*segment);
            }
        }
        order.begin();
        for layer in 0..order.layers.len() {
            order.number(layer);
        }
        order
    }

    /// Creates the initial order: that of a reader who follows every box from top to bottom.
    fn begin(&mut self) {
        let mut ranks = vec![usize::MAX; self.heights.len()];
        let mut rank = 0;
        let mut open: Vec<usize> =
            self.layers.iter().rev().flat_map(|layer| layer.iter().rev().copied()).collect();
        while let Some(item) = open.pop() {
            let Some(own @ &mut usize::MAX) = ranks.get_mut(item) else { continue };
            *own = rank;
            rank += 1;
            let mut next: Vec<&Segment> = self.right.get(item).into_iter().flatten().collect();
            next.sort_by(|one, other| other.left.port.total_cmp(&one.left.port));
            open.extend(next.into_iter().map(|segment| segment.right.item));
        }
        for layer in &mut self.layers {
            layer.sort_by_key(|item| ranks.get(*item).copied());
        }
    }

    fn number(&mut self, layer: usize) {
        for (place, item) in self.layers.get(layer).into_iter().flatten().enumerate() {
            if let Some(known) = self.places.get_mut(*item) {
                *known = place as f64;
            }
        }
    }

    /// Returns the depth of an end in its layer: the position of its item, and a fraction for the port.
    fn depth(&self, end: End) -> f64 {
        let height = self.heights.get(end.item).copied().unwrap_or(0.0);
        self.place(end.item) + end.port / (height + 1.0)
    }

    fn place(&self, item: usize) -> f64 {
        self.places.get(item).copied().unwrap_or(0.0)
    }

    /// Returns the depths of the other ends of an item's segments on one side, with their weights.
    fn pulls(&self, item: usize, side: Side) -> Vec<(f64, f64)> {
        let segments = if side == Side::Left { &self.left } else { &self.right };
        let other = |segment: &Segment| if side == Side::Left { segment.left } else { segment.right };
        let segments = segments.get(item).into_iter().flatten();
        segments.map(|segment| (self.depth(other(segment)), segment.weight)).collect()
    }

    /// Sorts a layer by the mean depth of the neighbors of its items on one side.
    fn pull(&mut self, layer: usize, side: Side) {
        let wish = |item: usize| {
            let pulls = self.pulls(item, side);
            let weight: f64 = pulls.iter().map(|pull| pull.1).sum();
            let sum: f64 = pulls.iter().map(|pull| pull.0 * pull.1).sum();
            if weight > 0.0 { sum / weight } else { self.place(item) }
        };
        let items = self.layers.get(layer).into_iter().flatten();
        let mut wishes: Vec<(f64, usize)> = items.map(|item| (wish(*item), *item)).collect();
        wishes.sort_by(|one, other| one.0.total_cmp(&other.0));
        if let Some(layer) = self.layers.get_mut(layer) {
            *layer = wishes.into_iter().map(|(_, item)| item).collect();
        }
        self.number(layer);
    }

    /// Moves single items as long as that removes crossings.
    fn sift(&mut self) {
        for _ in 0..PASSES {
            let mut is_better = false;
            for layer in 0..self.layers.len() {
                is_better |= self.sift_in(layer);
            }
            if !is_better {
                break;
            }
        }
    }

    fn sift_in(&mut self, layer: usize) -> bool {
        // The neighboring layers do not change meanwhile, so the forces on each item are computed once.
        let items = self.layers.get(layer).into_iter().flatten();
        let mut pulled: Vec<Pulled> = items.map(|item| self.pulled(*item)).collect();
        let order: Vec<usize> = pulled.iter().map(|pulled| pulled.item).collect();
        let moved = order.iter().filter(|item| {
            let from = pulled.iter().position(|pulled| pulled.item == **item);
            from.is_some_and(|from| sift(&mut pulled, from, Pulled::crossed))
        });
        let is_better = moved.count() > 0;
        if let Some(layer) = self.layers.get_mut(layer) {
            *layer = pulled.into_iter().map(|pulled| pulled.item).collect();
        }
        self.number(layer);
        is_better
    }

    fn pulled(&self, item: usize) -> Pulled {
        Pulled { item, sides: [self.pulls(item, Side::Left), self.pulls(item, Side::Right)] }
    }

    /// What all crossings weigh.
    fn crossings(&self) -> f64 {
        let gaps = self.gaps.iter().map(|gap| {
            let line =
                |segment: &Segment| (self.depth(segment.left), self.depth(segment.right), segment.weight);
            let lines: Vec<(f64, f64, f64)> = gap.iter().map(line).collect();
            let pairs = lines.iter().enumerate().flat_map(|(place, one)| {
                let crossed = lines.iter().skip(place + 1);
                let crossed = crossed.filter(move |other| (one.0 - other.0) * (one.1 - other.1) < 0.0);
                crossed.map(move |other| one.2 * other.2)
            });
            pairs.sum::<f64>()
        });
        gaps.sum()
    }
}

/// An item with the depths of its segments on each side, and their weights.
struct Pulled {
    item: usize,
    sides: [Vec<(f64, f64)>; 2],
}

impl Pulled {
    /// Returns the weight of the crossings between the lines of two items, if this one is above the other.
    fn crossed(&self, lower: &Self) -> f64 {
        let mut weight = 0.0;
        for (upper, lower) in self.sides.iter().zip(&lower.sides) {
            for above in upper {
                weight += lower
                    .iter()
                    .filter(|below| below.0 < above.0)
                    .map(|below| below.1 * above.1)
                    .sum::<f64>();
            }
        }
        weight
    }
}
