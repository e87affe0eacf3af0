//! The moves of a caller, and the outcomes of calls to others.

use super::Caller;
use crate::simulator::{
    act::{Act, CONFIDENT, MessageEnd, Outcome, handed_back, is_keys},
    call::Turn,
};

impl Caller {
    /// Presses keys: `'3'`, or `"12#"`. An incomplete entry stays open for further keys, and is submitted before any
    /// other move.
    #[track_caller]
    pub fn press(self, keys: impl Into<String>) -> Self {
        self.act(&Act::Press(keys.into()))
    }

    /// Presses keys this many seconds after the last move, possibly during a prompt. A prompt that listens stops;
    /// otherwise the prompt continues and the keys are lost.
    #[track_caller]
    pub fn press_after(self, seconds: f32, keys: impl Into<String>) -> Self {
        self.act(&Act::PressAfter(seconds, keys.into()))
    }

    /// Says something that the recognizer is certain of.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        self.says_with(words, CONFIDENT)
    }

    /// Says something with this confidence of the recognizer, 0 to 1.
    #[track_caller]
    pub fn says_with(self, words: &str, confidence: f32) -> Self {
        self.act(&Act::Say(words.to_owned(), confidence))
    }

    /// Does nothing until the timeout. A test may call it any number of times, even if the tree waives
    /// `endless_silence`. [`stays_silent`](Self::stays_silent) treats endless repetition as a fault.
    #[track_caller]
    pub fn silence(self) -> Self {
        self.act(&Act::Silence)
    }

    /// Says nothing more until the call ends or waits for somebody else. In a queue whose documents are heard, until
    /// the caller has left it.
    ///
    /// # Panics
    ///
    /// Panics if the same is asked forever.
    #[track_caller]
    pub fn stays_silent(mut self) -> Self {
        self.session.settle();
        while matches!(self.session.turn(), Turn::Gather(_) | Turn::Record(_)) || self.session.is_queued() {
            if self.session.stay_silent().is_err() {
                self.fail("nobody waits for silence");
            }
            self.session.settle();
        }
        if let Some(alert) = self.session.alert() {
            self.fail(&format!("silence should lead somewhere: {alert}"));
        }
        self
    }

    /// Leaves a message of this many seconds, then is silent.
    #[track_caller]
    pub fn records(self, seconds: u32) -> Self {
        self.act(&Act::Message(seconds, MessageEnd::Silence))
    }

    /// Leaves a message of this many seconds, and ends it with this key.
    #[track_caller]
    pub fn records_until(self, seconds: u32, key: char) -> Self {
        self.act(&Act::Message(seconds, MessageEnd::Key(key)))
    }

    /// Leaves a message of this many seconds, and hangs up.
    #[track_caller]
    pub fn records_and_hangs_up(self, seconds: u32) -> Self {
        self.act(&Act::Message(seconds, MessageEnd::HangUp))
    }

    /// The callee answers, and presses the key of `screen`, if there is one. The conversation takes a minute.
    #[track_caller]
    pub fn answers(self) -> Self {
        self.act(&Act::World(Outcome::Answered))
    }

    /// The callee answers, hears `screen`, and presses no key.
    #[track_caller]
    pub fn declines(self) -> Self {
        self.act(&Act::World(Outcome::Declined))
    }

    /// The line of the callee is busy.
    #[track_caller]
    pub fn busy(self) -> Self {
        self.act(&Act::World(Outcome::Busy))
    }

    /// The callee does not answer in time.
    #[track_caller]
    pub fn no_answer(self) -> Self {
        self.act(&Act::World(Outcome::NoAnswer))
    }

    /// The dial, or the queue, fails.
    #[track_caller]
    pub fn fails(self) -> Self {
        self.act(&Act::World(Outcome::Failed))
    }

    /// The dial is canceled before anybody answers.
    #[track_caller]
    pub fn canceled(self) -> Self {
        self.act(&Act::World(Outcome::Canceled))
    }

    /// Somebody takes the caller out of the queue. The conversation takes a minute.
    #[track_caller]
    pub fn bridged(self) -> Self {
        self.act(&Act::World(Outcome::Bridged))
    }

    /// The caller leaves the queue.
    #[track_caller]
    pub fn leaves_queue(self) -> Self {
        self.act(&Act::World(Outcome::Left))
    }

    /// A caller who was ahead in the queue is connected. The tree learns of it when the queue requests the next
    /// document, after [`silence`](Self::silence) or a key.
    #[track_caller]
    pub fn moves_up(self) -> Self {
        self.act(&Act::MoveUp)
    }

    /// The queue is full.
    #[track_caller]
    pub fn queue_full(self) -> Self {
        self.act(&Act::World(Outcome::Full))
    }

    /// The agent ends the session with this result: JSON, or the bare name of a value.
    ///
    /// ```
    /// # use ivr_tools::simulator::call; use ivr_runtime::tree::PhoneTree;
    /// fn an_agent_comes_back<T: PhoneTree<App = ()>>(goodbye: T) {
    ///     call::<T>().hands_back("Resolved").at(goodbye);
    /// }
    /// ```
    #[track_caller]
    pub fn hands_back(self, result: &str) -> Self {
        self.act(&Act::HandBack(handed_back(result)))
    }

    /// Hangs up.
    #[track_caller]
    pub fn hangs_up(self) -> Self {
        self.act(&Act::HangUp)
    }

    #[track_caller]
    fn act(mut self, act: &Act) -> Self {
        match act {
            Act::Press(keys) | Act::PressAfter(_, keys) if !is_keys(keys) => {
                self.fail(&format!("{keys:?} are not keys of a telephone"));
            }
            // These continue an incomplete entry, or abandon it.
            Act::Press(_) | Act::PressAfter(..) | Act::Silence | Act::HangUp => {}
            _ => self.session.settle(),
        }
        if self.session.act(act).is_err() {
            self.fail(&format!("nobody waits for the move `{act}`"));
        }
        self
    }
}
