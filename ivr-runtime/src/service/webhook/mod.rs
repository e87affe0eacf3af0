//! From a request to a document: limit → signature → form → input → step → TwiML.
//!
//! A panic, a late app or a state of another version is answered with `on_error`. Only a forged request is refused.

// The parts of an incoming request: size, deadline, signature, form and step.
mod incoming;

mod signature_guard;

mod form;

mod fields;

mod step;

// Documents of a queue.
mod waiting;

// Documents of a screen.
mod screening;

// Requests that ask Rust.
mod live;

// Requests that another server must answer.
mod passed_on;

// Requests that are turned away under load.
mod turned_away;

// Reports of Twilio.
mod reports;

// Events and log lines.
mod notes;

// Responses.
mod answer;

// Rejected requests.
mod rejection;

pub(crate) use answer::Answer;
pub use form::FormError;
pub use rejection::Rejection;

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, atomic::AtomicBool},
    time::{Duration, Instant},
};

use axum::{body::HttpBody, http::request::Parts};
use bytes::Bytes;

use self::{
    fields::Fields,
    form::{Form, decode_path},
    incoming::Incoming,
    live::Turn,
    notes::Moment,
    passed_on::Target,
    reports::CallbackPath,
    signature_guard::SignatureGuard,
    step::{advance, begin},
};
use crate::{
    dialog::tree::{Language, PhoneTree},
    service::{
        body::AnswerBody,
        config::Checked,
        development::Observer,
        events::Events,
        overload::Load,
        request_headers::RequestHeaders,
        session::{self, Origin, Sessions, StartPosition},
        snapshot::{Snapshot, Snapshots},
        telemetry::{LogBudget, Metrics, Outcome, redact},
        trial::{Clock, Trial},
    },
    twiml,
};
use ivr_core::hours::OpenSet;

/// The webhook of one tree, with everything that can be known before the first call.
pub(crate) struct Webhook<T: PhoneTree> {
    snapshots: Arc<Snapshots<T>>,
    signature_guard: SignatureGuard,
    body_timeout: Duration,
    /// How much strangers may write into the log, for each reason to do so.
    log: Vec<(&'static str, Arc<LogBudget>)>,
    root: String,
    mount: String,
    misplaced: AtomicBool,
    metrics: Arc<Metrics>,
    /// Where what happens is written.
    events: Option<Arc<Events>>,
    /// The calls of a tree with data or Rust. What uses them asks for `T::NEEDS_APP` first, so that rustc generates no
    /// code for it in other trees.
    sessions: Option<Arc<Sessions<T>>>,
    observer: Option<Arc<dyn Observer>>,
    /// Whether other servers may answer the same calls.
    has_peers: bool,
    load: Arc<Load>,
    /// What new calls are answered while there is too much to do.
    turned_away: Bytes,
}

/// The meaning of a path under a tree.
enum RequestPath<T> {
    NewCall,
    At(session::CallPosition<T>),
    /// A named start.
    Start(StartPosition<T>),
    /// What Twilio only wants to tell.
    Callback(CallbackPath<T>),
    Unknown(Origin),
}

/// How far a request is, once it is read.
enum Progress<'a> {
    Done(Outcome, Answer),
    /// Plain Rust or the store has to answer first. On the heap, so that all other requests are small.
    Live(Pin<Box<dyn Future<Output = (Outcome, Answer)> + Send + 'a>>),
}

/// The reason in the log for calls that nobody signed.
const CALL: &str = "call";

/// The reason in the log for calls that are turned away.
const OVERLOAD: &str = "overload";

/// Why a call hears the tree's `on_error` whose URL names a state of another version.
const UNKNOWN_STATE: &str = "this version has no such state";

/// The reason in the log for a call that continues in the first language because its URL names an unknown one.
const UNKNOWN_LANGUAGE: &str = "this version does not have the language of the call";

impl<T: PhoneTree> Webhook<T> {
    /// The webhook of a tree whose paths begin with `root`, `/acme`.
    pub(crate) fn new(
        snapshots: Arc<Snapshots<T>>,
        root: &str,
        settings: &Checked,
        metrics: Arc<Metrics>,
        sessions: Option<Arc<Sessions<T>>>,
    ) -> Self {
        let events = None;
        let (root, mount) = (root.to_owned(), settings.mount.clone());
        let (signature_guard, observer, limits) = (SignatureGuard::new(settings), None, settings.limits);
        let reasons = Rejection::REASONS.into_iter().chain(["state", "language", CALL, OVERLOAD]);
        let budget = |reason| {
            let summary = "more webhooks of this kind are not logged individually";
            (reason, LogBudget::new(limits.max_logged_refusals, reason, summary))
        };
        let log = reasons.map(budget).collect();
        let first = snapshots.current();
        let turned_away = first.documents.turned_away(&first.dialog, &settings.turned_away);
        // A request can be passed on only if other servers can answer it: not in development, and not if the store
        // belongs to this process.
        let has_peers = !settings.development && (!T::STATEFUL || settings.store.is_remote());
        Self {
            snapshots,
            signature_guard,
            body_timeout: limits.body_timeout,
            log,
            root,
            mount,
            misplaced: AtomicBool::new(false),
            metrics,
            events,
            sessions,
            observer,
            has_peers,
            load: Load::new(&limits),
            turned_away,
        }
    }

