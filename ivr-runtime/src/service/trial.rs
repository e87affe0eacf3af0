//! What a phone of this process asks of a tree beside its request, and is told beside the answer. Both travel as
//! extensions of HTTP messages, which nobody outside this process can send or see.

pub use super::hours::Clock;

use super::hours::Schedules;
use crate::description::Description;
use ivr_core::{event::Event, hours::LocalTime};

/// Asks for a [`Report`], and says what is to go wrong.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Trial {
    /// The questions to the app that are answered too late.
    pub late: Late,
    /// What time it is.
    pub clock: Clock,
}

/// The time in the zone of the first hours of a tree; `None` where it has none.
#[must_use]
pub fn local_time(tree: &Description) -> Option<LocalTime> {
    Schedules::new(tree).ok()?.local_time()
}

/// Questions that the app does not answer in time, however fast it is: so nothing has to be waited for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Late {
    /// None of them.
    #[default]
    None,
    /// All of them.
    All,
    /// These, by their numbers.
    Some(Vec<u16>),
}

impl Late {
    pub(crate) fn has(&self, question: u16) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::Some(questions) => questions.contains(&question),
        }
    }
}

/// What a tree did to answer one request.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// The places that were left, as they stand in a URL, and what was heard in each.
    pub steps: Vec<(String, Event)>,
    /// Why the caller heard `on_error`.
    pub on_error: Option<String>,
    /// The tones in the document that come from a field that is `secret`: no transcript shows them.
    pub secrets: Vec<String>,
}
