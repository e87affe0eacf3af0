//! Arms of `everywhere` with the same effect in many states, so that they can be shown once.

use super::{Edge, told};

/// Returns the distinct inherited edges that at least two states have.
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

/// Returns whether two edges are the same arm of `everywhere` in two states, one of which may have its own arm for
/// some of the phrases.
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
