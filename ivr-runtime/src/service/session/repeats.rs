//! `run …, at_least_once`: stored with its step, repeated until it is done, and only then removed. The receiver
//! recognizes a repetition by `call.step_id`.

use std::{
    pin::pin,
    sync::{Arc, PoisonError},
    time::Duration,
};

use tokio::{sync::oneshot, time::sleep};

use super::{
    Sessions,
    error::SessionError,
    record::{Pending, Record},
    runs::{Job, RUN_TIMEOUT},
    settle,
};
use crate::{
    dialog::{data::Call, tree::PhoneTree},
    service::{
        guard::{GuardError, guarded},
        store::Saved,
        task,
        telemetry::redact,
    },
};

/// How long a `run` that failed is left alone; twice as long after each further failure.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// The maximum delay.
const MAX_RETRY_DELAY: Duration = Duration::from_secs(60);

/// The result of an attempt.
enum Attempt {
    CrossedOff,
    /// It failed and must be repeated.
    Failed(&'static str),
    /// It is done, but the store does not know yet.
    Done(SessionError),
}

impl<T: PhoneTree> Sessions<T> {
    /// Executes a `run` until it is done, unless that is already in progress. The first attempt begins at once.
    pub(super) fn repeat(self: &Arc<Self>, todo: Pending, call: Call<T::Data>) {
        let source = todo.at_least_once.as_deref().unwrap_or_default();
        let Some(job) = Job::repeated::<T>(source, &todo) else {
            tracing::error!(
                call.sid = redact::call_sid(&call.id),
                "a `run` is not executed, because this version of the tree has no `run {source}, at_least_once`"
            );
            return;
        };
        if !self.repeated(|under_way| under_way.insert(call.step_id.clone())) {
            return;
        }
        let first = self.attempt(&job, &todo, &call, false);
        task::spawn(Arc::clone(self).until_done(job, todo, call, first));
    }

    async fn until_done(
        self: Arc<Self>,
        job: Job,
        todo: Pending,
        call: Call<T::Data>,
        first: oneshot::Receiver<Attempt>,
    ) {
        let (mut attempt, mut delay, mut is_done) = (first, RETRY_DELAY, false);
        loop {
            match attempt.await {
                // The task was cancelled because the process ends.
                Err(_) => return,
                Ok(Attempt::CrossedOff) => break,
                Ok(Attempt::Failed(why)) => {
                    let (sid, seconds) = (redact::call_sid(&call.id), delay.as_secs());
                    tracing::warn!(
                        call.sid = sid,
                        step = todo.step,
                        "a `run` {why}, and is repeated in {seconds} s"
                    );
                }
                Ok(Attempt::Done(why)) => {
                    is_done = true;
                    tracing::warn!(
                        call.sid = redact::call_sid(&call.id),
                        "a `run` succeeded, but cannot be removed from the record: {why}"
                    );
                }
            }
            sleep(delay).await;
            delay = MAX_RETRY_DELAY.min(delay * 2);
            if !is_done && self.has_expired(&todo, &call.id).await {
                tracing::error!(
                    call.sid = redact::call_sid(&call.id),
                    step = todo.step,
                    "a `run` did not succeed before the record of its call expired"
                );
                break;
            }
            attempt = self.attempt(&job, &todo, &call, is_done);
        }
        self.repeated(|under_way| under_way.remove(&call.step_id));
    }

    /// Executes it, unless it is already done, and removes it.
    fn attempt(
        self: &Arc<Self>,
        job: &Job,
        todo: &Pending,
        call: &Call<T::Data>,
        is_done: bool,
    ) -> oneshot::Receiver<Attempt> {
        let (tell, told) = oneshot::channel();
        let (sessions, job) = (Arc::clone(self), job.clone());
        let (todo, call) = (todo.clone(), call.clone());
        task::spawn_tracked(&self.tasks, async move {
            let id = call.id.clone();
            let failure = if is_done { None } else { sessions.failure(job, call).await };
            let outcome = match failure {
                Some(why) => Attempt::Failed(why),
                None => match sessions.cross_off_done(&todo, &id).await {
                    Ok(()) => Attempt::CrossedOff,
                    Err(why) => Attempt::Done(why),
                },
            };
            // An error means that the receiver was dropped because the process ends.
            let _ = tell.send(outcome);
        });
        told
    }

    /// Does it, and says why it is not done.
    async fn failure(&self, job: Job, call: Call<T::Data>) -> Option<&'static str> {
        let app = Arc::clone(&self.app);
        match guarded(pin!(job.work::<T>(&app, &call)), RUN_TIMEOUT).await {
            Ok(true) => None,
            Ok(false) => Some("returned an error"),
            Err(GuardError::Late) => Some("took too long"),
            Err(GuardError::Panicked) => Some("panicked"),
        }
    }

    /// Removes what is done. A call that has ended and has nothing more to do is removed as well.
    async fn cross_off_done(&self, todo: &Pending, id: &str) -> Result<(), SessionError> {
        let Some(store) = self.store.as_deref() else { return Ok(()) };
        loop {
            let Some(before) = store.load(id).await? else { return Ok(()) };
            let mut record = Record::read(&before)?;
            record.pending.retain(|other| !other.is(todo));
            let crossed_off = if record.over && record.pending.is_empty() {
                settle(store, id, &before, record.at_rest::<T>())?.await?
            } else {
                self.save_changed(store, id, &before, &mut record).await?
            };
            if crossed_off == Saved::Done {
                return Ok(());
            }
        }
    }

    /// Returns whether it has expired in the store. An unavailable store counts as no.
    async fn has_expired(&self, todo: &Pending, id: &str) -> bool {
        let Some(store) = self.store.as_deref() else { return true };
        match store.load(id).await {
            Ok(None) => true,
            Ok(Some(stored)) => {
                Record::read(&stored).is_ok_and(|record| !record.pending.iter().any(|other| other.is(todo)))
            }
            Err(_) => false,
        }
    }

    /// Changes the names of the `run`s in progress. No code that holds the lock panics.
    pub(super) fn repeated<V>(&self, change: impl FnOnce(&mut std::collections::HashSet<String>) -> V) -> V {
        change(&mut self.under_way.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
