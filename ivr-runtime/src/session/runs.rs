//! `run`: done once a step, after the caller was answered, however often the provider repeats itself. Before it
//! is begun it is crossed off in the store, so that no crash can make it happen twice.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use super::{
    Sessions,
    record::{Pending, Record},
    trouble::Trouble,
};
use crate::{
    data::{Call, CallData},
    store::Saved,
    telemetry::redact,
    tree::PhoneTree,
};

/// How often what has expired is removed.
const EXPIRY: Duration = Duration::from_secs(600);

/// How long one `run` may take.
const LIMIT: Duration = Duration::from_secs(60);

impl<T: PhoneTree> Sessions<T> {
    /// What is to be done of a step, to be stored with it.
    pub(super) fn pending(&self, step: u32, runs: &[(u16, Call<T::Data>)]) -> Vec<Pending> {
        let rows = runs.iter().zip(0..);
        rows.filter(|((block, _), _)| T::RUNS.contains(block))
            .map(|((block, call), place)| {
                let (fields, language) = (call.data().save(), call.language.clone());
                Pending { step, place, block: *block, fields, language }
            })
            .collect()
    }

    /// Crosses off what a call has to do, and does it.
    pub(super) fn run_pending(self: &Arc<Self>, id: &str) {
        let (sessions, id) = (Arc::clone(self), id.to_owned());
        self.errands.spawn(async move {
            if let Some((record, pending)) = sessions.cross_off(&id).await {
                for todo in pending {
                    match record.call_of(&id, &todo) {
                        Ok(call) => sessions.run(todo.block, call),
                        Err(error) => {
                            tracing::error!(call.sid = redact::call_sid(&id), "a `run` is left out: {error}")
                        }
                    }
                }
            }
        });
    }

    /// Begins what an earlier process left undone, and removes what has expired from time to time. Done once, as
    /// soon as there is a runtime to do it in.
    pub(crate) fn tend(self: &Arc<Self>) {
        if !T::KEEPS || self.tended.swap(true, Ordering::Relaxed) {
            return;
        }
        let sessions = Arc::clone(self);
        self.errands.spawn(async move { sessions.recover().await });
        let sessions = Arc::downgrade(self);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(EXPIRY).await;
                let Some(sessions) = sessions.upgrade() else { return };
                let Some(store) = sessions.store.as_deref() else { return };
                if let Err(error) = store.expire().await {
                    tracing::warn!("what has expired stays stored: {error}");
                }
            }
        });
    }

    /// What was left undone by a process that ended: begun now.
    async fn recover(self: &Arc<Self>) {
        let Some(store) = self.store.as_deref().filter(|_| T::KEEPS) else { return };
        match store.all().await {
            Ok(calls) => {
                for (id, stored) in calls {
                    if Record::read(&stored).is_ok_and(|record| !record.pending.is_empty()) {
                        self.run_pending(&id);
                    }
                }
            }
            Err(error) => tracing::error!("what an earlier process left undone is not known: {error}"),
        }
    }

    async fn cross_off(&self, id: &str) -> Option<(Record, Vec<Pending>)> {
        let store = self.store.as_deref()?;
        let crossed = async {
            loop {
                let Some(before) = store.load(id).await? else { return Ok(None) };
                let mut record = Record::read(&before)?;
                let pending = std::mem::take(&mut record.pending);
                if pending.is_empty() {
                    return Ok(None);
                }
                if let Saved::Done = store.save(id, Some(&before), record.write()?).await? {
                    return Ok::<_, Trouble>(Some((record, pending)));
                }
            }
        };
        crossed.await.unwrap_or_else(|error| {
            tracing::error!(
                call.sid = redact::call_sid(&id),
                "a `run` waits for the next step of the call, or a restart: {error}"
            );
            None
        })
    }

    fn run(&self, block: u16, call: Call<T::Data>) {
        let app = Arc::clone(&self.app);
        self.errands.spawn(async move {
            let id = call.id.clone();
            let done =
                tokio::spawn(async move { tokio::time::timeout(LIMIT, T::run(block, &app, &call)).await });
            match done.await {
                Ok(Ok(())) => {}
                Ok(Err(_)) => {
                    tracing::error!(
                        call.sid = redact::call_sid(&id),
                        "a `run` took longer than {} s",
                        LIMIT.as_secs()
                    );
                }
                Err(_) => tracing::error!(call.sid = redact::call_sid(&id), "a `run` panicked"),
            }
        });
    }
}
