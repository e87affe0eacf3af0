//! The result of a step: what is said, set and run, and where it ended.

use std::{collections::BTreeMap, vec};

use super::lookups::Asked;
use crate::{
    dialog::{
        call::Dialog,
        data::{Answer, Call, Fields},
        speak::UnreadFieldError,
        tree::{Ending, Language, PhoneTree, Position, Reply, To},
    },
    twiml::{self, Said},
};
use ivr_core::event::Event;

/// The maximum size of the texts in a document in bytes, well below Twilio's limit, because more may follow before
/// the next question.
const MAX_SAID: usize = 8_000;

/// The maximum size of the `run`s of a step in bytes; a record has room for 192 kB.
const MAX_RUNS: usize = 32_000;

/// Everything that a step did.
pub(super) struct Walked<'a, T: PhoneTree> {
    /// The call after every `set`.
    pub(super) call: Call<T::Data>,
    /// The blocks with `run`s, in order.
    pub(super) runs: Vec<Run>,
    /// What is said, with the values at the time when it was reached.
    pub(super) said: Said<'a>,
    /// The positions that were left, and the event in each.
    pub(super) heard: Vec<(Position<T>, Event)>,
    /// The questions whose answers were used, by index; the newest of each.
    pub(super) asked: BTreeMap<u16, Asked<T::Data>>,
    /// The last target of the call.
    pub(super) next: Option<To<T>>,
    pub(super) stop: Stop<T>,
    /// What an arm of a Rust `match` sets after its first texts, for each of its blocks.
    pub(super) answered: vec::IntoIter<T::Data>,
    /// The values of the bindings that the texts of that arm speak.
    pub(super) spoken: Vec<(u16, String)>,
    /// The tones that transcripts do not show.
    pub(super) secrets: Vec<String>,
    /// A value that Twilio would reject.
    pub(super) refused: Option<Failed>,
}

/// The at-most-once `run`s of a block, or one that is repeated, with the call when it was reached.
pub(super) struct Run {
    pub(super) block: u16,
    /// The source, if it is repeated until it is done.
    pub(super) at_least_once: Option<&'static str>,
    pub(super) fields: Fields,
    pub(super) language: String,
    /// The size of the fields in bytes.
    pub(super) size: usize,
}

/// Where the step ended.
pub(super) enum Stop<T> {
    /// The call waits there, or has ended.
    Rest(twiml::Rest<T>),
    /// The call returns to this question.
    Hold(Position<T>),
}

/// Why the caller hears `on_error`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Failed {
    /// A question failed.
    Question,
    /// A value is not valid for Twilio.
    Value(&'static str),
    /// A field of a named start was not filled.
    Start(UnreadFieldError),
}

impl From<UnreadFieldError> for Failed {
    fn from(error: UnreadFieldError) -> Self {
        Self::Start(error)
    }
}

impl<T: PhoneTree> Walked<'_, T> {
    pub(super) fn new(call: Call<T::Data>) -> Self {
        Self {
            call,
            runs: Vec::new(),
            said: Said::default(),
            heard: Vec::new(),
            asked: BTreeMap::new(),
            next: None,
            stop: Stop::Rest(twiml::Rest::Over(Ending::Hangup)),
            answered: Vec::new().into_iter(),
            spoken: Vec::new(),
            secrets: Vec::new(),
            refused: None,
        }
    }

    /// Leaves a position by an answer of Rust.
    pub(super) fn take(&mut self, at: Position<T>, answer: Answer<T::Data>) -> Reply<T> {
        let Answer { heard, data, later, spoken } = answer;
        if let Some(data) = data {
            self.call.put(data);
        }
        self.answered = later.into_iter();
        self.spoken = spoken;
        self.leave(at, heard)
    }

    /// Leaves a position by an event.
    pub(super) fn leave(&mut self, at: Position<T>, heard: Event) -> Reply<T> {
        self.heard.push((at, heard));
        at.apply(at.state.next(heard), T::ACTIONS)
    }

    /// Sets the language that Rust sees.
    pub(super) fn speak(&mut self, dialog: &Dialog<T>, language: Language) {
        dialog.tag(language).clone_into(&mut self.call.language);
    }

    /// Returns whether the document or the record should contain no more.
    pub(super) fn is_full(&self) -> bool {
        let runs: usize = self.runs.iter().map(|run| run.size).sum();
        self.said.size() > MAX_SAID || runs > MAX_RUNS
    }

    /// Ends the step: the caller hears what is said so far, and returns to `at`.
    pub(super) fn hold(&mut self, at: Position<T>) {
        if self.said.is_empty() {
            self.said = std::mem::take(&mut self.said).then_pause(1);
        }
        self.next = Some(To::Ask(at));
        self.stop = Stop::Hold(at);
    }
}
