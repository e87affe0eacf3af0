//! Requests of a tree that asks plain Rust: they may have to wait, and may fail on our side.

use std::{
    fmt::Display,
    pin::pin,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;

use ivr_core::hours::OpenSet;

use super::{
    RequestPath, UNKNOWN_STATE, Webhook,
    answer::Answer,
    fields::Fields,
    form::Form,
    notes::Moment,
    passed_on::Target,
    step::{done, log_step},
    waiting,
};
use crate::{
    dialog::{data::Told, speak::Given, tree::PhoneTree},
    service::{
        guard::{GuardError, guarded},
        session::{
            self, CallInfo, Origin, RecordAvailability, Script, SessionError, Sessions, StartPosition,
            Stepped,
        },
        snapshot::Snapshot,
        telemetry::Outcome,
        trial::Trial,
    },
    twiml,
};

/// The time limit of a step with its app and its store. Twilio hangs up after 15 s.
pub(super) const STEP_TIMEOUT: Duration = Duration::from_secs(8);

/// The time limit of each way to answer with `on_error` afterwards.
const ERROR_STEP_TIMEOUT: Duration = Duration::from_secs(2);

/// The parts of a request that a live step needs.
pub(super) struct Turn<'a, T> {
    pub(super) snapshot: Arc<Snapshot<T>>,
    pub(super) form: Form<'a>,
    /// The query of a request whose fields are in its body.
    pub(super) query: &'a str,
    /// Where the request is repeated, if another server may know more.
    pub(super) target: Target<'a>,
    /// `I-Twilio-Idempotency-Token`.
    pub(super) token: Option<&'a str>,
    /// The reported facts that the tree reads.
    pub(super) told: Told,
    pub(super) trial: Option<Trial>,
    /// The schedules that are open.
    pub(super) open: OpenSet,
    pub(super) started: Instant,
}

/// Why a step failed, and which ways remain to answer the caller.
struct Failure<'a> {
    why: &'a (dyn Display + Sync),
    ways: &'static [RecordAvailability],
}

impl<'a> Failure<'a> {
    fn of<T: PhoneTree>(sessions: &Sessions<T>, error: &'a SessionError) -> Self {
        Self { why: error, ways: sessions.ways_to_tell(Some(error)) }
    }

    /// Creates a failure that is not caused by the store.
    fn beside<T: PhoneTree>(sessions: &Sessions<T>, failure: &'a GuardError) -> Self {
        Self { why: failure, ways: sessions.ways_to_tell(None) }
    }
}

impl<T: PhoneTree> Webhook<T> {
    /// Answers a request for `place`.
    pub(super) async fn answer_live(
        &self,
        sessions: &Arc<Sessions<T>>,
        turn: Turn<'_, T>,
        place: RequestPath<T>,
    ) -> (Outcome, Answer) {
        let carried = turn.target.carried();
        let mut fields = Fields::of(&turn.form).with_token(turn.token);
        fields.or(carried.as_ref());
        match place {
            RequestPath::NewCall => self.begin(sessions, &turn, &fields, None).await,
            RequestPath::At(place) => self.advance(sessions, &turn, &fields, place).await,
            RequestPath::Start(start) => self.begin(sessions, &turn, &fields, Some(start)).await,
            RequestPath::Callback(_) => (Outcome::Noted, Answer::NoContent),
            RequestPath::Unknown(origin) if origin.is_of_callee() => {
                (Outcome::OnError, Answer::on_error(twiml::decline(), &UNKNOWN_STATE))
            }
            RequestPath::Unknown(origin) if origin.waits() => {
                (Outcome::OnError, Answer::on_error(twiml::leave(), &UNKNOWN_STATE))
            }
            RequestPath::Unknown(origin) => {
                let ways = sessions.ways_to_tell(None);
                let words = Box::pin(render_on_error(sessions, &turn, &fields, origin, ways)).await;
                (Outcome::OnError, Answer::on_error_with(words, &UNKNOWN_STATE))
            }
        }
    }

    /// A new call: at the start of the tree, or at a named start with the values of its query and form.
    async fn begin(
        &self,
        sessions: &Arc<Sessions<T>>,
        turn: &Turn<'_, T>,
        fields: &Fields<'_>,
        named: Option<StartPosition<T>>,
    ) -> (Outcome, Answer) {
        let (script, info) = (script(turn), info(turn, fields));
        let begun = match named {
            None => guarded(pin!(sessions.begin(script, info)), STEP_TIMEOUT).await,
            Some(start) => {
                let mut query = Form::default();
                let pairs: Vec<(&str, &str)> = match query.decode(turn.query.as_bytes()) {
                    Ok(()) => query.pairs().chain(turn.form.pairs()).collect(),
                    // A query that cannot be decoded counts as missing; `start` reports what it lacks.
                    Err(_) => turn.form.pairs().collect(),
                };
                guarded(pin!(sessions.start(script, info, start, Given::new(&pairs))), STEP_TIMEOUT).await
            }
        };
        let origin = named.map_or_else(Origin::default, Origin::of_start);
        let mut stepped = match self.stepped(sessions, turn, fields, (None, origin), begun).await {
            Ok(stepped) => stepped,
            Err(answer) => return answer,
        };
        self.observe_step(fields, &fields.input(), &stepped);
        let start = named.map_or(0, |named| named.start);
        let moment = Moment::of_start(start, turn.open, turn.started);
        self.record(&turn.snapshot, fields, &mut stepped, moment);
        (Outcome::Answered, done(&turn.snapshot, stepped, turn.trial.as_ref()))
    }

