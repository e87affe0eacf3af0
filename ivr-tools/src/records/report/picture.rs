//! Draws the report on the picture of the tree.

use ivr_runtime::description::Description;

use super::{Report, StateReport};
use crate::{
    inspect::{
        graph::Kind,
        picture::{self, Heat, Traffic},
    },
    records::{counted, grouped, percent, period, share},
};

/// The fractions from which a box is marked, and marked strongly.
const SOME: f64 = 0.05;
const MANY: f64 = 0.2;

/// The picture of the tree with the counts of the report.
pub(crate) fn svg(report: &Report, tree: &Description) -> String {
    picture::svg_with(tree, &Drawn(report))
}

struct Drawn<'a>(&'a Report);

impl Traffic for Drawn<'_> {
    fn heading(&self) -> String {
        let Report { calls, ended_by_tree, left_by_caller, from, to, .. } = self.0;
        let time = from.zip(*to).map(|(from, to)| format!(", {}", period(from, to))).unwrap_or_default();
        let (ended, left) = (percent(*ended_by_tree, *calls), percent(*left_by_caller, *calls));
        format!("{}{time}: {ended} ended by the tree, {left} left by the caller.", counted(*calls, "call"))
    }

    fn foot(&self, state: usize) -> Option<String> {
        let state = self.0.states.get(state).filter(|state| state.verb != "goto")?;
        let mut foot = counted(state.visits, "visit");
        if state.left > 0 {
            foot += &format!(" · {} ({}) left here", grouped(state.left), percent(state.left, state.visits));
        } else if state.ended > 0 {
            foot += " · the end";
        }
        if let Some(wait) = state.wait.filter(|wait| wait.p90_s >= 1.0) {
            foot += &format!(" · {:.0} s", wait.median_s);
        }
        Some(foot)
    }

    fn heat(&self, state: usize) -> Heat {
        let part = |state: &StateReport| share(state.left, state.visits);
        match self.0.states.get(state).map_or(0.0, part) {
            part if part >= MANY => Heat::High,
            part if part >= SOME => Heat::Raised,
            _ => Heat::Normal,
        }
    }

    fn taken(&self, state: usize, arm: usize, kind: Kind) -> u64 {
        let arm = self.0.states.get(state).and_then(|state| state.arms.get(arm));
        arm.and_then(|arm| arm.kinds.get(&kind)).copied().unwrap_or(0)
    }

    fn most(&self) -> u64 {
        let arms = self.0.states.iter().flat_map(|state| &state.arms);
        arms.map(|arm| arm.taken).max().unwrap_or(0)
    }
}
