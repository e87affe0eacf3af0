//! What the options of a state depend on, found before the first call.

use super::{DescriptionError, Dialog};
use crate::{
    description::{Description, State, Verb},
    dialog::tree::PhoneTree,
};
use ivr_core::{condition::Conditions, hours::OpenSet};

/// What a condition looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tested {
    /// A schedule, by its place.
    Schedule(usize),
    /// A field, by its place in `data`.
    Field(u16),
}

impl<T: PhoneTree> Dialog<T> {
    /// What holds for a caller who is asked in a state while these schedules are open; `field` tells of a field of the call.
    pub(crate) fn conditions(&self, state: T, open: OpenSet, field: impl Fn(u16) -> bool) -> Conditions {
        let tested = self.conditions.get(state.index()).into_iter().flatten();
        tested.enumerate().fold(Conditions::NONE, |held, (place, tested)| {
            held.with(
                place,
                match tested {
                    Tested::Schedule(schedule) => open.has(*schedule),
                    Tested::Field(number) => field(*number),
                },
            )
        })
    }

    /// The names of what a state depends on.
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

/// What the conditions of a state look at.
pub(super) fn tested(tree: &Description, state: &State) -> Result<Vec<Tested>, DescriptionError> {
    let Verb::Gather(gather) = &state.verb else { return Ok(Vec::new()) };
    let tested = |name: &String| {
        let field = || tree.data.iter().position(|field| field.field == *name);
        let field = || field().and_then(|place| u16::try_from(place).ok()).map(Tested::Field);
        let found = tree.place_of_hours(name).map(Tested::Schedule).or_else(field);
        found.ok_or_else(|| DescriptionError(format!("no condition `{name}`")))
    };
    gather.conditions.iter().map(tested).collect()
}
