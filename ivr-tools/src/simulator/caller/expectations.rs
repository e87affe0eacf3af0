//! Expectations of a story about a call.

use super::Caller;
use crate::simulator::{
    act::Quoted,
    alert::Alert,
    call::{End, Turn},
    transcript,
};
use ivr_runtime::tree::PhoneTree;

impl Caller {
    /// Expects that `words` were heard since the last move: as speech, or as the name of a file that was played. Case
    /// and line breaks are ignored.
    #[track_caller]
    pub fn hears(mut self, words: &str) -> Self {
        self.session.settle();
        if !self.heard(words) {
            self.fail(&format!("expected to hear {}", Quoted(words)));
        }
        self
    }

    /// Expects that `play digits` sent these tones since the last move.
    ///
    /// ```
    /// # use axum::{Router, routing::post};
    /// # use ivr_tools::simulator::Caller;
    /// let door = r#"<Response><Play digits="ww9"/></Response>"#;
    /// let door = Router::new().route("/door", post(move || async move { ([("content-type", "text/xml")], door) }));
    /// Caller::to(door, "/door").plays_digits("ww9").ended();
    /// ```
    #[track_caller]
    pub fn plays_digits(mut self, digits: &str) -> Self {
        self.session.settle();
        if !self.session.tones().contains(&digits) {
            self.fail(&format!("expected the tones {digits}"));
        }
        self
    }

    /// Expects that `words` were not heard since the last move.
    #[track_caller]
    pub fn does_not_hear(mut self, words: &str) -> Self {
        self.session.settle();
        if self.heard(words) {
            self.fail(&format!("expected not to hear {}", Quoted(words)));
        }
        self
    }

    /// Expects that everything said since the last move was in this language, and that speech is recognized in it, if
    /// any is accepted. Recordings have no language.
    ///
    /// ```
    /// # use axum::{Router, routing::post};
    /// # use ivr_tools::simulator::Caller;
    /// let gate = r#"<Response><Say language="fr-FR">Bonjour.</Say><Gather input="speech" language="fr-FR"/></Response>"#;
    /// let gate = Router::new().route("/gate", post(move || async move { ([("content-type", "text/xml")], gate) }));
    /// Caller::to(gate, "/gate").speaks("fr-FR");
    /// ```
    #[track_caller]
    pub fn speaks(mut self, language: &str) -> Self {
        self.session.settle();
        let spoken = self.session.languages();
        match spoken.iter().find(|spoken| **spoken != language) {
            Some(other) => {
                self.fail(&format!("expected the call to speak {language} alone, and not {other}"))
            }
            None if spoken.is_empty() => self.fail(&format!("expected the call to speak {language}")),
            None => self,
        }
    }

    /// Expects that the call waits in `state`.
    #[track_caller]
    pub fn at<T: PhoneTree>(mut self, state: T) -> Self {
        self.session.settle();
        let place = self.session.place();
        if place.as_deref().map(transcript::state) != Some(state.name()) {
            self.fail(&format!("expected the call to wait in {}", state.name()));
        }
        self
    }

    /// Expects that the call has ended, whoever ended it. A call that broke off has not ended.
    #[track_caller]
    pub fn ended(self) -> Self {
        self.expects("expected the call to be over", |turn| {
            matches!(
                turn,
                Turn::Over(End::HungUp | End::CallerHungUp | End::Rejected { .. } | End::Elsewhere(_))
            )
        })
    }

    /// Expects that the call was rejected.
    #[track_caller]
    pub fn rejected(self) -> Self {
        self.expects("expected the call not to be taken", |turn| {
            matches!(turn, Turn::Over(End::Rejected { .. }))
        })
    }

    /// Expects that the call broke off with this Twilio error code.
    #[track_caller]
    pub fn breaks_off_with(mut self, code: u16) -> Self {
        self.session.settle();
        if self.session.alert().and_then(Alert::code) != Some(code) {
            self.fail(&format!("expected the call to break off with error {code}"));
        }
        self
    }

    /// Expects that the call accepts keys.
    #[track_caller]
    pub fn waits_for_keys(self) -> Self {
        self.expects(
            "expected the call to wait for keys",
            |turn| matches!(turn, Turn::Gather(gathering) if gathering.verb.keys),
        )
    }

    /// Expects that the call accepts speech.
    #[track_caller]
    pub fn waits_for_words(self) -> Self {
        self.expects(
            "expected the call to wait for words",
            |turn| matches!(turn, Turn::Gather(gathering) if gathering.verb.words),
        )
    }

    /// Expects that a message is being recorded.
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

    /// Expects that `send_digits` sends these tones to the callee; `""` if it sends none.
    ///
    /// ```
    /// # use axum::{Router, routing::post};
    /// # use ivr_tools::simulator::Caller;
    /// let desk = r#"<Response><Dial><Number sendDigits="ww204">+12345678900</Number></Dial></Response>"#;
    /// let desk = Router::new().route("/desk", post(move || async move { ([("content-type", "text/xml")], desk) }));
    /// Caller::to(desk, "/desk").dials("+12345678900").sends_digits("ww204");
    /// ```
    #[track_caller]
    pub fn sends_digits(self, digits: &str) -> Self {
        self.expects(
            &format!("expected the tones {digits} for whoever answers"),
            |turn| matches!(turn, Turn::Dial(dial) if dial.digits.as_deref().unwrap_or_default() == digits),
        )
    }

    /// Expects that the caller waits in `queue`.
    #[track_caller]
    pub fn queues(mut self, queue: &str) -> Self {
        self.session.settle();
        if self.session.queue() != Some(queue) {
            self.fail(&format!("expected the call to wait in the queue {queue}"));
        }
        self
    }

    /// Expects that the caller is connected with the agent at `url`.
    #[track_caller]
    pub fn connects(self, url: &str) -> Self {
        self.expects(
            &format!("expected the call to connect to the agent at {url}"),
            |turn| matches!(turn, Turn::Connect(connect) if connect.url == url),
        )
    }

    /// Expects that the agent receives this value, possibly among others.
    #[track_caller]
    pub fn gives(self, name: &str, value: &str) -> Self {
        self.expects(&format!("expected the agent to be told {name}: {value}"), |turn| {
            let is_it = |(own, told): &(String, String)| own == name && told == value;
            matches!(turn, Turn::Connect(connect) if connect.parameters.iter().any(is_it))
        })
    }

    /// Expects the same answer if Twilio repeats its last request.
    #[track_caller]
    pub fn retried(mut self) -> Self {
        self.session.settle();
        if let Some([first, second]) = self.session.retry()
            && first != second
        {
            self.fail(&format!("expected the same answer again, not {second:?} after {first:?}"));
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
}

/// Folds a text to lower case, with one space between words.
fn folded(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
