//! The caller of a story: a chain of moves and expectations that reads like the call, and shows the call when an
//! expectation fails.

use super::{
    act::{Act, CONFIDENT, MessageEnd, Outcome, is_keys},
    call::{End, Turn},
    session::{Number, Session},
};
use crate::{signature::Key, tree::PhoneTree};

/// Somebody who calls a phone tree in a test, and does and hears what a caller does and hears.
///
/// Each move lets the call go on until it is somebody's turn again; each expectation looks at what was heard since
/// the last move. An expectation that fails panics with the call so far.
///
/// ```
/// use axum::{Router, routing::post};
/// use ivr_runtime::phone::Caller;
///
/// let menu = r#"<Response><Gather action="/desk/Menu" numDigits="1">
///     <Say>For our hours, press three.</Say></Gather></Response>"#;
/// let hours = "<Response><Say>We are open.</Say></Response>";
/// let desk = Router::new()
///     .route("/desk", post(move || async move { ([("content-type", "text/xml")], menu) }))
///     .route("/desk/Menu", post(move || async move { ([("content-type", "text/xml")], hours) }));
///
/// Caller::to(desk, "/desk").hears("press three").press('3').hears("we are open").ended();
/// ```
#[derive(Debug)]
pub struct Caller {
    session: Session,
}

impl Caller {
    /// Calls a router of this process. `address` is the path of the webhook, or its whole URL where the
    /// application insists on one.
    ///
    /// # Panics
    ///
    /// When `address` is neither.
    #[must_use]
    #[track_caller]
    pub fn to(router: axum::Router, address: &str) -> Self {
        Self { session: Session::in_process(number(address), router) }
    }

    /// Calls a server at an `http://` URL over TCP.
    ///
    /// ```no_run
    /// ivr_runtime::phone::Caller::over_socket("http://127.0.0.1:3000/acme").hears("Welcome");
    /// ```
    ///
    /// # Panics
    ///
    /// When `url` is none.
    #[must_use]
    #[track_caller]
    pub fn over_socket(url: &str) -> Self {
        Self { session: Session::over_socket(number(url)) }
    }

    /// Signs every request with this auth token, as the provider does. Comes before the first move.
    #[must_use]
    pub fn signed(mut self, token: &str) -> Self {
        self.session.sign(Key::new(token));
        self
    }

    /// Calls from this number; the provider sends words such as `anonymous` for one that is withheld. Comes before
    /// the first move.
    #[must_use]
    pub fn from(mut self, number: &str) -> Self {
        self.session.call_from(number);
        self
    }

    /// Presses keys: `'3'`, or `"12#"`. An entry that they leave open stays open for further keys, and is submitted
    /// when anything but a key follows.
    #[track_caller]
    pub fn press(self, keys: impl Into<String>) -> Self {
        self.act(&Act::Press(keys.into()))
    }

    /// Presses keys so many seconds after the last move, perhaps into the middle of a prompt: a prompt that listens
    /// stops, any other goes on and the keys are lost.
    #[track_caller]
    pub fn press_after(self, seconds: f32, keys: impl Into<String>) -> Self {
        self.act(&Act::PressAfter(seconds, keys.into()))
    }

