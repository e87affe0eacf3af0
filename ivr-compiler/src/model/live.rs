//! The counters that matter in a state. A count that is reset before anything reads it is ignored, so that positions
//! that differ only in it are equal.

use super::{Action, Graph, Position, StateId, Target, Verb};

/// A bit for each of the sixteen counters.
type Slots = u16;

/// The counters that matter, by state.
#[derive(Debug)]
pub(super) struct Live(Vec<Slots>);

impl Live {
    pub(super) fn of(graph: &Graph) -> Self {
        let mut live = vec![0; graph.states.len()];
        // The states that lead to each state, and the counters that are reset on the way.
        let mut before: Vec<Vec<(StateId, Slots)>> = vec![Vec::new(); graph.states.len()];
        for (from, state) in graph.states.iter().enumerate() {
            let go = match &state.verb {
                Verb::Goto(target) => Some(target),
                _ => None,
            };
            let arms = state.verb.arms().map_or(&[][..], |arms| &arms.list);
            for target in go.into_iter().chain(arms.iter().map(|arm| &arm.target)) {
                let mut read = |slot: u8| live.get_mut(from).into_iter().for_each(|live| *live |= bit(slot));
                let mut lead = |to: StateId, anew: Slots| {
                    before.get_mut(to).into_iter().for_each(|before| before.push((from, anew)));
                };
                graph.follow_counters(from, target, &mut read, &mut lead);
            }
        }
        let mut waiting: Vec<StateId> = (0..live.len()).collect();
        while let Some(state) = waiting.pop() {
            let Some(matters) = live.get(state).copied() else { continue };
            for (from, anew) in before.get(state).into_iter().flatten() {
                let Some(slots) = live.get_mut(*from) else { continue };
                if *slots | (matters & !anew) != *slots {
                    *slots |= matters & !anew;
                    waiting.push(*from);
                }
            }
        }
        Self(live)
    }

    /// Returns the position without the counts that do not matter there.
    pub(super) fn forget(&self, at: Position) -> Position {
        let matters = self.0.get(at.state).copied().unwrap_or(0);
        let forgotten = (0..16).filter(|slot| matters & bit(*slot) == 0);
        Position { counters: forgotten.fold(at.counters, |counters, slot| counters.with(slot, 0)), ..at }
    }
}

fn bit(slot: u8) -> Slots {
    1 << (slot % 16)
}

impl Graph {
    /// Visits the counters that a target reads, and the states that it leads to with the counters that they reset.
    fn follow_counters(
        &self,
        from: StateId,
        target: &Target,
        read: &mut impl FnMut(u8),
        lead: &mut impl FnMut(StateId, Slots),
    ) {
        match target {
            Target::Go(jump) | Target::Wait(jump) => lead(jump.state, bit(0)),
            Target::Again => lead(from, 0),
            Target::End(_) | Target::Unknown => {}
            Target::Action(row) => match self.action(*row) {
                Some(Action::Say { then, .. }) => self.follow_counters(from, then, read, lead),
                Some(Action::Enter { jump, slot } | Action::Leave { jump, slot, .. }) => {
                    lead(jump.state, bit(0) | bit(*slot));
                }
                Some(Action::Retry { slot, at, then, .. }) => {
                    read(*slot);
                    lead(at.as_ref().map_or(from, |jump| jump.state), 0);
                    self.follow_counters(from, then, read, lead);
                }
                None => {}
            },
        }
    }
}
