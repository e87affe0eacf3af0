//! What calls did, for a picture that shows it. Who counted them is not known here.

use crate::inspect::graph::{Edge, Kind, same_arm};

/// Counts of calls by the states and arms of a tree.
pub(crate) trait Traffic {
    /// All of them in a sentence.
    fn heading(&self) -> String;

    /// What is told of a state, by its place; nothing of one that a call only passes.
    fn foot(&self, state: usize) -> Option<String>;

    /// Whether many callers leave in a state.
    fn heat(&self, state: usize) -> Heat;

    /// How often an arm was taken for a cause of this kind, by the places of the state and of the arm.
    fn taken(&self, state: usize, arm: usize, kind: Kind) -> u64;

    /// How often the arm was taken that was taken most.
    fn most(&self) -> u64;
}

/// How many of the callers in a state leave there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Heat {
    Normal,
    Raised,
    High,
}

impl Heat {
    /// The class of the box; empty where there is nothing to see.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Normal => "",
            Self::Raised => " some-leave",
            Self::High => " many-leave",
        }
    }
}

/// How often the arrow of an edge was taken: for an arm of `everywhere` in all of its states. A state that goes on by itself
/// has nothing to count.
pub(super) fn taken(
    traffic: &dyn Traffic,
    edge: &Edge<'_>,
    edges: &[Edge<'_>],
    is_shared: bool,
) -> Option<u64> {
    if edge.causes.iter().all(|cause| cause.goes_without_saying()) {
        return None;
    }
    let same = edges.iter().filter(|other| {
        if is_shared {
            same_arm(edge, other)
        } else {
            (other.from, other.arm, other.kind) == (edge.from, edge.arm, edge.kind)
        }
    });
    Some(same.map(|edge| of_edge(traffic, edge, edges)).sum())
}

/// What was counted of an arm that has several edges belongs to the one of its kind, and to the first if none has it.
fn of_edge(traffic: &dyn Traffic, edge: &Edge<'_>, edges: &[Edge<'_>]) -> u64 {
    let of_arm = || edges.iter().filter(|other| (other.from, other.arm) == (edge.from, edge.arm));
    let is_first = of_arm().next().is_some_and(|first| first.kind == edge.kind);
    let belongs = |kind: &Kind| *kind == edge.kind || (is_first && of_arm().all(|other| other.kind != *kind));
    Kind::ALL.into_iter().filter(belongs).map(|kind| traffic.taken(edge.from, edge.arm, kind)).sum()
}
