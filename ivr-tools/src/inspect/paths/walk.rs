//! Finds the path classes of a tree, the shortest first, so that a limit cuts off only the longest.
//!
//! A path ends where a choice of the caller leads back to an earlier state. Without a choice, the path continues
//! through earlier states, because that is the call that nobody ends.

use std::collections::{HashMap, VecDeque};

use super::{Class, Stop};
use crate::inspect::graph::{Destination, Edge};
use ivr_runtime::description::Description;

/// The number of unfinished paths per requested path.
const OPEN_PER_PATH: usize = 64;

/// Returns at most `limit` path classes from `start`, in the order of the tree, and whether there are more.
pub(crate) fn walk<'e, 'd>(
    tree: &'d Description,
    edges: &'e [Edge<'d>],
    start: &str,
    limit: usize,
) -> (Vec<Class<'e, 'd>>, bool) {
    let places = tree.states.iter().enumerate().map(|(place, state)| (state.name.as_str(), place)).collect();
    let mut walk = Walk { tree, edges, places, steps: Vec::new(), open: VecDeque::new(), done: Vec::new() };
    if let Some(state) = walk.places.get(start).copied() {
        walk.push(Step { before: None, by: None, state, is_alone: false });
    }
    let most_steps = limit.saturating_mul(OPEN_PER_PATH);
    while walk.done.len() < limit && walk.steps.len() <= most_steps {
        let Some(step) = walk.open.pop_front() else { break };
        walk.leave(step);
    }
    let is_cut = !walk.open.is_empty() || walk.done.len() > limit;
    walk.done.truncate(limit);
    walk.done.sort_by_key(|class| {
        class.edges.iter().map(|edge| (edge.from, edge.arm, edge.kind)).collect::<Vec<_>>()
    });
    (walk.done, is_cut)
}

struct Walk<'e, 'd> {
    tree: &'d Description,
    edges: &'e [Edge<'d>],
    places: HashMap<&'d str, usize>,
    /// Every step of every path; a path is the chain of steps before its last.
    steps: Vec<Step<'e, 'd>>,
    /// The last steps of unfinished paths.
    open: VecDeque<usize>,
    done: Vec<Class<'e, 'd>>,
}

/// A state that was entered.
#[derive(Clone, Copy)]
struct Step<'e, 'd> {
    before: Option<usize>,
    /// The edge that led here.
    by: Option<&'e Edge<'d>>,
    state: usize,
    /// Whether a state was entered again, here or before, without a choice of the caller.
    is_alone: bool,
}

impl<'e, 'd> Walk<'e, 'd> {
    fn push(&mut self, step: Step<'e, 'd>) {
        self.open.push_back(self.steps.len());
        self.steps.push(step);
    }

    /// Follows every edge from the last state of a path.
    fn leave(&mut self, at: usize) {
        let Some(Step { state, is_alone, .. }) = self.steps.get(at).copied() else { return };
        let edges = self.edges;
        for edge in edges.iter().filter(|edge| edge.from == state) {
            let is_caller_initiated =
                self.tree.states.get(state).is_some_and(|state| edge.is_caller_initiated(state));
            if is_alone && is_caller_initiated {
                continue;
            }
            match edge.route.to {
                Destination::End(end) => self.finish(at, edge, Stop::End(end)),
                Destination::Again => self.finish(at, edge, Stop::Again),
                Destination::State(name) => self.enter(at, edge, name, is_caller_initiated),
            }
        }
    }

    fn enter(&mut self, at: usize, by: &'e Edge<'d>, name: &'d str, is_caller_initiated: bool) {
        // A description that was read from a file may name an unknown state. The path then ends as at a loop.
        let Some(state) = self.places.get(name).copied() else {
            return self.finish(at, by, Stop::Back(name));
        };
        let (mut was_here, mut was_here_alone) = (false, false);
        for step in self.chain(at).filter(|step| step.state == state) {
            was_here = true;
            was_here_alone |= step.is_alone;
        }
        if was_here_alone || (was_here && is_caller_initiated) {
            return self.finish(at, by, Stop::Back(name));
        }
        let is_alone = was_here || self.steps.get(at).is_some_and(|step| step.is_alone);
        self.push(Step { before: Some(at), by: Some(by), state, is_alone });
    }

    fn finish(&mut self, at: usize, by: &'e Edge<'d>, stop: Stop<'d>) {
        let mut edges: Vec<&'e Edge<'d>> = self.chain(at).filter_map(|step| step.by).collect();
        edges.reverse();
        edges.push(by);
        self.done.push(Class { edges, stop });
    }

    /// Returns the steps of a path, the last first.
    fn chain(&self, at: usize) -> impl Iterator<Item = &Step<'e, 'd>> {
        std::iter::successors(self.steps.get(at), |step| {
            step.before.and_then(|before| self.steps.get(before))
        })
    }
}
