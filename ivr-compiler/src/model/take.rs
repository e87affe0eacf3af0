//! The step of a call as the runtime takes it (`At::take`), here over the model, so that a proof can walk a tree
//! that was never run.

use super::{End, Graph, StateId, Target, Way};
use crate::syntax::Step;

/// Where a call is, and how often it has asked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct At {
    pub(crate) state: StateId,
    pub(crate) counters: Counters,
}

impl At {
    pub(crate) fn fresh(state: StateId) -> Self {
        Self { state, counters: Counters::default() }
    }
}

/// Sixteen counters of four bits; counter 0 belongs to the visit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub(crate) struct Counters(u64);

impl Counters {
    fn get(self, slot: u8) -> u8 {
        (self.0 >> (u32::from(slot % 16) * 4) & 0xf) as u8
    }

    /// The counts in the slots that `matter`; the others forgotten.
    pub(super) fn only(self, matters: impl Fn(u8) -> bool) -> Self {
        (0..16).filter(|slot| !matters(*slot)).fold(self, |counters, slot| counters.with(slot, 0))
    }

    fn with(self, slot: u8, count: u8) -> Self {
        let shift = u32::from(slot % 16) * 4;
        Self(self.0 & !(0xf << shift) | u64::from(count & 0xf) << shift)
    }
}

/// The answer to one step: words of a way, then a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Reply {
    pub(crate) words: Option<Words>,
    pub(crate) to: To,
}

/// The block of a way that is said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Words {
    pub(crate) way: usize,
    pub(crate) block: u8,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum To {
    /// A state is entered.
    Enter(At),
    /// A state asks again.
    Ask(At),
    End(End),
    /// The target could not be read, so nobody knows.
    Unknown,
}

impl Graph {
    /// What is said on a way.
    pub(crate) fn words(&self, words: Words) -> &[Step] {
        match self.ways.get(words.way) {
            Some(Way::Say { steps, .. }) => steps,
            Some(Way::Retry { blocks, .. }) => {
                blocks.get(usize::from(words.block)).or(blocks.last()).map_or(&[], Vec::as_slice)
            }
            Some(Way::Enter { .. }) | None => &[],
        }
    }

    /// Where a call at `at` goes by `target`.
    pub(crate) fn take(&self, at: At, target: &Target) -> Reply {
        let mut target = target;
        let mut words = None;
        // A way leads to a way only inside one target of the source, so their number bounds the steps.
        for _ in 0..=self.ways.len() {
            let to = match target {
                Target::Go(jump) => To::Enter(At { state: jump.state, counters: at.counters.with(0, 0) }),
                Target::Again => To::Ask(at),
                Target::End(end) => To::End(*end),
                Target::Unknown => To::Unknown,
                Target::Way(row) => match self.ways.get(*row) {
                    Some(Way::Say { then, .. }) => {
                        words = Some(Words { way: *row, block: 0 });
                        target = then;
                        continue;
                    }
                    Some(Way::Enter { jump, slot }) => {
                        let counters = at.counters.with(0, 0).with(*slot, 0);
                        To::Enter(At { state: jump.state, counters })
                    }
                    Some(Way::Retry { slot, times, at: elsewhere, then, .. }) => {
                        let before = at.counters.get(*slot);
                        if before >= *times {
                            target = then;
                            continue;
                        }
                        words = Some(Words { way: *row, block: before });
                        let state = elsewhere.as_ref().map_or(at.state, |jump| jump.state);
                        To::Ask(At { state, counters: at.counters.with(*slot, before + 1) })
                    }
                    None => To::Unknown,
                },
            };
            return Reply { words, to };
        }
        Reply { words, to: To::Unknown }
    }
}
