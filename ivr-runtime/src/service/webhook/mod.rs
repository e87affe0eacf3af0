//! From a request to a document: limit → signature → form → input → step → TwiML.
//!
//! Whatever happens on our side, a caller hears words: a panic, a late app or a state of another version is
//! answered with the tree's `on_error`. Only what the provider did not send is refused.

// In the order of a request: what came,
mod incoming;

// whether the provider sent it,
mod signature_guard;

// what it says,
mod form;

// what that means to a tree,
mod fields;

// what the tree does,
mod guard;

// or why it never got there.
mod rejection;

pub use form::FormError;
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

use self::{
    fields::Fields, form::decode_path, guard::guarded, incoming::Incoming, signature_guard::SignatureGuard,
};
use crate::{
    dialog::tree::{self, PhoneTree, Position},
    input::Input,
    service::{
        config::Checked,
        development::{Moved, Observer},
        session::{self, Origin, RecordAvailability, Script, Sessions, Stepped},
        snapshot::{Snapshot, Snapshots},
        telemetry::{LogBudget, Metrics, Outcome, redact},
        trial::{Report, Trial},
    },
};

/// How long a tree and its app may think. The provider hangs up after 15 s.
const STEP_TIMEOUT: Duration = Duration::from_secs(8);

/// How long each way to tell the caller of trouble may take, after that.
const ERROR_STEP_TIMEOUT: Duration = Duration::from_secs(2);

/// What the provider only wants to tell; each is a path under the tree.
const CALLBACKS: [&str; 3] = ["status", "recording", "transcription"];

/// Tells a request that is repeated from one that says the same again.
const IDEMPOTENCY_TOKEN: &str = "i-twilio-idempotency-token";

const TWIML: HeaderValue = HeaderValue::from_static("text/xml; charset=utf-8");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

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
    /// The calls of a tree that asks plain Rust.
    sessions: Option<Arc<Sessions<T>>>,
    observer: Option<Arc<dyn Observer>>,
}

/// What a path under a tree stands for.
enum RequestPath<'a, T> {
    NewCall,
    At(session::CallPosition<T>),
    Callback(&'a str),
    Unknown(Origin),
}

