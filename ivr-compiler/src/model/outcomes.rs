//! The possible outcomes of a verb, and which of them have no arm.

use ivr_core::event::Outcome;

use super::{Arm, Gather, Verb};
use crate::syntax::Pattern;

impl Verb {
    /// The outcomes that none of its arms has.
    pub(crate) fn unhandled(&self) -> Vec<Outcome> {
        let Some(arms) = self.arms().filter(|arms| !arms.broken) else { return Vec::new() };
        // One bit per outcome.
        let mut handled = 0_u64;
        for arm in &arms.list {
            for pattern in &arm.patterns {
                if let Pattern::Outcome { outcome, .. } = pattern {
                    handled |= 1 << *outcome as u32;
                }
            }
        }
        let has = |outcome: Outcome| handled & (1 << outcome as u32) != 0;
        // `_` is every other outcome, but in a `gather` never silence.
        if !matches!(self, Self::Gather(_)) && has(Outcome::Else) {
            return Vec::new();
        }
        self.possible().into_iter().filter(|outcome| !has(*outcome)).collect()
    }

    /// Returns whether the other arms take everything, so that nothing is left for `_`.
    pub(crate) fn leaves_nothing(&self) -> bool {
        let Some(arms) = self.arms().filter(|arms| !arms.broken) else { return false };
        match self {
            // Words that fit several arms are `_`, and so is an entry of another length than Rust asks for.
            Self::Gather(gather) => {
                gather.speech.is_none() && gather.count.is_none() && !self.possible().contains(&Outcome::Else)
            }
            Self::Match(_) | Self::Connect(_) => false,
            _ => {
                let has = |outcome: &Outcome| arms.list.iter().any(|arm| arm.has(*outcome));
                self.possible().iter().all(has)
            }
        }
    }

    /// Returns the outcomes that can happen here.
    fn possible(&self) -> Vec<Outcome> {
        let all = self.kind().into_iter().flat_map(ivr_core::event::Verb::outcomes);
        match self {
            // Each key selects an item or is `_`, so there is no `entered`.
            Self::Gather(gather) if gather.offer.is_some() => {
                all.filter(|outcome| *outcome != Outcome::Entered).collect()
            }
            // Any key and any words are an entry, so nothing is left for `_`.
            Self::Gather(gather) if takes_all(gather) => vec![Outcome::Silence],
            Self::Gather(gather) if needs_entered(gather) => {
                all.filter(|outcome| *outcome != Outcome::Chosen).collect()
            }
            Self::Gather(_) => {
                all.filter(|outcome| !matches!(outcome, Outcome::Entered | Outcome::Chosen)).collect()
            }
            // rustc checks that a Rust `match` is exhaustive.
            Self::Match(question) if question.within.is_none() => Vec::new(),
            // rustc checks that the values of a result are covered.
            Self::Connect(connect) if connect.is_stream => vec![Outcome::Answered],
            Self::Connect(_) => vec![Outcome::Failed],
            Self::Dial(dial) => all.filter(|outcome| dial.can_be(*outcome)).collect(),
            // `waits` is a clause, not an arm.
            Self::Enqueue(_) => all.filter(|outcome| *outcome != Outcome::Waits).collect(),
            Self::Match(_) | Self::Record(_) | Self::Hours(_) => all.collect(),
            Self::Goto(_)
            | Self::Hangup
            | Self::Reject { .. }
            | Self::Redirect(_)
            | Self::Leave { .. }
            | Self::Broken => Vec::new(),
        }
    }
}

impl Gather {
    /// Returns whether a single key ends it.
    pub(crate) fn takes_one_key(&self) -> bool {
        self.keys.is_some_and(|keys| keys.max == Some(1))
    }
}

/// Returns whether every input is a complete entry, and `entered` has an arm.
fn takes_all(gather: &Gather) -> bool {
    let entered = |arm: &Arm| arm.has(Outcome::Entered);
    gather.keys.is_none_or(|keys| keys.min <= 1) && gather.arms.list.iter().any(entered)
}

/// Returns whether `entered` is needed: an entry of several keys that no arm names can only be meant for it.
fn needs_entered(gather: &Gather) -> bool {
    let several = gather.keys.is_some_and(|keys| keys.max != Some(1));
    let named = gather.arms.list.iter().any(|arm| !arm.inherited && arm.keys().next().is_some());
    several && !named
}
