//! The outcomes of each verb, and how Twilio reports them.

use super::Outcome;

/// A verb that returns to the tree: the call continues in one of its arms.
///
/// ```
/// use ivr_core::event::{Outcome, Verb};
/// assert!(Verb::Record.has(Outcome::Recorded));
/// assert_eq!(Verb::Dial.reported("no-answer"), Outcome::NoAnswer);
/// assert_eq!(Verb::Enqueue.value(Outcome::Full), Some("queue-full"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Verb {
    /// Asks the caller.
    Gather,
    /// Calls somebody.
    Dial,
    /// Records a message.
    Record,
    /// Puts the caller into a queue.
    Enqueue,
    /// Asks Rust code of the application.
    Match,
    /// Connects the caller with an agent, which returns the caller.
    Connect,
    /// Matches on opening hours.
    Hours,
}

/// An outcome with the values that Twilio reports for it, the most common first. The list is empty if no value
/// reports it.
type Row = (Outcome, &'static [&'static str]);

const GATHER: &[Row] =
    &[(Outcome::Entered, &[]), (Outcome::Chosen, &[]), (Outcome::Silence, &[]), (Outcome::Else, &[])];

/// `DialCallStatus`; a conference is `answered`.
const DIAL: &[Row] = &[
    (Outcome::Answered, &["completed", "answered"]),
    (Outcome::Busy, &["busy"]),
    (Outcome::NoAnswer, &["no-answer"]),
    (Outcome::Failed, &["failed"]),
    (Outcome::Canceled, &["canceled"]),
    (Outcome::Declined, &[]),
];

const RECORD: &[Row] = &[(Outcome::Recorded, &[]), (Outcome::Silence, &[])];

/// `QueueResult`.
const ENQUEUE: &[Row] = &[
    (Outcome::Bridged, &["bridged", "bridging-in-process", "redirected-from-bridged"]),
    (Outcome::Left, &["leave", "redirected"]),
    (Outcome::HungUp, &["hangup"]),
    (Outcome::Full, &["queue-full"]),
    (Outcome::Failed, &["error", "system-error"]),
    (Outcome::Waits, &[]),
];

const MATCH: &[Row] = &[(Outcome::Late, &[])];

/// The outcomes in addition to the results of an agent. A stream reports nothing, and a result that cannot be parsed
/// is a failure.
const CONNECT: &[Row] = &[(Outcome::Answered, &[]), (Outcome::Failed, &[])];

const HOURS: &[Row] = &[(Outcome::Open, &[]), (Outcome::Closed, &[])];

impl Verb {
    /// Every verb that returns to the tree.
    pub const ALL: [Self; 7] =
        [Self::Gather, Self::Dial, Self::Record, Self::Enqueue, Self::Match, Self::Connect, Self::Hours];

    /// Returns its word in the language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gather => "gather",
            Self::Dial => "dial",
            Self::Record => "record",
            Self::Enqueue => "enqueue",
            Self::Match => "match",
            Self::Connect => "connect",
            Self::Hours => "match hours",
        }
    }

    const fn table(self) -> &'static [Row] {
        match self {
            Self::Gather => GATHER,
            Self::Dial => DIAL,
            Self::Record => RECORD,
            Self::Enqueue => ENQUEUE,
            Self::Match => MATCH,
            Self::Connect => CONNECT,
            Self::Hours => HOURS,
        }
    }

    /// Returns its outcomes, without keys, phrases and the answers of Rust.
    pub fn outcomes(self) -> impl Iterator<Item = Outcome> + Clone {
        self.table().iter().map(|(outcome, _)| *outcome)
    }

    /// Returns whether the verb has this outcome.
    #[must_use]
    pub fn has(self, outcome: Outcome) -> bool {
        self.outcomes().any(|own| own == outcome)
    }

    /// Returns the outcome that Twilio reports as `value`. An unknown value is a failure.
    #[must_use]
    pub fn reported(self, value: &str) -> Outcome {
        let known = self.table().iter().find(|(_, values)| values.contains(&value));
        known.map_or(Outcome::Failed, |(outcome, _)| *outcome)
    }

    /// Returns the most common value by which Twilio reports an outcome.
    #[must_use]
    pub fn value(self, outcome: Outcome) -> Option<&'static str> {
        let (_, values) = self.table().iter().find(|(own, _)| *own == outcome)?;
        values.first().copied()
    }
}