    /// Writes what happens in calls, too.
    pub(crate) fn recorded_by(self, events: Option<Arc<Events>>) -> Self {
        Self { events, ..self }
    }

    /// Reports every call to `observer`, too.
    pub(crate) fn observed_by(self, observer: Option<Arc<dyn Observer>>) -> Self {
        Self { observer, ..self }
    }

    /// What there is to do.
    #[cfg_attr(not(feature = "serve"), expect(dead_code, reason = "only a server of ours watches it"))]
    pub(crate) fn load(&self) -> &Arc<Load> {
        &self.load
    }

    /// Returns the schedules that are open, by the clock of a simulated call if there is one.
    fn open(&self, trial: Option<&Trial>) -> OpenSet {
        self.snapshots.open(trial.map_or(&Clock::System, |trial| &trial.clock))
    }

    /// The answer to one request that was received at this time. It takes the headers later: it uses their memory.
    pub(crate) async fn answer<B>(
        &self,
        received: Instant,
        head: &Parts,
        headers: RequestHeaders<'_>,
        body: B,
    ) -> Answer
    where
        B: HttpBody<Data = Bytes> + Send + Unpin,
    {
        let (outcome, answer) =
            match Incoming::read(head, headers, body, &self.signature_guard, self.body_timeout).await {
                Ok(incoming) => match self.hear(&incoming, received) {
                    Ok(Progress::Done(outcome, answer)) => (outcome, answer),
                    Ok(Progress::Live(answer)) => {
                        let _pending = self.load.begin();
                        answer.await
                    }
                    Err(rejection) => self.refuse(head, rejection),
                },
                Err(rejection) => self.refuse(head, rejection),
            };
        self.metrics.count(outcome, received.elapsed());
        answer
    }

    #[cold]
    fn refuse(&self, head: &Parts, rejection: Rejection) -> (Outcome, Answer) {
        let (reason, hint) = (rejection.reason(), self.signature_guard.hint(&rejection));
        if self.may_log(reason) {
            let path = redact::path(head.uri.path());
            tracing::warn!(tree = T::NAME, path = ?path, reason, "a webhook was refused: {rejection}{hint}");
        }
        (Outcome::Rejected(reason), Answer::Refused(rejection))
    }

    /// Whether one more line about a webhook of this kind is written now.
    fn may_log(&self, reason: &'static str) -> bool {
        self.log.iter().find(|(known, _)| *known == reason).is_none_or(|(_, budget)| budget.admits())
    }

    /// What GET would be answered, without doing what it asks for: RFC 9110 section 9.3.2. Only the body knows how long
    /// it is, so a document that GET would have to act for has no `Content-Length`.
    fn headers(&self, snapshot: &Snapshot<T>, place: RequestPath<T>, fields: &Fields<'_>) -> Answer {
        match (place, &self.sessions) {
            (RequestPath::NewCall, None) => {
                let stepped = begin(snapshot, snapshot.dialog.begin(), self.open(None), false);
                Answer::document(stepped.document)
            }
            (RequestPath::At(place), None) => {
                let stepped = advance(snapshot, place, &fields.input(), self.open(None), false);
                Answer::document(stepped.document)
            }
            (RequestPath::Start(start), None) => {
                let stepped = begin(snapshot, start.at(Language::FIRST), self.open(None), false);
                Answer::document(stepped.document)
            }
            (RequestPath::Unknown(origin), None) => {
                let document =
                    snapshot.documents.on_error(&snapshot.dialog, origin.language, self.open(None));
                Answer::document(document)
            }
            (
                RequestPath::NewCall | RequestPath::At(_) | RequestPath::Start(_) | RequestPath::Unknown(_),
                Some(_),
            ) => Answer::Document(AnswerBody::UnknownLength, None),
            (RequestPath::Callback(_), _) => Answer::NoContent,
        }
    }

