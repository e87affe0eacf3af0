//! How a target ends a call, after all texts and attempts.

use super::{Action, End, Graph, StateId, Target, Verb};

impl Graph {
    /// Returns the ending of a target, or `None` if it leads to a state.
    pub(crate) fn end_of(&self, target: &Target) -> Option<End> {
        match target {
            Target::End(end) => Some(*end),
            Target::Action(row) => match self.action(*row) {
                Some(Action::Say { then, .. } | Action::Retry { then, .. }) => self.end_of(then),
                Some(Action::Enter { .. } | Action::Leave { .. }) | None => None,
            },
            Target::Go(_) | Target::Wait(_) | Target::Again | Target::Unknown => None,
        }
    }
}

impl Graph {
    /// Returns where the author sends callers who need help: the target of the key 0, of `on_error` or of
    /// `everywhere`.
    pub(crate) fn place_for_help(&self) -> Option<StateId> {
        *self.place_for_help.get_or_init(|| self.find_place_for_help())
    }

    fn find_place_for_help(&self) -> Option<StateId> {
        let arms = || self.states.iter().filter_map(|state| state.verb.arms()).flat_map(|arms| &arms.list);
        let zero = arms().find(|arm| arm.keys().any(|key| key.value == "0"));
        let inherited = || arms().filter(|arm| arm.inherited).find_map(|arm| self.state_of(&arm.target));
        let found = zero.and_then(|arm| self.state_of(&arm.target));
        let found =
            found.or_else(|| self.on_error.as_ref().and_then(|on_error| self.state_of(&on_error.then)));
        found.or_else(inherited)
    }

    /// Returns the place for help as a target, or `end` if the tree has no such state.
    pub(crate) fn refuge(&self, from: StateId) -> String {
        let found = self.place_for_help().filter(|found| *found != from);
        found.map_or_else(|| "end".to_owned(), |state| self.name_of(state))
    }

    /// Returns the final state of a target.
    fn state_of(&self, target: &Target) -> Option<StateId> {
        match target {
            Target::Go(jump) | Target::Wait(jump) => Some(jump.state),
            Target::Action(row) => match self.actions.get(usize::from(*row))? {
                Action::Say { then, .. } | Action::Retry { then, .. } => self.state_of(then),
                Action::Enter { jump, .. } | Action::Leave { jump, .. } => Some(jump.state),
            },
            Target::Again | Target::End(_) | Target::Unknown => None,
        }
    }
}

impl Verb {
    /// Returns whether a caller reaches a person here, or leaves a message for one.
    pub(crate) fn reaches_somebody(&self) -> bool {
        matches!(self, Self::Dial(_) | Self::Record(_) | Self::Enqueue(_) | Self::Connect(_))
    }
}
