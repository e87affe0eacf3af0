//! Arms of `everywhere` that do the same in many states, so that whoever shows a tree can show them once.

use super::{Edge, told};

/// The inherited edges that are the same in two states or more, each once.
pub(crate) fn shared<'d>(edges: &[Edge<'d>]) -> Vec<Edge<'d>> {
    let inherited: Vec<&Edge<'d>> = edges.iter().filter(|edge| edge.inherited).collect();
    let mut shared: Vec<Edge<'d>> = Vec::new();
    for (index, edge) in inherited.iter().enumerate() {
        let again = inherited.iter().skip(index + 1).any(|other| same_arm(edge, other));
        if again && !shared.iter().any(|one| same_arm(one, edge)) {
            shared.push((*edge).clone());
        }
    }
    shared
}

/// Whether two edges are one arm of `everywhere` in two states, one of which may have words of it for itself.
pub(crate) fn same_arm(one: &Edge<'_>, other: &Edge<'_>) -> bool {
    one.inherited
        && other.inherited
        && told(&one.causes) == told(&other.causes)
        && one.condition == other.condition
        && one.route == other.route
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{inspect::graph, inspect::picture::grown};

    #[test]
    fn the_arms_of_everywhere_are_found_once_each() {
        let tree = grown::grow(20);
        let edges = graph::edges(&tree);
        let labels: Vec<String> =
            shared(&edges).iter().map(|edge| graph::describe::labels(&edge.causes)).collect();
        assert_eq!(labels, ["0", "silence", "anything else"]);
    }

    #[test]
    fn a_states_own_arm_is_never_shared() {
        let tree = grown::grow(20);
        let edges = graph::edges(&tree);
        let own = edges.iter().filter(|edge| !edge.inherited);
        assert_eq!(own.filter(|edge| same_arm(edge, edge)).count(), 0);
    }
}