    /// What a request comes to, or what is still to be waited for.
    fn hear<'a>(&'a self, incoming: &'a Incoming<'_>, started: Instant) -> Result<Progress<'a>, Rejection> {
        let mut form = Form::default();
        form.decode(incoming.encoded()).map_err(Rejection::Malformed)?;
        let mut fields = Fields::of(&form);
        self.signature_guard.check(incoming, &form, fields.account())?;
        // The texts may change at any time; this request uses one snapshot.
        let snapshot = self.snapshots.current();
        let (place, trial) = (self.place(&snapshot, incoming), incoming.trial());
        let target = Target::of(incoming, &self.root);
        let foreign = target.foreign(&snapshot, &place);
        let passed_on = foreign.and_then(|why| self.pass_on(&snapshot, target, &form, &why));
        if incoming.is_head() {
            let answer =
                passed_on.map_or_else(|| self.headers(&snapshot, place, &fields), |(_, answer)| answer);
            return Ok(Progress::Done(Outcome::Probed, answer));
        }
        if let Some((outcome, answer)) = passed_on {
            return Ok(Progress::Done(outcome, answer));
        }
        if let Some(answer) = self.turn_away(&place, &fields) {
            return Ok(Progress::Done(Outcome::TurnedAway, answer));
        }
        let carried = target.carried();
        fields.or(carried.as_ref());
        self.note(&snapshot, &place, (incoming, foreign), (&form, &fields));
        if T::NEEDS_APP
            && let Some((sessions, news)) = self.news(&place, &form, &fields)
        {
            let sessions = Arc::clone(sessions);
            return Ok(Progress::Live(Box::pin(async move {
                let fields = Fields::of(&form);
                self.tell(&sessions, &snapshot.dialog, &fields, news).await
            })));
        }
        if let RequestPath::At(place) = &place
            && let Some(progress) = self.screen(&snapshot, *place, (&form, &fields), trial)
        {
            return Ok(progress);
        }
        if let RequestPath::At(place) = &place
            && waiting::is_over(&snapshot.dialog, *place, &form)
        {
            return Ok(Progress::Done(Outcome::Stepped, Answer::document(twiml::leave())));
        }
        if T::NEEDS_APP
            && let Some(sessions) = &self.sessions
            && !matches!(place, RequestPath::Callback(_))
        {
            let (token, trial) = (incoming.idempotency_token(), trial.cloned());
            let (query, open) = (incoming.query_beside_form(), self.open(trial.as_ref()));
            let told = live::told(&place, &form, incoming.encoded_query());
            let turn = Turn { snapshot, form, query, target, token, told, trial, open, started };
            return Ok(Progress::Live(Box::pin(self.answer_live(sessions, turn, place))));
        }
        let (outcome, answer) = self.answer_stateless(&snapshot, &place, (&form, &fields), (trial, started));
        Ok(Progress::Done(outcome, answer))
    }

    /// The answer of a tree that keeps no data, and to a report that nobody waits for.
    fn answer_stateless(
        &self,
        snapshot: &Arc<Snapshot<T>>,
        place: &RequestPath<T>,
        (form, fields): (&Form<'_>, &Fields<'_>),
        (trial, started): (Option<&Trial>, Instant),
    ) -> (Outcome, Answer) {
        match *place {
            RequestPath::NewCall => {
                let moment = Moment::of_start(0, self.open(trial), started);
                self.start(snapshot, snapshot.dialog.begin(), fields, trial, moment)
            }
            RequestPath::At(place) => {
                let moment = Moment::of_step(self.open(trial), started);
                self.step(snapshot, place, fields, trial, moment)
            }
            RequestPath::Start(start) => {
                let moment = Moment::of_start(start.start, self.open(trial), started);
                self.start(snapshot, start.at(Language::FIRST), fields, trial, moment)
            }
            RequestPath::Callback(ref path) if self.is_awaited_elsewhere(path, form, fields) => {
                (Outcome::PassedOn, Answer::Unavailable)
            }
            RequestPath::Callback(_) => (Outcome::Noted, Answer::NoContent),
            // The callee declines, or the waiting caller leaves the queue. Then the call continues like any other of
            // another version.
            RequestPath::Unknown(origin) if origin.is_of_callee() => {
                (Outcome::OnError, Answer::on_error(twiml::decline(), &UNKNOWN_STATE))
            }
            RequestPath::Unknown(origin) if origin.waits() => {
                (Outcome::OnError, Answer::on_error(twiml::leave(), &UNKNOWN_STATE))
            }
            RequestPath::Unknown(origin) => {
                let text = snapshot.documents.on_error(&snapshot.dialog, origin.language, self.open(trial));
                (Outcome::OnError, Answer::on_error(text, &UNKNOWN_STATE))
            }
        }
    }

    fn place(&self, snapshot: &Snapshot<T>, incoming: &Incoming<'_>) -> RequestPath<T> {
        let path = incoming.path().strip_prefix(&self.root).unwrap_or_default();
        let path = path.strip_prefix('/').unwrap_or(path);
        if path.is_empty() {
            return RequestPath::NewCall;
        }
        // The names of states begin with a capital letter, so this is a callback or a start.
        if path.starts_with(|first: char| first.is_ascii_lowercase())
            && let Ok(path) = decode_path(path)
            && let Some(callback) = CallbackPath::parse(&snapshot.dialog, &path)
        {
            return RequestPath::Callback(callback);
        }
        if let Some(state) = snapshot.dialog.named(path) {
            return RequestPath::At(session::CallPosition::fresh(state));
        }
        let Ok(path) = decode_path(path) else {
            return RequestPath::Unknown(Origin::unknown(&snapshot.dialog, ""));
        };
        if let Some(start) = StartPosition::locate(&snapshot.dialog, &path) {
            return RequestPath::Start(start);
        }
        match session::locate(&snapshot.dialog, &path) {
            Some(place) => RequestPath::At(place),
            None => RequestPath::Unknown(Origin::unknown(&snapshot.dialog, &path)),
        }
    }
}
