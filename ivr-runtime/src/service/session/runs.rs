//! `run`: done once a step, after the caller was answered, however often Twilio repeats itself. Before it
//! is begun it is crossed off in the store, so that no crash can make it happen twice; one that is done at least once is
//! crossed off when it is done.

use std::{
    sync::{Arc, Weak, atomic::Ordering},
    time::Duration,
};

use super::{
    Sessions,
    error::SessionError,
    record::{Pending, Record},
    walk::Run,
};
use crate::{
    dialog::{data::Call, tree::PhoneTree},
    service::{
        store::{Saved, StoreError},
        telemetry::redact,
    },
};

/// How long a store that was away at the start is left alone before it is asked again what is left undone.
const RECOVERY_RETRY_DELAY: Duration = Duration::from_secs(10);

/// How long one `run` may take.
pub(super) const RUN_TIMEOUT: Duration = Duration::from_secs(60);

/// What is to be done of a step, to be stored with it.
pub(super) fn pending(step: u32, runs: Vec<Run>) -> impl Iterator<Item = Pending> {
    runs.into_iter().zip(0..).map(move |(Run { block, at_least_once, fields, language, .. }, place)| {
        Pending { step, place, block, fields, language, at_least_once: at_least_once.map(str::to_owned) }
    })
}

impl<T: PhoneTree> Sessions<T> {
    /// Crosses off what a call has to do at most once, and does everything that it has to do.
    pub(super) fn run_pending(self: &Arc<Self>, id: &str) {
        let (sessions, id) = (Arc::clone(self), id.to_owned());
        self.tasks.spawn(async move {
            let Some((record, pending)) = sessions.cross_off(&id).await else { return };
            for todo in pending {
                match record.call_of(&id, &todo) {
                    Ok(call) if todo.at_least_once.is_some() => sessions.repeat(todo, call),
                    Ok(call) => sessions.run(todo.block, call).await,
                    Err(error) => {
                        tracing::error!(call.sid = redact::call_sid(&id), "a `run` is left out: {error}");
                    }
                }
            }
        });
    }

    /// Begins what an earlier process left undone. Done once, as soon as there is a runtime to do it in.
    pub(crate) fn tend(self: &Arc<Self>) {
        if !T::STATEFUL || self.tended.swap(true, Ordering::Relaxed) {
            return;
        }
        let sessions = Arc::clone(self);
        self.tasks.spawn(async move {
            if let Err(error) = sessions.recover().await {
                tracing::error!("failed to load the pending `run`s of an earlier process: {error}");
                tokio::spawn(Self::recover_later(Arc::downgrade(&sessions)));
            }
        });
    }

    /// Asks a store that was away until it answers, or the server is gone: then the next one does.
    async fn recover_later(sessions: Weak<Self>) {
        loop {
            tokio::time::sleep(RECOVERY_RETRY_DELAY).await;
            let Some(sessions) = sessions.upgrade() else { return };
            if sessions.recover().await.is_ok() {
                return;
            }
        }
    }

    /// What was left undone by a process that ended: begun now.
    async fn recover(self: &Arc<Self>) -> Result<(), StoreError> {
        let Some(store) = self.store.as_deref().filter(|_| T::STATEFUL) else { return Ok(()) };
        for (id, stored) in store.all().await? {
            if Record::read(&stored).is_ok_and(|record| !record.pending.is_empty()) {
                self.run_pending(&id);
            }
        }
        Ok(())
    }

    async fn cross_off(&self, id: &str) -> Option<(Record, Vec<Pending>)> {
        let store = self.store.as_deref()?;
        let crossed = async {
            loop {
                let Some(before) = store.load(id).await? else { return Ok(None) };
                let mut record = Record::read(&before)?;
                let pending = record.pending.clone();
                record.pending.retain(|todo| todo.at_least_once.is_some());
                if record.pending.len() == pending.len() {
                    return Ok(Some((record, pending)));
                }
                if let Saved::Done = store.save(id, Some(&before), record.write()?).await? {
                    return Ok::<_, SessionError>(Some((record, pending)));
                }
            }
        };
        crossed.await.unwrap_or_else(|error| {
            tracing::error!(
                call.sid = redact::call_sid(id),
                "a `run` waits for the next step of the call, or a restart: {error}"
            );
            None
        })
    }

    /// One `run`, in a task of its own so that a panic of it is not ours.
    async fn run(&self, block: u16, call: Call<T::Data>) {
        let (app, id) = (Arc::clone(&self.app), call.id.clone());
        let run = async move { tokio::time::timeout(RUN_TIMEOUT, T::run(block, &app, &call)).await };
        match tokio::spawn(run).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => {
                tracing::error!(
                    call.sid = redact::call_sid(&id),
                    "a `run` took longer than {} s",
                    RUN_TIMEOUT.as_secs()
                );
            }
            Err(_) => tracing::error!(call.sid = redact::call_sid(&id), "a `run` panicked"),
        }
    }
}
