//! The corners of every line, from the vertical positions and tracks, and the size of the whole layout.

use super::{
    Layout, Point,
    grid::{End, Grid, Segment},
    tracks::{Gap, LEVEL},
};

/// The room between two tracks.
const TRACK: f64 = 9.0;
/// The room between a layer and the track next to it.
const BESIDE: f64 = 22.0;

/// Leads every link along its chain.
pub(super) fn lead(grid: &Grid<'_>, tops: &[f64], gaps: &[Gap], is_back: Vec<bool>) -> Layout {
    let columns = columns(grid, gaps);
    let corner = |block: usize| Point {
        x: columns.get(grid.item(block).layer).map_or(0.0, |column| column.left),
        y: tops.get(block).copied().unwrap_or(0.0),
    };
    let blocks: Vec<Point> = (0..grid.blocks.len()).map(corner).collect();
    let lead = Lead { grid, tops, gaps, columns: &columns };
    let routes = grid.chains.iter().zip(&is_back).map(|(chain, back)| lead.route(chain, *back)).collect();
    let bottom = |item: usize| tops.get(item).copied().unwrap_or(0.0) + grid.item(item).height;
    Layout {
        blocks,
        routes,
        is_back,
        width: columns.last().map_or(0.0, |column| column.right),
        height: (0..grid.items.len()).map(bottom).fold(0.0, f64::max),
    }
}

/// The room of a layer.
#[derive(Clone, Copy)]
struct Column {
    left: f64,
    right: f64,
}

fn columns(grid: &Grid<'_>, gaps: &[Gap]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let mut left = 0.0;
    for (layer, items) in grid.layers.iter().enumerate() {
        let widths = items.iter().filter_map(|item| grid.blocks.get(*item)).map(|block| block.width);
        let right = left + widths.fold(0.0, f64::max);
        columns.push(Column { left, right });
        let tracks = gaps.get(layer).map_or(0, |gap| gap.count.saturating_sub(1));
        left = right + 2.0 * BESIDE + TRACK * tracks as f64;
    }
    columns
}

struct Lead<'g, 'b> {
    grid: &'g Grid<'b>,
    tops: &'g [f64],
    gaps: &'g [Gap],
    columns: &'g [Column],
}

impl Lead<'_, '_> {
    /// Returns the corners from the block that a link leaves to its target.
    fn route(&self, chain: &[(usize, Segment)], is_back: bool) -> Vec<Point> {
        let mut points = Vec::new();
        for (layer, segment) in chain {
            let Some(column) = self.columns.get(*layer) else { continue };
            let ends = (self.height(segment.left), self.height(segment.right));
            // A box may be narrower than its layer, so its lines begin at its own edge. A lane has no width.
            let width = self.grid.blocks.get(segment.left.item).map_or(0.0, |block| block.width);
            points.push(Point { x: column.left + width, y: ends.0 });
            let track = self.gaps.get(*layer).and_then(|gap| gap.tracks.get(&segment.net));
            if let Some(track) = track.filter(|_| (ends.0 - ends.1).abs() >= LEVEL) {
                let x = column.right + BESIDE + TRACK * *track as f64;
                points.extend([Point { x, y: ends.0 }, Point { x, y: ends.1 }]);
            }
            let next = self.columns.get(layer + 1).map_or(column.right, |next| next.left);
            points.push(Point { x: next, y: ends.1 });
        }
        if is_back {
            points.reverse();
        }
        straight(points)
    }

    fn height(&self, end: End) -> f64 {
        self.tops.get(end.item).copied().unwrap_or(0.0) + end.port
    }
}

/// Removes corners on a straight line.
fn straight(points: Vec<Point>) -> Vec<Point> {
    let mut corners: Vec<Point> = Vec::new();
    for point in points {
        while let [.., before, last] = corners.as_slice() {
            let is_corner =
                (before.y != last.y || last.y != point.y) && (before.x != last.x || last.x != point.x);
            if is_corner {
                break;
            }
            corners.pop();
        }
        if corners.last() != Some(&point) {
            corners.push(point);
        }
    }
    corners
}
