//! A call of a tree with data or Rust: its fields are loaded, the step is executed, and the result is stored before
//! the caller is answered. Other trees do not use this module.

// The position of a call, and the number of its request.
mod place;

// The stored record.
mod record;

// The data for the hooks of a tree.
mod aftermath;

// The newest records of this process.
mod recent;

// The digests of answered requests.
mod answers;

// One step, from the event to the position where the call waits next.
mod found;
mod lookups;
mod step;
mod teller;
mod walk;
mod walked;

// Screens of callees.
mod screening;

// Work after the answer, and work of servers that ended.
mod presence;
mod recovery;
mod repeats;
mod runs;

// Reports in addition to the requests of a call.
mod reports;

// Errors.
mod error;

#[cfg(test)]
mod tests;

pub(crate) use self::{
    aftermath::recording_id,
    error::SessionError,
    place::{CallPosition, Leg, Origin, StartPosition, locate},
    presence::RESERVED,
    reports::News,
};

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, atomic::AtomicBool},
    time::Duration,
};

use bytes::Bytes;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::task::TaskTracker;

use self::{
    answers::Answers,
    lookups::Lookups,
    place::Mark,
    presence::Presence,
    recent::RecentRecords,
    record::{Record, Unreadable},
    walk::Go,
};
use crate::{
    dialog::{
        call::{Dialog, Steps},
        data::{Queue, Told},
        speak::Given,
        tree::{PhoneTree, To},
    },
    input::Input,
    service::{
        store::{CallStore, Pending, Saved},
        task,
        telemetry::redact,
        trial::Trial,
    },
    twiml::Documents,
};
use ivr_core::hours::OpenSet;

/// How long a request waits for answers of the app before the caller is sent to ask again: well below Twilio's 15 s.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(6);

/// The same limit for a request that has already failed once.
const ERROR_ANSWER_TIMEOUT: Duration = Duration::from_secs(1);

/// The time limit for the store.
const STORE_TIMEOUT: Duration = Duration::from_secs(7);

/// The time limit for the store to report that it is ready.
const READY_TIMEOUT: Duration = Duration::from_secs(2);

/// How long that report is reused, because anybody may ask and each check costs two writes.
const READY_TTL: Duration = Duration::from_secs(1);

/// How long a call is kept after its end, because its last requests may arrive after the report of its end.
const GRACE: Duration = Duration::from_secs(60);

/// The result of a step.
#[derive(Clone, Debug)]
pub(crate) struct Stepped<T> {
    /// The position of the call, or `None` if the request was answered before.
    pub(crate) next: Option<To<T>>,
    pub(crate) document: Bytes,
    /// The positions that were left, and the event in each.
    pub(crate) heard: Steps<T>,
    /// The tones in the document that transcripts do not show.
    pub(crate) secrets: Vec<String>,
}

/// The call of a request, as Twilio reports it.
#[derive(Clone, Copy)]
pub(crate) struct CallInfo<'a> {
    /// `CallSid`.
    pub(crate) id: &'a str,
    /// `From`.
    pub(crate) from: &'a str,
    /// `To`.
    pub(crate) to: &'a str,
    /// Whether the call was not answered yet when the request was made: `CallStatus`.
    pub(crate) is_ringing: bool,
    /// The queue in which the caller waits.
    pub(crate) queue: Option<Queue>,
    /// Other facts that the tree reads.
    pub(crate) told: Option<&'a Told>,
    /// `I-Twilio-Idempotency-Token`, which is the same for a repeated request. Empty if it is missing.
    pub(crate) idempotency_token: &'a str,
}

impl<'a> CallInfo<'a> {
    /// Returns the call with which a callee will be connected.
    pub(crate) fn of_parent(id: &'a str) -> Self {
        Self { id, from: "", to: "", is_ringing: false, queue: None, told: None, idempotency_token: "" }
    }
}

