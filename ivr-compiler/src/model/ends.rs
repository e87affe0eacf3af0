//! How a target ends a call, after all words and attempts.

use super::{End, Graph, Target, Verb, Way};

impl Graph {
    /// The ending that a target comes to by itself; none when it leads to a state.
    pub(crate) fn end_of(&self, target: &Target) -> Option<End> {
        match target {
            Target::End(end) => Some(*end),
            Target::Way(row) => match self.way(*row) {
                Some(Way::Say { then, .. } | Way::Retry { then, .. }) => self.end_of(then),
                Some(Way::Enter { .. }) | None => None,
            },
            Target::Go(_) | Target::Again | Target::Unknown => None,
        }
    }
}

impl Verb {
    /// Whether a caller comes to a person here, or leaves word for one.
    pub(crate) fn reaches_somebody(&self) -> bool {
        matches!(self, Self::Dial(_) | Self::Record(_) | Self::Enqueue(_))
    }
}
