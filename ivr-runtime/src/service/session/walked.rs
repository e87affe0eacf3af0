//! What one step did: what is said, set and run, and where it came to its end.

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

/// The most words of one document, in bytes: well under what Twilio takes, because more may follow before the
/// next question.
const MAX_SAID: usize = 8_000;

/// The most that the `run`s of one step may hold, in bytes: a record has room for 192 kB.
const MAX_RUNS: usize = 32_000;

/// Everything that one step did.
pub(super) struct Walked<'a, T: PhoneTree> {
    /// The call after every `set`.
    pub(super) call: Call<T::Data>,
    /// The blocks with `run`s, in order.
    pub(super) runs: Vec<Run>,
    /// What is said, with the values of the point where it was reached.
    pub(super) said: Said<'a>,
    /// The places that were left, and what was heard in each.
    pub(super) heard: Vec<(Position<T>, Event)>,
    /// The questions whose answers were taken, by their number; the newest of each.
    pub(super) asked: BTreeMap<u16, Asked<T::Data>>,
    /// Where the call was led to last.
    pub(super) next: Option<To<T>>,
    pub(super) stop: Stop<T>,
    /// What an arm of a Rust `match` sets behind its first words, for each of its blocks.
    pub(super) answered: vec::IntoIter<T::Data>,
    /// What the words of that arm speak of the names that its pattern binds.
    pub(super) spoken: Vec<(u16, String)>,
    /// The tones that no transcript shows.
    pub(super) secrets: Vec<String>,
    /// A value that Twilio would refuse.
    pub(super) refused: Option<Failed>,
}

/// The `run`s of a block that are done at most once, or one that is repeated; and the call as it was when it was reached.
pub(super) struct Run {
    pub(super) block: u16,
    /// The source of one that is repeated until it is done.
    pub(super) at_least_once: Option<&'static str>,
    pub(super) fields: Fields,
    pub(super) language: String,
    /// How many bytes the fields are.
    pub(super) size: usize,
}

/// Where the step came to its end.
pub(super) enum Stop<T> {
    /// The call waits there, or is over.
    Rest(twiml::Rest<T>),
    /// The call comes back to this question.
    Hold(Position<T>),
}

/// Why the caller hears `on_error`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Failed {
    /// A question failed.
    Question,
    /// A value is not what Twilio takes there.
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

    /// Leaves a place by an answer of plain Rust.
    pub(super) fn take(&mut self, at: Position<T>, answer: Answer<T::Data>) -> Reply<T> {
        let Answer { heard, data, later, spoken } = answer;
        if let Some(data) = data {
            self.call.put(data);
        }
        self.answered = later.into_iter();
        self.spoken = spoken;
        self.leave(at, heard)
    }

    /// Leaves a place by what was heard there.
    pub(super) fn leave(&mut self, at: Position<T>, heard: Event) -> Reply<T> {
        self.heard.push((at, heard));
        at.apply(at.state.next(heard), T::ACTIONS)
    }

    /// What plain Rust is told of the language of the call.
    pub(super) fn speak(&mut self, dialog: &Dialog<T>, language: Language) {
        dialog.tag(language).clone_into(&mut self.call.language);
    }

    /// Whether one document, or one record, should hold no more.
    pub(super) fn is_full(&self) -> bool {
        let runs: usize = self.runs.iter().map(|run| run.size).sum();
        self.said.size() > MAX_SAID || runs > MAX_RUNS
    }

    /// The caller hears what is said so far, and comes back to `at`.
    pub(super) fn hold(&mut self, at: Position<T>) {
        if self.said.is_empty() {
            self.said = std::mem::take(&mut self.said).then_pause(1);
        }
        self.next = Some(To::Ask(at));
        self.stop = Stop::Hold(at);
    }
}