impl<T: PhoneTree> Webhook<T> {
    /// The webhook of a tree whose paths begin with `root`, `/acme`.
    pub(crate) fn new(
        snapshots: Arc<Snapshots<T>>,
        root: &str,
        settings: &Checked,
        metrics: Arc<Metrics>,
        sessions: Option<Arc<Sessions<T>>>,
    ) -> Self {
        let (root, mount) = (root.to_owned(), settings.mount.clone());
        let misplaced = AtomicBool::new(false);
        let (signature_guard, observer, limits) = (SignatureGuard::new(settings), None, settings.limits);
        let reasons = Rejection::REASONS.into_iter().chain(["state", "language"]);
        let budget = |reason| {
            let summary = "more webhooks of this kind came, which are not logged one by one";
            (reason, LogBudget::new(limits.max_logged_refusals, reason, summary))
        };
        let log = reasons.map(budget).collect();
        let body_timeout = limits.body_timeout;
        Self {
            snapshots,
            signature_guard,
            body_timeout,
            log,
            root,
            mount,
            misplaced,
            metrics,
            sessions,
            observer,
        }
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
                let (reason, hint) = (rejection.reason(), self.signature_guard.hint(&rejection));
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
    fn headers(&self, snapshot: &Snapshot<T>, incoming: &Incoming, fields: &Fields<'_>) -> Response {
        match (self.place(snapshot, incoming, fields), &self.sessions) {
            (RequestPath::NewCall, None) => document(snapshot.documents.answer()),
            (RequestPath::At(place), None) => {
                document(advance(snapshot, place.at, &fields.input(), false).document)
            }
            (RequestPath::Unknown(origin), None) => document(snapshot.documents.on_error(origin.language)),
            (RequestPath::NewCall | RequestPath::At(_) | RequestPath::Unknown(_), Some(_)) => {
                let unknown_length = Body::from_stream(BodyDataStream::new(Empty::<Bytes>::new()));
                document(Bytes::new()).map(|_| unknown_length)
            }
            (RequestPath::Callback(_), _) => StatusCode::NO_CONTENT.into_response(),
        }
    }

    async fn hear(&self, request: Request, started: Instant) -> Result<(Outcome, Response), Rejection> {
        self.signature_guard.check_head(request.headers())?;
        let incoming = Incoming::read(request, self.body_timeout).await?;
        let form = self.signature_guard.open(&incoming)?;
        let fields = Fields::of(&form).with_token(incoming.header(IDEMPOTENCY_TOKEN));
        let trial = incoming.trial();
        // The words may change at any time; this request keeps to these.
        let snapshot = &*self.snapshots.current();
        if incoming.is_head() {
            return Ok((Outcome::Probed, self.headers(snapshot, &incoming, &fields)));
        }
        Ok(match self.place(snapshot, &incoming, &fields) {
            RequestPath::NewCall => {
                self.observe(|observer| observer.call_started(fields.id()));
                self.check_mount(incoming.prefix());
                tracing::info!(call.sid = fields.call_sid(), tree = T::NAME, "a call comes in");
                match &self.sessions {
                    None => (Outcome::Answered, document(snapshot.documents.answer())),
                    Some(sessions) => self.begin(snapshot, sessions, &fields, trial).await,
                }
            }
            RequestPath::At(place) => self.step(snapshot, place, &fields, trial, started).await,
            RequestPath::Callback(event) => {
                if event == "status" && fields.is_over() {
                    self.observe(|observer| observer.call_ended(fields.id()));
                    if let Some(sessions) = &self.sessions {
                        sessions.over(fields.id());
                    }
                }
                (Outcome::Noted, StatusCode::NO_CONTENT.into_response())
            }
            RequestPath::Unknown(origin) => {
                let why = "this version has no such state";
                if self.may_log("state") {
                    let path = redact::path(incoming.path());
                    tracing::warn!(call.sid = fields.call_sid(), tree = T::NAME, path = ?path, "{why}");
                }
                let text = self.words_for_trouble(snapshot, &fields, origin).await;
                (Outcome::OnError, in_trouble(text, &why))
            }
        })
    }

    fn place<'a>(
        &self,
        snapshot: &Snapshot<T>,
        incoming: &'a Incoming,
        fields: &Fields<'_>,
    ) -> RequestPath<'a, T> {
        let path = incoming.path().strip_prefix(&self.root).unwrap_or_default();
        let path = path.strip_prefix('/').unwrap_or(path);
        if path.is_empty() {
            return RequestPath::NewCall;
        }
        if CALLBACKS.contains(&path) {
            return RequestPath::Callback(path);
        }
        let Ok(path) = decode_path(path) else {
            return RequestPath::Unknown(Origin::unknown(&snapshot.dialog, ""));
        };
        let Some(place) = session::locate(&snapshot.dialog, &path) else {
            return RequestPath::Unknown(Origin::unknown(&snapshot.dialog, &path));
        };
        if !snapshot.dialog.speaks(&path) && self.may_log("language") {
            let (path, first) = (redact::path(incoming.path()), snapshot.dialog.tag(place.at.language));
            let why = "this version does not speak the language of the call";
            tracing::warn!(
                call.sid = fields.call_sid(),
                tree = T::NAME,
                path = ?path,
                "{why}, which goes on in {first}"
            );
        }
        RequestPath::At(place)
    }

    /// A new call of a tree that asks plain Rust.
    async fn begin(
        &self,
        snapshot: &Snapshot<T>,
        sessions: &Arc<Sessions<T>>,
        fields: &Fields<'_>,
        trial: Option<&Trial>,
    ) -> (Outcome, Response) {
        let (script, info) = (script(snapshot, trial), fields.call_info());
        match guarded(sessions.begin(script, info), STEP_TIMEOUT).await {
            Ok(Ok(stepped)) => {
                self.observe_step(fields, &fields.input(), &stepped);
                (Outcome::Answered, done(snapshot, stepped, trial))
            }
            Ok(Err(on_error)) => self.on_error(snapshot, fields, None, &on_error).await,
            Err(failure) => self.on_error(snapshot, fields, None, &failure).await,
        }
    }

    /// The call goes on from `place`.
    async fn step(
        &self,
        snapshot: &Snapshot<T>,
        place: session::CallPosition<T>,
        fields: &Fields<'_>,
        trial: Option<&Trial>,
        started: Instant,
    ) -> (Outcome, Response) {
        let (sid, state, input) = (fields.call_sid(), place.at.state.name(), fields.input());
        let work = async {
            match &self.sessions {
                Some(sessions) => {
                    sessions.advance(script(snapshot, trial), fields.call_info(), place, &input).await
                }
                None => Ok(advance(snapshot, place.at, &input, trial.is_some() || self.observer.is_some())),
            }
        };
        match guarded(work, STEP_TIMEOUT).await {
            Ok(Ok(stepped)) => {
                self.observe_step(fields, &input, &stepped);
                let latency_ms = started.elapsed().as_secs_f64() * 1000.0;
                tracing::debug!(
                    call.sid = sid,
                    tree.state = state,
                    tree.next = stepped.next,
                    tree.language = snapshot.dialog.tag(place.at.language),
                    latency_ms,
                    "a call goes on"
                );
                (Outcome::Stepped, done(snapshot, stepped, trial))
            }
            Ok(Err(on_error)) => self.on_error(snapshot, fields, Some(place), &on_error).await,
            Err(failure) => self.on_error(snapshot, fields, Some(place), &failure).await,
        }
    }

    /// Our side failed: the caller hears the words for trouble and goes on where the tree says.
    async fn on_error(
        &self,
        snapshot: &Snapshot<T>,
        fields: &Fields<'_>,
        place: Option<session::CallPosition<T>>,
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
        let text = self.words_for_trouble(snapshot, fields, origin).await;
        (Outcome::OnError, in_trouble(text, why))
    }

    /// The words for trouble, and what follows them as far as that can be done, for the request that failed.
    async fn words_for_trouble(&self, snapshot: &Snapshot<T>, fields: &Fields<'_>, origin: Origin) -> Bytes {
        let language = origin.language;
        let Some(sessions) = &self.sessions else { return snapshot.documents.on_error(language) };
        if !origin.is_last() {
            for availability in [RecordAvailability::Record, RecordAvailability::Nothing] {
                let told =
                    sessions.on_error(script(snapshot, None), fields.call_info(), origin, availability);
                if let Ok(Ok(text)) = guarded(told, ERROR_STEP_TIMEOUT).await {
                    return text;
                }
            }
        }
        tracing::error!(call.sid = fields.call_sid(), "the words for trouble are the last of the call");
        snapshot.documents.last_words(&snapshot.dialog, language)
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
fn script<'a, T>(snapshot: &'a Snapshot<T>, trial: Option<&'a Trial>) -> Script<'a, T> {
    Script { dialog: &snapshot.dialog, documents: &snapshot.documents, trial }
}

/// The next step of a call that plain Rust takes no part in.
fn advance<T: PhoneTree>(
    snapshot: &Snapshot<T>,
    at: Position<T>,
    input: &Input<'_>,
    is_recorded: bool,
) -> Stepped<T> {
    let heard = snapshot.dialog.hear(at, input);
    let reply = at.apply(at.state.next(heard), T::ACTIONS);
    let document = snapshot.documents.reply(&snapshot.dialog, reply);
    Stepped {
        next: tree::name_of(reply.to),
        document,
        heard: is_recorded.then_some((at, heard)).into_iter().collect(),
    }
}

/// The document of a step, and for a phone of this process what the tree did.
fn done<T: PhoneTree>(snapshot: &Snapshot<T>, stepped: Stepped<T>, trial: Option<&Trial>) -> Response {
    let mut response = document(stepped.document);
    if trial.is_some() {
        let steps = stepped.heard.into_iter().map(|(at, heard)| (snapshot.dialog.path(at), heard)).collect();
        response.extensions_mut().insert(Report { steps, on_error: None });
    }
    response
}

/// The words for trouble, and why they are said.
fn in_trouble(text: Bytes, why: &dyn Display) -> Response {
    let mut response = document(text);
    response.extensions_mut().insert(Report { steps: Vec::new(), on_error: Some(why.to_string()) });
    response
}

fn document(text: Bytes) -> Response {
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, TWIML);
    headers.insert(header::CACHE_CONTROL, NO_STORE);
    response
}