/// The calls of a tree.
pub(crate) struct Sessions<T: PhoneTree> {
    app: Arc<T::App>,
    store: Option<Arc<dyn CallStore>>,
    /// Present if asking the store is a round trip.
    recent: Option<RecentRecords>,
    lookups: Lookups<T>,
    tasks: TaskTracker,
    answers: Answers,
    tended: AtomicBool,
    /// The `run`s in progress that are repeated until they are done, by `call.step_id`.
    under_way: Mutex<HashSet<String>>,
    /// This server among those that share the store.
    presence: Option<Presence>,
    /// Whether something is left undone for another server or process.
    owes: AtomicBool,
    /// When the store was last asked whether it is ready, and its answer.
    ready: tokio::sync::Mutex<Option<(Instant, Result<(), SessionError>)>>,
}

/// What a session needs of its tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Script<'a, T> {
    pub(crate) dialog: &'a Dialog<T>,
    pub(crate) documents: &'a Documents<T>,
    /// The schedules that are open.
    pub(crate) open: OpenSet,
    /// What a phone of this process tries.
    pub(crate) trial: Option<&'a Trial>,
}

/// A request of a call, as the session sees it.
#[derive(Clone, Copy)]
struct Asking<'a, T> {
    script: Script<'a, T>,
    info: CallInfo<'a>,
    /// The mark of the request. `None` for a new call, and for a move to a named start.
    mark: Option<Mark>,
    /// The requested named start, by index.
    start: Option<usize>,
    go: Go<'a, T>,
    until: Instant,
}

/// Whether `on_error` can be answered with the record of the call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RecordAvailability {
    /// The step is stored like any other.
    Record,
    /// The store is unavailable, or contains nothing of the call.
    Nothing,
}

impl<T: PhoneTree> Sessions<T> {
    /// Creates the calls of a tree. `store` contains the records of a [`STATEFUL`](PhoneTree::STATEFUL) tree.
    pub(crate) fn new(app: T::App, store: Option<Arc<dyn CallStore>>) -> Self {
        let store = store.filter(|_| T::STATEFUL);
        let (lookups, tasks, tended) = (Lookups::new(), TaskTracker::new(), AtomicBool::new(false));
        let ready = tokio::sync::Mutex::default();
        Self {
            app: Arc::new(app),
            store,
            recent: None,
            lookups,
            tasks,
            answers: Answers::default(),
            tended,
            under_way: Mutex::default(),
            presence: None,
            owes: AtomicBool::new(false),
            ready,
        }
    }

    /// Marks the store as a separate server that other servers may share. A step then begins with the record of the
    /// previous step, and another server takes over what a server leaves undone.
    pub(crate) fn on_shared_store(mut self) -> Self {
        self.recent = Some(RecentRecords::default());
        self.presence = Some(Presence::new());
        self
    }

    /// Begins a new call.
    pub(crate) async fn begin(
        self: &Arc<Self>,
        script: Script<'_, T>,
        info: CallInfo<'_>,
    ) -> Result<Stepped<T>, SessionError> {
        let until = Instant::now() + ANSWER_TIMEOUT;
        self.step(Asking { script, info, mark: None, start: None, go: Go::Begin, until }).await
    }

    /// Begins a call at a named start, or moves a call there, which keeps its fields and its language.
    pub(crate) async fn start(
        self: &Arc<Self>,
        script: Script<'_, T>,
        info: CallInfo<'_>,
        start: StartPosition<T>,
        given: Given<'_>,
    ) -> Result<Stepped<T>, SessionError> {
        let until = Instant::now() + ANSWER_TIMEOUT;
        let go = Go::Start(start, given);
        self.step(Asking { script, info, mark: None, start: Some(start.start), go, until }).await
    }

    /// Executes the next step of a call.
    pub(crate) async fn advance(
        self: &Arc<Self>,
        script: Script<'_, T>,
        info: CallInfo<'_>,
        place: CallPosition<T>,
        input: &Input<'_>,
    ) -> Result<Stepped<T>, SessionError> {
        let until = Instant::now() + ANSWER_TIMEOUT;
        let go = if place.mark.is_of_queue() { Go::Wait(place.at) } else { Go::Answer(place.at, input) };
        let asking = Asking { script, info, mark: Some(place.mark), start: None, go, until };
        match self.step(asking).await {
            // After `on_error`, the call continues without a record as long as it needs none.
            Err(error) if place.mark.has_failed() && error.is_about_the_record() => {
                self.step_unkept(asking).await.map_err(|_| error)
            }
            stepped => stepped,
        }
    }

