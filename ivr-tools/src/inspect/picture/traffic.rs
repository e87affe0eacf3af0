//! What calls did, for display in a picture. The module does not know where the counts come from.

use crate::inspect::graph::{Edge, Kind, same_arm};

/// Counts of calls by the states and arms of a tree.
pub(crate) trait Traffic {
    /// Returns all counts in a sentence.
    fn heading(&self) -> String;

    /// Returns the text for a state, by index, or nothing for a state that calls only pass.
    fn foot(&self, state: usize) -> Option<String>;

    /// Returns whether many callers leave in a state.
    fn heat(&self, state: usize) -> Heat;

    /// Returns how often an arm was taken for a cause of this kind, by the indexes of the state and of the arm.
    fn taken(&self, state: usize, arm: usize, kind: Kind) -> u64;

    /// Returns the count of the arm that was taken most.
    fn most(&self) -> u64;
}

/// The share of callers in a state who leave there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Heat {
    Normal,
    Raised,
    High,
}

impl Heat {
    /// Returns the class of the box, or an empty text if few callers leave.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Normal => "",
            Self::Raised => " some-leave",
            Self::High => " many-leave",
        }
    }
}

/// Returns how often the arrow of an edge was taken; for an arm of `everywhere`, in all of its states. A state that
/// continues by itself has no count.
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

/// Returns the count of an edge. If an arm has several edges, the count belongs to the edge of its kind, or to the
/// first if none has it.
fn of_edge(traffic: &dyn Traffic, edge: &Edge<'_>, edges: &[Edge<'_>]) -> u64 {
    let of_arm = || edges.iter().filter(|other| (other.from, other.arm) == (edge.from, edge.arm));
    let is_first = of_arm().next().is_some_and(|first| first.kind == edge.kind);
    let belongs = |kind: &Kind| *kind == edge.kind || (is_first && of_arm().all(|other| other.kind != *kind));
    Kind::ALL.into_iter().filter(belongs).map(|kind| traffic.taken(edge.from, edge.arm, kind)).sum()
}
