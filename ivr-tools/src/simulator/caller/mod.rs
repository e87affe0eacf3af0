//! The caller of a story: a chain of moves and expectations that reads like the call, and prints the call if an
//! expectation fails.

// The actions of a caller and the expectations of a test.
mod expectations;
mod moves;
mod told;

#[cfg(test)]
mod tests;

use std::process::{ExitCode, Termination};

use super::{
    line::Socket,
    session::{Number, Session},
    start::Start,
};
use ivr_core::hours::{LocalTimeError, OpenSet};
use ivr_runtime::{
    signature::Key,
    trial::{Clock, Late},
};

/// A caller of a phone tree in a test.
///
/// Each move lets the call continue until it is somebody's turn again. Each expectation checks what was heard since
/// the last move. An expectation that fails panics with the call so far. Nothing sleeps: the times of a call are
/// estimates.
///
/// The caller executes every verb that a tree can produce, including the documents of its queues and screens. It skips
/// other verbs, such as `Pay` and `Start`, and requests no documents for callees of other applications.
///
/// ```
/// use axum::{Router, routing::post};
/// use ivr_tools::simulator::Caller;
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
    /// Calls a router in this process. `address` is the path of the webhook, or its absolute URL if the application
    /// requires it.
    ///
    /// # Panics
    ///
    /// Panics if `address` is neither.
    #[must_use]
    #[track_caller]
    pub fn to(router: axum::Router, address: &str) -> Self {
        Self::in_process(number(address), router)
    }

    fn in_process(number: Number, router: axum::Router) -> Self {
        let mut session = Session::in_process(number, router);
        // A test does not depend on the time of day.
        session.set_clock(Clock::Open(OpenSet::ALL));
        Self { session }
    }

    /// Calls a tree in this process at one of its starts.
    #[track_caller]
    #[expect(clippy::panic, reason = "a wrong address is a mistake in the test itself")]
    pub(super) fn at_start(router: axum::Router, root: &str, start: &Start) -> Self {
        match start.number(root) {
            Ok(number) => Self::in_process(number, router),
            Err(alert) => panic!("{alert}"),
        }
    }

    /// Moves the call in progress to another URL of the tree, as Twilio's REST API does: a path such as
    /// `/line/callback`, or an absolute URL.
    ///
    /// # Panics
    ///
    /// Panics if `address` is neither.
    #[must_use]
    #[track_caller]
    pub fn redirected_to(mut self, address: &str) -> Self {
        self.session.redirect(&number(address));
        self
    }

    /// Calls a server over TCP, at an `http://` URL or, with the feature `tls`, at an `https://` URL.
    ///
    /// ```no_run
    /// ivr_tools::simulator::Caller::over_socket("http://127.0.0.1:3000/acme").hears("Welcome");
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if `url` is invalid.
    #[must_use]
    #[track_caller]
    pub fn over_socket(url: &str) -> Self {
        Self { session: Session::over_socket(number(url), Socket::default()) }
    }

    /// Signs every request with this auth token, as Twilio does. Call it before the first move.
    #[must_use]
    pub fn signed(mut self, token: &str) -> Self {
        self.session.sign(Key::new(token));
        self
    }

    /// Calls from this number. Twilio sends words such as `anonymous` for a withheld number. Call it before the first
    /// move.
    #[must_use]
    pub fn from(mut self, number: &str) -> Self {
        self.session.call_from(number);
        self
    }

    /// Sets the URL of the status callback, as in the number's configuration at Twilio. Call it before the first
    /// move.
    #[must_use]
    #[track_caller]
    #[expect(clippy::panic, reason = "a wrong address is a mistake in the test itself")]
    pub fn status_callback(mut self, url: &str) -> Self {
        match self.session.tell_status(url) {
            Ok(()) => self,
            Err(alert) => panic!("{alert}"),
        }
    }

    /// From now on, the app of the tree answers every question too late. The arm `late` is taken at once, and nothing
    /// waits. Only the app of a tree in this process can be delayed.
    ///
    /// ```
    /// # use ivr_tools::simulator::call_with; use ivr_runtime::tree::PhoneTree;
    /// fn a_late_app<T: PhoneTree<App = String>>(emergency: T) {
    ///     call_with::<T>("anybody there?".into()).app_is_late().press('1').at(emergency);
    /// }
    /// ```
    #[must_use]
    pub fn app_is_late(mut self) -> Self {
        self.session.delay(Late::All);
        self
    }

    /// Calls at this time, `2026-12-24 15:59`, in the zone of the first `hours` of the tree. The time advances with
    /// the call. By default a tree in this process is always open, so that no test depends on the time of day. Call
    /// it before the first move.
    ///
    /// ```
    /// # use ivr_tools::simulator::call; use ivr_runtime::tree::PhoneTree;
    /// fn christmas<T: PhoneTree<App = ()>>(closed: T) {
    ///     call::<T>().calls_at("2026-12-25 10:00").hears("closed").at(closed);
    /// }
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if `time` is invalid.
    #[must_use]
    #[track_caller]
    #[expect(clippy::panic, reason = "a wrong time is a mistake in the test itself")]
    pub fn calls_at(mut self, time: &str) -> Self {
        let began = time.parse().unwrap_or_else(|why: LocalTimeError| panic!("{why}"));
        self.session.set_clock(Clock::At { began, passed: 0 });
        self
    }

    /// Returns the call so far, with one line for each thing that happened.
    #[must_use]
    pub fn transcript(&mut self) -> String {
        self.session.settle();
        self.session.transcript().to_string()
    }

    pub(super) fn session(&mut self) -> &mut Session {
        &mut self.session
    }

    #[track_caller]
    #[expect(clippy::panic, reason = "a story that goes wrong fails its test")]
    fn fail(&self, expectation: &str) -> ! {
        panic!("{expectation}, but the call went so:\n\n{}", self.session.transcript())
    }
}

/// Lets a `#[test]` return its call, so that [`Coverage`](super::Coverage) can use it, too.
impl Termination for Caller {
    fn report(self) -> ExitCode {
        ExitCode::SUCCESS
    }
}

#[track_caller]
#[expect(clippy::panic, reason = "a wrong address is a mistake in the test itself")]
fn number(address: &str) -> Number {
    match Number::read(address) {
        Ok(number) => number,
        Err(alert) => panic!("{alert}"),
    }
}