    /// Answers a failed request with the `on_error` block and what follows it.
    pub(crate) async fn on_error(
        self: &Arc<Self>,
        script: Script<'_, T>,
        info: CallInfo<'_>,
        origin: Origin,
        availability: RecordAvailability,
    ) -> Result<Stepped<T>, SessionError> {
        let until = Instant::now() + ERROR_ANSWER_TIMEOUT;
        let Origin { mark, language, start } = origin;
        let asking = Asking { script, info, mark, start, go: Go::OnError(language), until };
        match availability {
            RecordAvailability::Record => self.step(asking).await,
            RecordAvailability::Nothing => self.step_unkept(asking).await,
        }
    }

    /// Handles the end of a call, which is removed after a while.
    pub(crate) fn over(self: &Arc<Self>, id: &str) {
        self.lookups.forget_call(id);
        if self.store.is_none() || id.is_empty() {
            return;
        }
        let (sessions, id) = (Arc::clone(self), id.to_owned());
        task::spawn(async move {
            sleep(GRACE).await;
            sessions.forget(&id).await;
        });
    }

    /// Checks whether another call can be stored.
    pub(crate) async fn ready(&self) -> Result<(), SessionError> {
        let Some(store) = self.store.as_deref() else { return Ok(()) };
        let mut last = self.ready.lock().await;
        if let Some((_, ready)) = last.as_ref().filter(|(asked, _)| asked.elapsed() < READY_TTL) {
            return ready.clone();
        }
        let ready = match timeout(READY_TIMEOUT, store.ready()).await {
            Ok(ready) => ready.map_err(SessionError::Store),
            // A hanging disk never answers.
            Err(_) => Err(SessionError::StoreLate),
        };
        if let Err(why) = &ready
            && last.as_ref().is_none_or(|(_, before)| before.is_ok())
        {
            tracing::error!("no call can be stored: {why}");
        }
        *last = Some((Instant::now(), ready.clone()));
        ready
    }

    /// Returns the tasks that run after callers were answered.
    #[cfg(any(feature = "serve", test))]
    pub(crate) fn tasks(&self) -> &TaskTracker {
        &self.tasks
    }

    /// Starts what is still to be done of a call.
    fn catch_up(self: &Arc<Self>, record: &Record, id: &str) {
        if !record.pending.is_empty() {
            self.run_pending(id);
        }
    }

    /// Removes a call that has ended. While one of its `run`s is not done, the last of them removes it.
    async fn forget(&self, id: &str) {
        let Some(store) = self.store.as_deref() else { return };
        let forgotten = async {
            loop {
                let Some(stored) = in_time(store.load(id)).await? else { return Ok(()) };
                match Record::read(&stored) {
                    Ok(mut record) if !record.pending.is_empty() => {
                        record.over = true;
                        if in_time(store.save(id, Some(&stored), record.write()?)).await? == Saved::Done {
                            return Ok(());
                        }
                    }
                    // The record may contain work that only another version can do.
                    Err(why @ Unreadable::OtherVersion) => return Err(why.into()),
                    Ok(record) => {
                        if in_time(settle(store, id, &stored, record.at_rest::<T>())?).await? == Saved::Done {
                            return Ok(());
                        }
                    }
                    Err(Unreadable::Invalid) => {
                        if in_time(store.remove(id, &stored)).await? == Saved::Done {
                            return Ok::<(), SessionError>(());
                        }
                    }
                }
            }
        };
        if let Err(error) = forgotten.await {
            tracing::warn!(
                call.sid = redact::call_sid(id),
                "the record of an ended call stays stored until it expires: {error}"
            );
        }
    }
}

/// Stores what is left of a call that has ended, or removes it.
fn settle<'a>(
    store: &'a dyn CallStore,
    id: &'a str,
    before: &'a [u8],
    left: Option<Record>,
) -> Result<Pending<'a, Saved>, Unreadable> {
    Ok(match left {
        Some(mut record) => store.save(id, Some(before), record.write()?),
        None => store.remove(id, before),
    })
}

/// Returns the answer of the store, if it arrives in time.
async fn in_time<V>(answer: Pending<'_, V>) -> Result<V, SessionError> {
    match timeout(STORE_TIMEOUT, answer).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(SessionError::StoreLate),
    }
}
