//! The track of each net between two layers: side by side, with few crossings, and never two in one line.

use std::collections::BTreeMap;

use super::{
    grid::{End, Grid, Net},
    sift::sift,
};

/// Two ends closer than this count as level.
pub(super) const LEVEL: f64 = 0.75;
/// Two lines closer than this look like one.
const CLOSE: f64 = 5.0;
/// The cost of two lines that look like one, in crossings.
const CONFUSED: f64 = 20.0;
/// The number of passes in which every track is moved to a better position.
const PASSES: usize = 12;

/// The tracks between a layer and the next.
#[derive(Clone, Default)]
pub(super) struct Gap {
    /// The track of each net that changes its height, from 0 at the left.
    pub(super) tracks: BTreeMap<Net, usize>,
    /// How many tracks there are.
    pub(super) count: usize,
}

/// The tracks of every gap.
pub(super) fn assign(grid: &Grid<'_>, tops: &[f64]) -> Vec<Gap> {
    let height = |end: &End| tops.get(end.item).copied().unwrap_or(0.0) + end.port;
    let gap = |gap: &Vec<super::grid::Segment>| {
        let mut runs: BTreeMap<Net, Run> = BTreeMap::new();
        for segment in gap {
            let run = runs.entry(segment.net).or_default();
            run.lefts.push(height(&segment.left));
            run.rights.push(height(&segment.right));
        }
        tracks(runs.into_iter().collect())
    };
    grid.gaps.iter().map(gap).collect()
}

/// The heights at which a net enters and leaves.
#[derive(Clone, Default)]
struct Run {
    lefts: Vec<f64>,
    rights: Vec<f64>,
}

impl Run {
    fn ends(&self) -> impl Iterator<Item = f64> {
        self.lefts.iter().chain(&self.rights).copied()
    }

    fn top(&self) -> f64 {
        self.ends().fold(f64::INFINITY, f64::min)
    }

    fn bottom(&self) -> f64 {
        self.ends().fold(f64::NEG_INFINITY, f64::max)
    }

    fn is_level(&self) -> bool {
        self.bottom() - self.top() < LEVEL
    }

    fn spans(&self, height: f64) -> bool {
        self.top() < height && height < self.bottom()
    }

    /// Returns the cost if this one runs left of the other.
    fn cost_before(&self, other: &Self) -> f64 {
        let crossed = self.rights.iter().filter(|height| other.spans(**height)).count()
            + other.lefts.iter().filter(|height| self.spans(**height)).count();
        // The other line enters from the left and this one leaves to the right, so both exist between their tracks.
        let both =
            self.rights.iter().flat_map(|right| other.lefts.iter().map(move |left| (right - left).abs()));
        let confused = both.filter(|distance| *distance < CLOSE).count();
        crossed as f64 + CONFUSED * confused as f64
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.top() - CLOSE < other.bottom() && other.top() - CLOSE < self.bottom()
    }
}

fn tracks(runs: Vec<(Net, Run)>) -> Gap {
    let mut runs: Vec<(Net, Run)> = runs.into_iter().filter(|(_, run)| !run.is_level()).collect();
    let cost = |one: &(Net, Run), other: &(Net, Run)| one.1.cost_before(&other.1);
    for _ in 0..PASSES {
        let moved = (0..runs.len()).filter(|from| sift(&mut runs, *from, cost)).count();
        if moved == 0 {
            break;
        }
    }
    let mut gap = Gap::default();
    let mut placed: Vec<(usize, Run)> = Vec::new();
    for (net, run) in runs {
        let beside = placed.iter().filter(|(_, other)| run.overlaps(other)).map(|(track, _)| track + 1);
        let track = beside.max().unwrap_or(0);
        gap.count = gap.count.max(track + 1);
        gap.tracks.insert(net, track);
        placed.push((track, run));
    }
    gap
}
