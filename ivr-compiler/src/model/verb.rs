//! The name of a verb, and its arms.

use ivr_core::event;

use super::{Arms, Verb};

impl Verb {
    /// Returns the arms of a verb that returns.
    pub(crate) fn arms(&self) -> Option<&Arms> {
        match self {
            Self::Gather(gather) => Some(&gather.arms),
            Self::Dial(dial) => Some(&dial.arms),
            Self::Record(record) => Some(&record.arms),
            Self::Enqueue(enqueue) => Some(&enqueue.arms),
            Self::Match(question) => Some(&question.arms),
            Self::Hours(hours) => Some(&hours.arms),
            Self::Connect(connect) => Some(&connect.arms),
            Self::Goto(_)
            | Self::Hangup
            | Self::Reject { .. }
            | Self::Redirect(_)
            | Self::Leave { .. }
            | Self::Broken => None,
        }
    }

    /// Returns the kind of a verb that returns.
    pub(crate) fn kind(&self) -> Option<event::Verb> {
        match self {
            Self::Gather(_) => Some(event::Verb::Gather),
            Self::Dial(_) => Some(event::Verb::Dial),
            Self::Record(_) => Some(event::Verb::Record),
            Self::Enqueue(_) => Some(event::Verb::Enqueue),
            Self::Match(_) => Some(event::Verb::Match),
            Self::Hours(_) => Some(event::Verb::Hours),
            Self::Connect(_) => Some(event::Verb::Connect),
            Self::Goto(_)
            | Self::Hangup
            | Self::Reject { .. }
            | Self::Redirect(_)
            | Self::Leave { .. }
            | Self::Broken => None,
        }
    }

    /// Returns whether it is the verb with this word or has the same effect: a recorded conversation is a recording.
    pub(crate) fn does(&self, word: &str) -> bool {
        let records = matches!(self, Self::Dial(dial) if dial.clauses.record.is_some());
        self.word() == word || records && word == "record"
    }

    /// Returns its word in the language.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Gather(_)
            | Self::Dial(_)
            | Self::Record(_)
            | Self::Enqueue(_)
            | Self::Match(_)
            | Self::Connect(_)
            | Self::Hours(_) => self.kind().map_or("", event::Verb::as_str),
            Self::Goto(_) => "goto",
            Self::Hangup => "hangup",
            Self::Reject { .. } => "reject",
            Self::Redirect(_) => "redirect",
            Self::Leave { .. } => "leave",
            Self::Broken => "…",
        }
    }
}
