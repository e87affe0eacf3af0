//! The conditions of the options of each state, prepared before the first call.

use super::{DescriptionError, Dialog};
use crate::{
    description::{Description, State, Verb},
    dialog::tree::PhoneTree,
};
use ivr_core::{
    condition::{Condition, Conditions},
    hours::OpenSet,
};
use rustc_hash::FxHashMap;

/// What a condition tests.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tested {
    /// A schedule, by index.
    Schedule(usize),
    /// A field, by its index in `data`.
    Field(u16),
}

impl Tested {
    fn holds(self, open: OpenSet, field: impl Fn(u16) -> bool) -> bool {
        match self {
            Self::Schedule(schedule) => open.has(schedule),
            Self::Field(number) => field(number),
        }
    }
}

impl<T: PhoneTree> Dialog<T> {
    /// Returns whether a condition of a step holds while these schedules are open. `field` returns the value of a
    /// field of the call.
    pub(crate) fn holds(&self, condition: &Condition, open: OpenSet, field: impl Fn(u16) -> bool) -> bool {
        let tested = self.tested.get(condition.name.as_str());
        tested.is_some_and(|tested| tested.holds(open, field)) != condition.negated
    }

    /// Returns the conditions that hold in a state while these schedules are open. `field` returns the value of a
    /// field of the call.
    pub(crate) fn conditions(&self, state: T, open: OpenSet, field: impl Fn(u16) -> bool) -> Conditions {
        let tested = self.conditions.get(state.index()).into_iter().flatten();
        tested
            .enumerate()
            .fold(Conditions::NONE, |held, (place, tested)| held.with(place, tested.holds(open, &field)))
    }

    /// Returns the names of the conditions of a state.
    pub(crate) fn condition_names(&self, state: T) -> &[String] {
        match &self.state(state).verb {
            Verb::Gather(gather) => &gather.conditions,
            Verb::Goto(_)
            | Verb::Dial(_)
            | Verb::Record(_)
            | Verb::Enqueue(_)
            | Verb::Connect(_)
            | Verb::Match(_)
            | Verb::Hours(_)
            | Verb::Hangup
            | Verb::Reject { .. }
            | Verb::Redirect { .. }
            | Verb::Leave => &[],
        }
    }
}

/// Returns what the conditions of a state test.
pub(super) fn tested(
    names: &FxHashMap<Box<str>, Tested>,
    state: &State,
) -> Result<Vec<Tested>, DescriptionError> {
    let Verb::Gather(gather) = &state.verb else { return Ok(Vec::new()) };
    let tested = |name: &String| {
        let found = names.get(name.as_str()).copied();
        found.ok_or_else(|| DescriptionError(format!("no condition `{name}`")))
    };
    gather.conditions.iter().map(tested).collect()
}

/// Returns everything that conditions can test, by name.
pub(super) fn names(tree: &Description) -> FxHashMap<Box<str>, Tested> {
    let fields = (0..=u16::MAX).zip(&tree.data).map(|(place, field)| (&field.field, Tested::Field(place)));
    let hours = tree.hours.iter().enumerate().map(|(place, hours)| (&hours.name, Tested::Schedule(place)));
    fields.chain(hours).map(|(name, tested)| (name.as_str().into(), tested)).collect()
}
