//! From a request to a document: limit → signature → form → input → step → TwiML.
//!
//! Whatever happens on our side, a caller hears words: a panic, a late app or a state of another version is
//! answered with the tree's `on_error`. Only what the provider did not send is refused.

// In the order of a request: what came,
mod incoming;

// whether the provider sent it,
mod gate;

// what it says,
mod form;

// what that means to a tree,
mod fields;

// what the tree does,
mod guard;

// or why it never got there.
mod rejection;

pub use form::Malformed;
pub use rejection::Rejection;

use std::{
    fmt::Display,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http_body_util::{BodyDataStream, Empty};

use self::{fields::Fields, form::decode_path, gate::Gate, guard::guarded, incoming::Incoming};
use crate::{
    dialog::tree::{self, PhoneTree, Position},
    input::Input,
    service::{
        config::Checked,
        development::{Moved, Observer},
        edition::{Edition, Editions},
        session::{self, Footing, Origin, Script, Sessions, Stepped},
        telemetry::{LogBudget, Metrics, Outcome, redact},
        trial::{Report, Trial},
    },
};

/// How long a tree and its app may think. The provider hangs up after 15 s.
const PATIENCE: Duration = Duration::from_secs(8);

/// How long each way to tell the caller of trouble may take, after that.
const TROUBLED_PATIENCE: Duration = Duration::from_secs(2);

/// What the provider only wants to tell; each is a path under the tree.
const CALLBACKS: [&str; 3] = ["status", "recording", "transcription"];

/// Tells a request that is repeated from one that says the same again.
const IDEMPOTENCY_TOKEN: &str = "i-twilio-idempotency-token";

const TWIML: HeaderValue = HeaderValue::from_static("text/xml; charset=utf-8");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// The webhook of one tree, with everything that can be known before the first call.
pub(crate) struct Webhook<T: PhoneTree> {
    editions: Arc<Editions<T>>,
    gate: Gate,
    body_timeout: Duration,
    /// How much strangers may write into the log, for each reason to do so.
    log: Vec<(&'static str, Arc<LogBudget>)>,
    root: String,
    mount: String,
    misplaced: AtomicBool,
    metrics: Arc<Metrics>,
    /// The calls of a tree that asks plain Rust.
    sessions: Option<Arc<Sessions<T>>>,
    observer: Option<Arc<dyn Observer>>,
}

/// What a path under a tree stands for.
enum Place<'a, T> {
    NewCall,
    At(session::Place<T>),
    Callback(&'a str),
    Unknown(Origin),
}

impl<T: PhoneTree> Webhook<T> {
    /// The webhook of a tree whose paths begin with `root`, `/acme`.
    pub(crate) fn new(
        editions: Arc<Editions<T>>,
        root: &str,
        settings: &Checked,
        metrics: Arc<Metrics>,
        sessions: Option<Arc<Sessions<T>>>,
    ) -> Self {
        let (root, mount) = (root.to_owned(), settings.mount.clone());
        let misplaced = AtomicBool::new(false);
        let (gate, observer, limits) = (Gate::new(settings), None, settings.limits);
        let reasons = Rejection::REASONS.into_iter().chain(["state", "language"]);
        let budget = |reason| {
            let summary = "more webhooks of this kind came, which are not logged one by one";
            (reason, LogBudget::new(limits.max_logged_refusals, reason, summary))
        };
        let log = reasons.map(budget).collect();
        let body_timeout = limits.body_timeout;
        Self { editions, gate, body_timeout, log, root, mount, misplaced, metrics, sessions, observer }
    }

    /// Reports every call to `observer`, too.
    pub(crate) fn observed_by(self, observer: Option<Arc<dyn Observer>>) -> Self {
        Self { observer, ..self }
    }

    /// Answers one request.
    pub(crate) async fn answer(self: Arc<Self>, request: Request) -> Response {
        let started = Instant::now();
        let uri = request.uri().clone();
        let (outcome, response) = match self.hear(request, started).await {
            Ok(answered) => answered,
            Err(rejection) => {
                let (reason, hint) = (rejection.reason(), self.gate.hint(&rejection));
                if self.may_log(reason) {
                    let path = redact::path(uri.path());
                    tracing::warn!(tree = T::NAME, path = ?path, reason, "a webhook was refused: {rejection}{hint}");
                }
                (Outcome::Rejected(reason), rejection.into_response())
            }
        };
        self.metrics.count(outcome, started.elapsed());
        response
    }

    /// Whether one more line about a webhook of this kind is written now.
    fn may_log(&self, reason: &'static str) -> bool {
        self.log.iter().find(|(known, _)| *known == reason).is_none_or(|(_, budget)| budget.admits())
    }

    /// What GET would be answered, without doing what it asks for: RFC 9110 section 9.3.2. Only the body knows how long
    /// it is, so a document that GET would have to act for has no `Content-Length`.
    fn headers(&self, edition: &Edition<T>, incoming: &Incoming, fields: &Fields<'_>) -> Response {
        match (self.place(edition, incoming, fields), &self.sessions) {
            (Place::NewCall, None) => document(edition.documents.answer()),
            (Place::At(place), None) => document(advance(edition, place.at, &fields.input(), false).document),
            (Place::Unknown(origin), None) => document(edition.documents.trouble(origin.language)),
            (Place::NewCall | Place::At(_) | Place::Unknown(_), Some(_)) => {
                let unknown_length = Body::from_stream(BodyDataStream::new(Empty::<Bytes>::new()));
                document(Bytes::new()).map(|_| unknown_length)
            }
            (Place::Callback(_), _) => StatusCode::NO_CONTENT.into_response(),
        }
    }

    async fn hear(&self, request: Request, started: Instant) -> Result<(Outcome, Response), Rejection> {
        self.gate.check_head(request.headers())?;
        let incoming = Incoming::read(request, self.body_timeout).await?;
        let form = self.gate.open(&incoming)?;
        let fields = Fields::of(&form).with_token(incoming.header(IDEMPOTENCY_TOKEN));
        let trial = incoming.trial();
        // The words may change at any time; this request keeps to these.
        let edition = &*self.editions.current();
        if incoming.is_head() {
            return Ok((Outcome::Probed, self.headers(edition, &incoming, &fields)));
        }
        Ok(match self.place(edition, &incoming, &fields) {
            Place::NewCall => {
                self.observe(|observer| observer.call_started(fields.id()));
                self.check_mount(incoming.prefix());
                tracing::info!(call.sid = fields.call_sid(), tree = T::NAME, "a call comes in");
                match &self.sessions {
                    None => (Outcome::Answered, document(edition.documents.answer())),
                    Some(sessions) => self.begin(edition, sessions, &fields, trial).await,
                }
            }
            Place::At(place) => self.step(edition, place, &fields, trial, started).await,
            Place::Callback(event) => {
                if event == "status" && fields.is_over() {
                    self.observe(|observer| observer.call_ended(fields.id()));
                    if let Some(sessions) = &self.sessions {
                        sessions.over(fields.id());
                    }
                }
                (Outcome::Noted, StatusCode::NO_CONTENT.into_response())
            }
            Place::Unknown(origin) => {
                let why = "this version has no such state";
                if self.may_log("state") {
                    let path = redact::path(incoming.path());
                    tracing::warn!(call.sid = fields.call_sid(), tree = T::NAME, path = ?path, "{why}");
                }
                let text = self.words_for_trouble(edition, &fields, origin).await;
                (Outcome::Trouble, in_trouble(text, &why))
            }
        })
    }

    fn place<'a>(&self, edition: &Edition<T>, incoming: &'a Incoming, fields: &Fields<'_>) -> Place<'a, T> {
        let path = incoming.path().strip_prefix(&self.root).unwrap_or_default();
        let path = path.strip_prefix('/').unwrap_or(path);
        if path.is_empty() {
            return Place::NewCall;
        }
        if CALLBACKS.contains(&path) {
            return Place::Callback(path);
        }
        let Ok(path) = decode_path(path) else { return Place::Unknown(Origin::unknown(&edition.dialog, "")) };
        let Some(place) = session::locate(&edition.dialog, &path) else {
            return Place::Unknown(Origin::unknown(&edition.dialog, &path));
        };
        if !edition.dialog.speaks(&path) && self.may_log("language") {
            let (path, first) = (redact::path(incoming.path()), edition.dialog.tag(place.at.language));
            let why = "this version does not speak the language of the call";
            tracing::warn!(
                call.sid = fields.call_sid(),
                tree = T::NAME,
                path = ?path,
                "{why}, which goes on in {first}"
            );
        }
        Place::At(place)
    }

    /// A new call of a tree that asks plain Rust.
    async fn begin(
        &self,
        edition: &Edition<T>,
        sessions: &Arc<Sessions<T>>,
        fields: &Fields<'_>,
        trial: Option<&Trial>,
    ) -> (Outcome, Response) {
        let (script, who) = (script(edition, trial), fields.who());
        match guarded(sessions.begin(script, who), PATIENCE).await {
            Ok(Ok(stepped)) => {
                self.observe_step(fields, &fields.input(), &stepped);
                (Outcome::Answered, done(edition, stepped, trial))
            }
            Ok(Err(trouble)) => self.trouble(edition, fields, None, &trouble).await,
            Err(failure) => self.trouble(edition, fields, None, &failure).await,
        }
    }

    /// The call goes on from `place`.
    async fn step(
        &self,
        edition: &Edition<T>,
        place: session::Place<T>,
        fields: &Fields<'_>,
        trial: Option<&Trial>,
        started: Instant,
    ) -> (Outcome, Response) {
        let (sid, state, input) = (fields.call_sid(), place.at.state.name(), fields.input());
        let work = async {
            match &self.sessions {
                Some(sessions) => sessions.advance(script(edition, trial), fields.who(), place, &input).await,
                None => Ok(advance(edition, place.at, &input, trial.is_some() || self.observer.is_some())),
            }
        };
        match guarded(work, PATIENCE).await {
            Ok(Ok(stepped)) => {
                self.observe_step(fields, &input, &stepped);
                let latency_ms = started.elapsed().as_secs_f64() * 1000.0;
                tracing::debug!(
                    call.sid = sid,
                    tree.state = state,
                    tree.next = stepped.next,
                    tree.language = edition.dialog.tag(place.at.language),
                    latency_ms,
                    "a call goes on"
                );
                (Outcome::Stepped, done(edition, stepped, trial))
            }
            Ok(Err(trouble)) => self.trouble(edition, fields, Some(place), &trouble).await,
            Err(failure) => self.trouble(edition, fields, Some(place), &failure).await,
        }
    }

    /// Our side failed: the caller hears the words for trouble and goes on where the tree says.
    async fn trouble(
        &self,
        edition: &Edition<T>,
        fields: &Fields<'_>,
        place: Option<session::Place<T>>,
        why: &(dyn Display + Sync),
    ) -> (Outcome, Response) {
        let state = place.map_or("-", |place| place.at.state.name());
        self.observe(|observer| observer.call_failed(fields.id()));
        tracing::error!(
            call.sid = fields.call_sid(),
            tree.state = state,
            "the caller hears the words for trouble: {why}"
        );
        let origin = place.map_or_else(Origin::default, Origin::of);
        let text = self.words_for_trouble(edition, fields, origin).await;
        (Outcome::Trouble, in_trouble(text, why))
    }

    /// The words for trouble, and what follows them as far as that can be done, for the request that failed.
    async fn words_for_trouble(&self, edition: &Edition<T>, fields: &Fields<'_>, origin: Origin) -> Bytes {
        let language = origin.language;
        let Some(sessions) = &self.sessions else { return edition.documents.trouble(language) };
        if !origin.is_last() {
            for footing in [Footing::Record, Footing::Nothing] {
                let told = sessions.trouble(script(edition, None), fields.who(), origin, footing);
                if let Ok(Ok(text)) = guarded(told, TROUBLED_PATIENCE).await {
                    return text;
                }
            }
        }
        tracing::error!(call.sid = fields.call_sid(), "the words for trouble are the last of the call");
        edition.documents.last_words(&edition.dialog, language)
    }

    /// Reports what a step heard.
    fn observe_step(&self, fields: &Fields<'_>, input: &Input<'_>, stepped: &Stepped<T>) {
        self.observe(|observer| {
            let heard = &stepped.heard;
            let steps: Vec<_> = heard.iter().map(|(at, heard)| (at.state.name(), *heard)).collect();
            // A request that was answered before moves nothing.
            if !steps.is_empty() {
                observer.call_moved(fields.id(), &Moved { steps: &steps, input, to: stepped.next });
            }
        });
    }

    fn observe(&self, report: impl FnOnce(&dyn Observer)) {
        if let Some(observer) = &self.observer {
            report(&**observer);
        }
    }

    /// The URLs in the documents were made for one prefix. Should the app have nested the router under another,
    /// every call would end at its second step, so it is said at the first.
    fn check_mount(&self, prefix: &str) {
        let (said, seen) = (self.mount.as_str(), prefix);
        if said != seen && !self.misplaced.swap(true, Ordering::Relaxed) {
            tracing::error!(
                tree = T::NAME,
                "webhooks arrive under `{seen}`, but the URLs are made for `{said}`: write `.mounted_at(\"{seen}\")`"
            );
        }
    }
}

/// What a session needs of its tree.
fn script<'a, T>(edition: &'a Edition<T>, trial: Option<&'a Trial>) -> Script<'a, T> {
    Script { dialog: &edition.dialog, documents: &edition.documents, trial }
}

/// The next step of a call that plain Rust takes no part in.
fn advance<T: PhoneTree>(
    edition: &Edition<T>,
    at: Position<T>,
    input: &Input<'_>,
    is_recorded: bool,
) -> Stepped<T> {
    let heard = edition.dialog.hear(at, input);
    let reply = at.apply(at.state.next(heard), T::ACTIONS);
    let document = edition.documents.reply(&edition.dialog, reply);
    Stepped {
        next: tree::name_of(reply.to),
        document,
        heard: is_recorded.then_some((at, heard)).into_iter().collect(),
    }
}

/// The document of a step, and for a phone of this process what the tree did.
fn done<T: PhoneTree>(edition: &Edition<T>, stepped: Stepped<T>, trial: Option<&Trial>) -> Response {
    let mut response = document(stepped.document);
    if trial.is_some() {
        let steps = stepped.heard.into_iter().map(|(at, heard)| (edition.dialog.path(at), heard)).collect();
        response.extensions_mut().insert(Report { steps, trouble: None });
    }
    response
}

/// The words for trouble, and why they are said.
fn in_trouble(text: Bytes, why: &dyn Display) -> Response {
    let mut response = document(text);
    response.extensions_mut().insert(Report { steps: Vec::new(), trouble: Some(why.to_string()) });
    response
}

fn document(text: Bytes) -> Response {
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, TWIML);
    headers.insert(header::CACHE_CONTROL, NO_STORE);
    response
}
