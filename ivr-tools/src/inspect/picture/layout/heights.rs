//! The vertical position of each item: as level with its neighbors as the order of its layer allows.

use super::grid::{End, Grid, Segment};

/// The number of rounds of alignment with the left and right neighbors.
const ROUNDS: usize = 12;
/// The number of rounds in which single items are moved to straighten a line.
const LEVELLING: usize = 6;

/// A smaller step in a line looks like a mistake.
const KINK: f64 = 12.0;

/// Returns the top of each item. The topmost is at 0.
pub(super) fn settle(grid: &Grid<'_>) -> Vec<f64> {
    let mut heights = Heights::new(grid);
    for round in 0..ROUNDS {
        let count = grid.layers.len();
        for step in 0..count {
            match round % 2 {
                0 => heights.pull(step, true, false),
                _ => heights.pull(count - 1 - step, false, true),
            }
        }
    }
    for layer in 0..grid.layers.len() {
        heights.pull(layer, true, true);
    }
    for round in 0..LEVELLING {
        for layer in 0..grid.layers.len() {
            heights.level(layer, round % 2 == 0);
        }
    }
    (0..grid.layers.len()).for_each(|layer| heights.smooth(layer));
    let top = heights.tops.iter().copied().fold(f64::INFINITY, f64::min);
    heights.tops.iter().map(|own| own - top).collect()
}

/// Returns the distance between two adjacent items.
pub(super) fn room(grid: &Grid<'_>, upper: usize, lower: usize) -> f64 {
    match (grid.item(upper).is_lane, grid.item(lower).is_lane) {
        (false, false) => 20.0,
        (true, true) => 8.0,
        _ => 12.0,
    }
}

struct Heights<'g, 'b> {
    grid: &'g Grid<'b>,
    left: Vec<Vec<Segment>>,
    right: Vec<Vec<Segment>>,
    tops: Vec<f64>,
}

impl<'g, 'b> Heights<'g, 'b> {
    fn new(grid: &'g Grid<'b>) -> Self {
        let none = vec![Vec::new(); grid.items.len()];
        let mut heights = Self { grid, left: none.clone(), right: none, tops: vec![0.0; grid.items.len()] };
        for segment in grid.gaps.iter().flatten() {
            if let Some(segments) = heights.right.get_mut(segment.left.item) {
                segments.push(*segment);
            }
            if let Some(segments) = heights.left.get_mut(segment.right.item) {
                segments.push(*segment);
            }
        }
        for layer in &grid.layers {
            let mut below = 0.0;
            let mut above = None;
            for item in layer {
                below += above.map_or(0.0, |above| room(grid, above, *item));
                heights.move_to(*item, below);
                below += grid.item(*item).height;
                above = Some(*item);
            }
        }
        heights
    }

    fn top(&self, item: usize) -> f64 {
        self.tops.get(item).copied().unwrap_or(0.0)
    }

    fn move_to(&mut self, item: usize, top: f64) {
        if let Some(known) = self.tops.get_mut(item) {
            *known = top;
        }
    }

    /// Returns where an item would be so that each of its lines on the given sides is straight, with their weights.
    fn wishes(&self, item: usize, left: bool, right: bool) -> Vec<(f64, f64)> {
        let straight = |own: End, other: End, segment: &Segment| {
            (self.top(other.item) + other.port - own.port, self.weight(segment))
        };
        let on = |segments: &[Vec<Segment>], wanted: bool| match segments.get(item) {
            Some(segments) if wanted => segments.clone(),
            _ => Vec::new(),
        };
        let lefts =
            on(&self.left, left).into_iter().map(|segment| straight(segment.right, segment.left, &segment));
        let rights =
            on(&self.right, right).into_iter().map(|segment| straight(segment.left, segment.right, &segment));
        lefts.chain(rights).collect()
    }

    /// Returns the weight for alignment. Long lines are straightened first.
    fn weight(&self, segment: &Segment) -> f64 {
        let lanes =
            [segment.left, segment.right].iter().filter(|end| self.grid.item(end.item).is_lane).count();
        let long = match lanes {
            0 => 1.0,
            1 => 2.0,
            _ => 8.0,
        };
        long * segment.weight
    }

