//! Targets as transitions, and actions as the table that transitions refer to. The proofs of the compiler pass them
//! to [`Position::apply`], the function that serves calls.

use ivr_core::position::{self, Transition};

use super::{Action, Graph, StateId, Target};
use crate::syntax::Step;

/// A position in the model: a state is its index.
pub(crate) type Position = position::Position<StateId>;
pub(crate) type Reply = position::Reply<StateId>;
pub(crate) type To = position::To<StateId>;

/// `None` for a target that could not be parsed.
type Known = Option<StateId>;

impl Graph {
    /// Applies `target` at `at`. Returns `None` if the target could not be parsed.
    pub(crate) fn apply(&self, at: Position, target: &Target) -> Option<Reply> {
        let position::Reply { words, to } = at.at(Some(at.state)).apply(step(target), self.rows());
        Some(Reply { words, to: known(to)? })
    }

    /// Returns all actions.
    fn rows(&self) -> &[position::Action<Known>] {
        self.rows.get_or_init(|| self.actions.iter().map(row).collect())
    }

    /// Returns what an action says.
    pub(crate) fn words(&self, words: position::PromptRef) -> &[Step] {
        match self.action(words.action) {
            Some(Action::Say { steps, .. }) => steps,
            Some(Action::Retry { blocks, .. }) => {
                blocks.get(usize::from(words.block)).or(blocks.last()).map_or(&[], Vec::as_slice)
            }
            Some(Action::Enter { .. } | Action::Leave { .. }) | None => &[],
        }
    }
}

fn step(target: &Target) -> Transition<Known> {
    match target {
        Target::Go(jump) => Transition::Go(Some(jump.state)),
        Target::Wait(jump) => Transition::Wait(Some(jump.state)),
        Target::Again => Transition::Again,
        Target::End(end) => Transition::End(*end),
        Target::Action(row) => Transition::Action(*row),
        Target::Unknown => Transition::Go(None),
    }
}

fn row(action: &Action) -> position::Action<Known> {
    match action {
        Action::Retry { slot, times, at, then, .. } => position::Action::Retry {
            slot: *slot,
            times: *times,
            at: at.as_ref().map(|jump| Some(jump.state)),
            then: step(then),
        },
        Action::Say { then, .. } => position::Action::Say { then: step(then) },
        Action::Enter { jump, slot } => position::Action::Enter { state: Some(jump.state), slot: *slot },
        Action::Leave { jump, slot, .. } => position::Action::Leave { state: Some(jump.state), slot: *slot },
    }
}

fn known(to: position::To<Known>) -> Option<To> {
    let known = |at: position::Position<Known>| Some(at.at(at.state?));
    Some(match to {
        // Waiting in a queue does not change where the call continues.
        position::To::Enter(at) | position::To::Wait(at) | position::To::Leave(at) => To::Enter(known(at)?),
        position::To::Ask(at) => To::Ask(known(at)?),
        position::To::End(end, language) => To::End(end, language),
    })
}
