//! Where a field is set: in steps, and in the block of an arm.

use crate::{
    model::{Action, Arm, Graph, Set, Target},
    syntax::{Step, nested},
};

/// Returns whether a matching `set` is among steps.
pub(super) fn steps(graph: &Graph, steps: &[Step], is_it: &impl Fn(&Set) -> bool) -> bool {
    let effects = nested(steps).filter_map(|step| match step {
        Step::Effects(row) => graph.effects.get(*row),
        _ => None,
    });
    effects.flat_map(|effects| &effects.sets).any(is_it)
}

/// Returns whether a matching `set` is in the block of an arm.
pub(super) fn arm(graph: &Graph, arm: &Arm, is_it: &impl Fn(&Set) -> bool) -> bool {
    arm.answered.first.iter().any(is_it) || way(graph, &arm.target, is_it)
}

fn way(graph: &Graph, target: &Target, is_it: &impl Fn(&Set) -> bool) -> bool {
    let Target::Action(row) = target else { return false };
    match graph.action(*row) {
        Some(Action::Say { steps, then }) => self::steps(graph, steps, is_it) || way(graph, then, is_it),
        Some(Action::Retry { blocks, then, .. }) => {
            blocks.iter().any(|block| self::steps(graph, block, is_it)) || way(graph, then, is_it)
        }
        Some(Action::Enter { .. } | Action::Leave { .. }) | None => false,
    }
}