    /// Moves a whole layer towards the preferred positions of its items, keeping their order.
    fn pull(&mut self, layer: usize, left: bool, right: bool) {
        let items = self.grid.layers.get(layer).cloned().unwrap_or_default();
        let mut offsets = Vec::new();
        let mut offset = 0.0;
        for (place, item) in items.iter().enumerate() {
            if let Some(above) = place.checked_sub(1).and_then(|above| items.get(above)) {
                offset += self.grid.item(*above).height + room(self.grid, *above, *item);
            }
            offsets.push(offset);
        }
        let wishes: Vec<(f64, f64)> = items
            .iter()
            .zip(&offsets)
            .map(|(item, offset)| {
                let wishes = self.wishes(*item, left, right);
                let weight: f64 = wishes.iter().map(|wish| wish.1).sum();
                let sum: f64 = wishes.iter().map(|wish| wish.0 * wish.1).sum();
                // An item without neighbors keeps its place with a low weight.
                let wish = if weight > 0.0 { (sum / weight, weight) } else { (self.top(*item), 0.1) };
                (wish.0 - offset, wish.1)
            })
            .collect();
        for ((item, offset), top) in items.iter().zip(offsets).zip(ascending(&wishes)) {
            self.move_to(*item, top + offset);
        }
    }

    /// Moves single items as far as there is room, to straighten their heaviest lines.
    fn level(&mut self, layer: usize, is_downward: bool) {
        let mut items = self.grid.layers.get(layer).cloned().unwrap_or_default();
        if is_downward {
            items.reverse();
        }
        for item in items {
            let mut wishes = self.wishes(item, true, true);
            wishes.sort_by(|one, other| one.0.total_cmp(&other.0));
            if let Some(wish) = median(&wishes) {
                self.move_within(layer, item, wish);
            }
        }
    }

    /// Removes small steps: an item that is almost level with a predecessor is made level.
    fn smooth(&mut self, layer: usize) {
        for item in self.grid.layers.get(layer).cloned().unwrap_or_default() {
            let off = |wish: &(f64, f64)| (wish.0 - self.top(item)).abs();
            let wishes = self.wishes(item, true, false).into_iter();
            let nearest = wishes.min_by(|one, other| off(one).total_cmp(&off(other)));
            if let Some(wish) = nearest.filter(|wish| off(wish) < KINK) {
                self.move_within(layer, item, wish.0);
            }
        }
    }

    /// Moves an item towards a position as far as its neighbors leave room.
    fn move_within(&mut self, layer: usize, item: usize, wish: f64) {
        let Some(items) = self.grid.layers.get(layer) else { return };
        let Some(place) = items.iter().position(|one| *one == item) else { return };
        let above = place.checked_sub(1).and_then(|above| items.get(above)).copied();
        let below = items.get(place + 1).copied();
        let least = above.map_or(f64::NEG_INFINITY, |above| {
            self.top(above) + self.grid.item(above).height + room(self.grid, above, item)
        });
        let most = below.map_or(f64::INFINITY, |below| {
            self.top(below) - self.grid.item(item).height - room(self.grid, item, below)
        });
        if least <= most {
            self.move_to(item, wish.clamp(least, most));
        }
    }
}

/// Returns the weighted median; `wishes` are sorted.
fn median(wishes: &[(f64, f64)]) -> Option<f64> {
    let half = wishes.iter().map(|wish| wish.1).sum::<f64>() / 2.0;
    let mut weight = 0.0;
    for (wish, own) in wishes {
        weight += own;
        if weight >= half {
            return Some(*wish);
        }
    }
    None
}

/// Returns the non-decreasing numbers closest to the wishes: contradicting neighbors meet at their mean.
fn ascending(wishes: &[(f64, f64)]) -> Vec<f64> {
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (wish, weight) in wishes {
        let mut pool = (*wish, *weight, 1);
        while let Some(above) = pools.pop_if(|above| above.0 > pool.0) {
            let weight = above.1 + pool.1;
            pool = ((above.0 * above.1 + pool.0 * pool.1) / weight, weight, above.2 + pool.2);
        }
        pools.push(pool);
    }
    pools.into_iter().flat_map(|(value, _, count)| std::iter::repeat_n(value, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_that_contradict_each_other_meet_in_their_mean() {
        assert_eq!(ascending(&[(0.0, 1.0), (4.0, 1.0), (2.0, 1.0), (9.0, 1.0)]), [0.0, 3.0, 3.0, 9.0]);
        assert_eq!(ascending(&[(5.0, 3.0), (1.0, 1.0)]), [4.0, 4.0]);
    }
}
