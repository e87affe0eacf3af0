//! Targets as steps, and ways as the rows that steps point into: what the proofs of the compiler hand to
//! [`At::apply`], the function that serves calls.

use ivr_core::position::{self, Step as Taken};

use super::{Graph, StateId, Target, Way};
use crate::syntax::Step;

/// Where a call stands in the model: a state is its index.
pub(crate) type At = position::At<StateId>;
pub(crate) type Reply = position::Reply<StateId>;
pub(crate) type To = position::To<StateId>;

/// `None` stands for a target that could not be read.
type Known = Option<StateId>;

impl Graph {
    /// Where a call at `at` goes by `target`; `None` when that could not be read.
    pub(crate) fn apply(&self, at: At, target: &Target) -> Option<Reply> {
        let position::At { state, counters, language } = at;
        let at = position::At { state: Some(state), counters, language };
        let position::Reply { words, to } = at.apply(step(target), self.rows());
        Some(Reply { words, to: known(to)? })
    }

    /// The rows of all ways.
    fn rows(&self) -> &[position::Way<Known>] {
        self.rows.get_or_init(|| self.ways.iter().map(row).collect())
    }

    /// What is said on a way.
    pub(crate) fn words(&self, words: position::Words) -> &[Step] {
        match self.way(words.way) {
            Some(Way::Say { steps, .. }) => steps,
            Some(Way::Retry { blocks, .. }) => {
                blocks.get(usize::from(words.block)).or(blocks.last()).map_or(&[], Vec::as_slice)
            }
            Some(Way::Enter { .. }) | None => &[],
        }
    }
}

fn step(target: &Target) -> Taken<Known> {
    match target {
        Target::Go(jump) => Taken::Go(Some(jump.state)),
        Target::Again => Taken::Again,
        Target::End(end) => Taken::End(*end),
        Target::Way(row) => Taken::Way(*row),
        Target::Unknown => Taken::Go(None),
    }
}

fn row(way: &Way) -> position::Way<Known> {
    match way {
        Way::Retry { slot, times, at, then, .. } => position::Way::Retry {
            slot: *slot,
            times: *times,
            at: at.as_ref().map(|jump| Some(jump.state)),
            then: step(then),
        },
        Way::Say { then, .. } => position::Way::Say { then: step(then) },
        Way::Enter { jump, slot } => position::Way::Enter { state: Some(jump.state), slot: *slot },
    }
}

fn known(to: position::To<Known>) -> Option<To> {
    let known =
        |at: position::At<Known>| Some(At { state: at.state?, counters: at.counters, language: at.language });
    Some(match to {
        position::To::Enter(at) => To::Enter(known(at)?),
        position::To::Ask(at) => To::Ask(known(at)?),
        position::To::End(end, language) => To::End(end, language),
    })
}
