//! What the simulated phone of this process sends with a request and receives with the response, in addition to HTTP.
//! Both are extensions of HTTP messages, which nobody outside of this process can send or see.

pub use super::hours::Clock;

use super::hours::Schedules;
use crate::description::Description;
use ivr_core::{event::Event, hours::LocalTime};

/// Requests a [`Report`], and says what should go wrong.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Trial {
    /// The questions to the app that are answered too late.
    pub late: Late,
    /// The clock.
    pub clock: Clock,
}

/// Returns the time in the zone of the first hours of a tree, or `None` if it has none.
#[must_use]
pub fn local_time(tree: &Description) -> Option<LocalTime> {
    Schedules::new(tree).ok()?.local_time()
}

/// Questions that count as late, however fast the app is, so that nothing has to wait.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Late {
    /// No questions.
    #[default]
    None,
    /// All questions.
    All,
    /// The questions with these numbers.
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

/// What a tree did to answer a request.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// The positions that were left, as in a URL, and the event in each.
    pub steps: Vec<(String, Event)>,
    /// Why the caller heard `on_error`.
    pub on_error: Option<String>,
    /// The tones in the document that come from a `secret` field. Transcripts do not show them.
    pub secrets: Vec<String>,
}