    /// Says something that the recogniser is sure of.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        self.says_with(words, CONFIDENT)
    }

    /// Says something that the recogniser is so sure of, 0 to 1.
    #[track_caller]
    pub fn says_with(self, words: &str, confidence: f32) -> Self {
        self.act(&Act::Say(words.to_owned(), confidence))
    }

    /// Does nothing until the other side gives up waiting.
    #[track_caller]
    pub fn silence(self) -> Self {
        self.act(&Act::Silence)
    }

    /// Says nothing more: not until the call ends, or waits for somebody else.
    ///
    /// # Panics
    ///
    /// When the same is asked for ever.
    #[track_caller]
    pub fn stays_silent(mut self) -> Self {
        self.session.settle();
        while matches!(self.session.turn(), Turn::Gather(_) | Turn::Record(_)) {
            self = self.act(&Act::Silence);
        }
        if let Some(fault) = self.session.fault() {
            self.fail(&format!("silence should lead somewhere: {fault}"));
        }
        self
    }

    /// Leaves a message of so many seconds, then is silent.
    #[track_caller]
    pub fn records(self, seconds: u32) -> Self {
        self.act(&Act::Message(seconds, MessageEnd::Silence))
    }

    /// Hangs up after a message of so many seconds.
    #[track_caller]
    pub fn records_and_hangs_up(self, seconds: u32) -> Self {
        self.act(&Act::Message(seconds, MessageEnd::HangUp))
    }

    /// The one who is called answers; the conversation takes a minute.
    #[track_caller]
    pub fn answers(self) -> Self {
        self.act(&Act::World(Outcome::Answered))
    }

    /// The line of the one who is called is busy.
    #[track_caller]
    pub fn busy(self) -> Self {
        self.act(&Act::World(Outcome::Busy))
    }

    /// The one who is called does not answer in time.
    #[track_caller]
    pub fn no_answer(self) -> Self {
        self.act(&Act::World(Outcome::NoAnswer))
    }

    /// The call to somebody else, or the queue, fails.
    #[track_caller]
    pub fn fails(self) -> Self {
        self.act(&Act::World(Outcome::Failed))
    }

    /// The call to somebody else is cancelled before anybody answers.
    #[track_caller]
    pub fn cancelled(self) -> Self {
        self.act(&Act::World(Outcome::Cancelled))
    }

    /// Somebody takes the caller out of the queue; the conversation takes a minute.
    #[track_caller]
    pub fn bridged(self) -> Self {
        self.act(&Act::World(Outcome::Bridged))
    }

    /// The caller leaves the queue for what follows it.
    #[track_caller]
    pub fn leaves_queue(self) -> Self {
        self.act(&Act::World(Outcome::Left))
    }

    /// The queue is full.
    #[track_caller]
    pub fn queue_full(self) -> Self {
        self.act(&Act::World(Outcome::Full))
    }

    /// Hangs up.
    #[track_caller]
    pub fn hangs_up(self) -> Self {
        self.act(&Act::HangUp)
    }

    /// Expects `words` among what was heard since the last move: said, or the name of a file that was played. Case
    /// and line breaks do not matter.
    #[track_caller]
    pub fn hears(mut self, words: &str) -> Self {
        self.session.settle();
        if !self.heard(words) {
            self.fail(&format!("expected to hear {words:?}"));
        }
        self
    }

    /// Expects that `words` were not heard since the last move.
    #[track_caller]
    pub fn does_not_hear(mut self, words: &str) -> Self {
        self.session.settle();
        if self.heard(words) {
            self.fail(&format!("expected not to hear {words:?}"));
        }
        self
    }

    /// Expects that the call waits in `state`.
    #[track_caller]
    pub fn at<T: PhoneTree>(mut self, state: T) -> Self {
        self.session.settle();
        let place = self.session.place();
        let name = place.as_deref().map(|place| place.split_once('/').map_or(place, |(name, _)| name));
        if name != Some(state.name()) {
            self.fail(&format!("expected the call to wait in {}", state.name()));
        }
        self
    }

    /// Expects that the call is over, whoever ended it. A call that broke off has not ended.
    #[track_caller]
    pub fn ended(self) -> Self {
        self.expects("expected the call to be over", |turn| {
            matches!(
                turn,
                Turn::Over(End::HungUp | End::CallerHungUp | End::Rejected { .. } | End::Elsewhere(_))
            )
        })
    }

    /// Expects that the call was not taken.
    #[track_caller]
    pub fn rejected(self) -> Self {
        self.expects("expected the call not to be taken", |turn| {
            matches!(turn, Turn::Over(End::Rejected { .. }))
        })
    }

    /// Expects that the call broke off with this code of the provider.
    #[track_caller]
    pub fn breaks_off_with(mut self, code: u16) -> Self {
        self.session.settle();
        if self.session.fault().and_then(super::fault::Fault::code) != Some(code) {
            self.fail(&format!("expected the call to break off with error {code}"));
        }
        self
    }

    /// Expects that the caller can press keys.
    #[track_caller]
    pub fn waits_for_keys(self) -> Self {
        self.expects(
            "expected the call to wait for keys",
            |turn| matches!(turn, Turn::Gather(gathering) if gathering.verb.keys),
        )
    }

    /// Expects that the caller can say something to be understood.
    #[track_caller]
    pub fn waits_for_words(self) -> Self {
        self.expects(
            "expected the call to wait for words",
            |turn| matches!(turn, Turn::Gather(gathering) if gathering.verb.words),
        )
    }

    /// Expects that a message is recorded.
    #[track_caller]
    pub fn waits_for_message(self) -> Self {
        self.expects("expected the call to record a message", |turn| matches!(turn, Turn::Record(_)))
    }

    /// Expects that `party` is being called.
    #[track_caller]
    pub fn dials(self, party: &str) -> Self {
        self.expects(
            &format!("expected the call to dial {party}"),
            |turn| matches!(turn, Turn::Dial(dial) if dial.parties.iter().any(|own| own == party)),
        )
    }

    /// Expects that the caller waits in `queue`.
    #[track_caller]
    pub fn queues(self, queue: &str) -> Self {
        self.expects(
            &format!("expected the call to wait in the queue {queue}"),
            |turn| matches!(turn, Turn::Enqueue(enqueue) if enqueue.name == queue),
        )
    }

    /// The call so far, a line for each thing that happened.
    #[must_use]
    pub fn transcript(&mut self) -> String {
        self.session.settle();
        self.session.transcript().to_string()
    }

    #[track_caller]
    fn act(mut self, act: &Act) -> Self {
        match act {
            Act::Press(keys) | Act::PressAfter(_, keys) if !is_keys(keys) => {
                self.fail(&format!("{keys:?} are no keys of a telephone"));
            }
            // These go on with an entry that is open.
            Act::Press(_) | Act::PressAfter(..) | Act::Silence => {}
            _ => self.session.settle(),
        }
        if self.session.act(act).is_err() {
            self.fail(&format!("nobody waits for the move `{act}`"));
        }
        self
    }

    #[track_caller]
    fn expects(mut self, expectation: &str, holds: impl FnOnce(&Turn) -> bool) -> Self {
        self.session.settle();
        if !holds(self.session.turn()) {
            self.fail(expectation);
        }
        self
    }

    fn heard(&self, words: &str) -> bool {
        folded(&self.session.heard()).contains(&folded(words))
    }

    #[track_caller]
    #[expect(clippy::panic, reason = "a story that goes wrong fails its test")]
    fn fail(&self, expectation: &str) -> ! {
        panic!("{expectation}, but the call went so:\n\n{}", self.session.transcript())
    }
}

#[track_caller]
#[expect(clippy::panic, reason = "a wrong address is a mistake in the test itself")]
fn number(address: &str) -> Number {
    match Number::read(address) {
        Ok(number) => number,
        Err(fault) => panic!("{fault}"),
    }
}

/// Lower case, with one space between words.
fn folded(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