    async fn advance(
        &self,
        sessions: &Arc<Sessions<T>>,
        turn: &Turn<'_, T>,
        fields: &Fields<'_>,
        place: session::CallPosition<T>,
    ) -> (Outcome, Answer) {
        let input = fields.input();
        let is_waiting = waiting::is_waiting(&turn.snapshot.dialog, place);
        let told =
            || Fields::queue(&turn.form).or_else(|| turn.target.carried().as_ref().and_then(Fields::queue));
        let queue = if is_waiting { told() } else { None };
        let info = CallInfo { queue, ..info(turn, fields) };
        let advanced = guarded(pin!(sessions.advance(script(turn), info, place, &input)), STEP_TIMEOUT).await;
        let from = (Some(place), Origin::of(place));
        let mut stepped = match self.stepped(sessions, turn, fields, from, advanced).await {
            Ok(stepped) => stepped,
            Err(answer) => return answer,
        };
        self.observe_step(fields, &input, &stepped);
        log_step(&turn.snapshot, place, fields, &stepped, turn.started);
        let moment = Moment::of_step(turn.open, turn.started);
        self.record(&turn.snapshot, fields, &mut stepped, moment);
        (Outcome::Stepped, done(&turn.snapshot, stepped, turn.trial.as_ref()))
    }

    /// The step that a session returned; if it failed, the answer to the request.
    async fn stepped(
        &self,
        sessions: &Arc<Sessions<T>>,
        turn: &Turn<'_, T>,
        fields: &Fields<'_>,
        (place, origin): (Option<session::CallPosition<T>>, Origin),
        returned: Result<Result<Stepped<T>, SessionError>, GuardError>,
    ) -> Result<Stepped<T>, (Outcome, Answer)> {
        let error = match returned {
            Ok(Ok(stepped)) => return Ok(stepped),
            Ok(Err(error)) => Ok(error),
            Err(error) => Err(error),
        };
        // A server of the version that wrote the record can read it.
        if let Ok(error) = &error
            && error.is_of_another_version()
            && let Some(passed_on) = self.pass_on(&turn.snapshot, turn.target, &turn.form, error)
        {
            return Err(passed_on);
        }
        let failure = match &error {
            Ok(error) => Failure::of(sessions, error),
            Err(error) => Failure::beside(sessions, error),
        };
        self.note_failure(fields, place, failure.why);
        if place.is_some_and(|place| waiting::is_waiting(&turn.snapshot.dialog, place)) {
            return Err((Outcome::OnError, Answer::on_error(twiml::wait_on(), failure.why)));
        }
        Err(self.on_error(sessions, turn, fields, origin, failure).await)
    }

    /// The caller hears `on_error`, and the call continues at its target.
    async fn on_error(
        &self,
        sessions: &Arc<Sessions<T>>,
        turn: &Turn<'_, T>,
        fields: &Fields<'_>,
        origin: Origin,
        Failure { why, ways }: Failure<'_>,
    ) -> (Outcome, Answer) {
        // Boxed, because this is rare and the future of a request is moved as a whole.
        let words = Box::pin(render_on_error(sessions, turn, fields, origin, ways)).await;
        (Outcome::OnError, Answer::on_error_with(words, why))
    }
}

/// Renders the `on_error` block and what follows it for the failed request, as far as possible. Returns its secret
/// tones as well.
async fn render_on_error<T: PhoneTree>(
    sessions: &Arc<Sessions<T>>,
    turn: &Turn<'_, T>,
    fields: &Fields<'_>,
    origin: Origin,
    ways: &[RecordAvailability],
) -> (Bytes, Vec<String>) {
    let (script, snapshot) = (Script { trial: None, ..script(turn) }, &turn.snapshot);
    if !origin.is_last() {
        for &availability in ways {
            let told = sessions.on_error(script, info(turn, fields), origin, availability);
            if let Ok(Ok(Stepped { document, secrets, .. })) = guarded(pin!(told), ERROR_STEP_TIMEOUT).await {
                return (document, secrets);
            }
        }
    }
    tracing::error!(call.sid = fields.call_sid(), "the call ends with `on_error`");
    (snapshot.documents.last_words(&snapshot.dialog, origin.language, script.open), Vec::new())
}

/// Returns the reported facts that the tree reads: when a call begins or, if nothing is stored, with every request.
pub(super) fn told<T: PhoneTree>(place: &RequestPath<T>, form: &Form<'_>, query: &str) -> Told {
    let begins = matches!(place, RequestPath::NewCall | RequestPath::Start(_));
    if T::TOLD.is_nothing() || !begins && T::STATEFUL {
        return Told::default();
    }
    let mut beside = Form::default();
    match beside.decode(query.as_bytes()) {
        Ok(()) => Told::read(T::TOLD, form.pairs(), beside.pairs()),
        // A query that cannot be decoded counts as empty.
        Err(_) => Told::read(T::TOLD, form.pairs(), std::iter::empty()),
    }
}

/// Returns the call of the request and what Twilio reports about it.
fn info<'a, T>(turn: &'a Turn<'_, T>, fields: &Fields<'a>) -> CallInfo<'a> {
    CallInfo { told: Some(&turn.told), ..fields.call_info() }
}

/// Returns what a session needs of its tree.
fn script<'a, T>(turn: &'a Turn<'_, T>) -> Script<'a, T> {
    let Turn { snapshot, open, trial, .. } = turn;
    Script { dialog: &snapshot.dialog, documents: &snapshot.documents, open: *open, trial: trial.as_ref() }
}
