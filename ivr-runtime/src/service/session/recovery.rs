//! Takes over what ended servers left undone: at startup, and from servers that share the store and have ended.

use std::sync::{Arc, Weak, atomic::Ordering};

use tokio::time::sleep;

use super::{
    Sessions,
    error::SessionError,
    in_time,
    presence::BEAT,
    record::{Pending, Record},
    runs::Job,
};
use crate::{
    dialog::tree::PhoneTree,
    service::{
        store::{CallStore, Saved},
        task,
    },
};

/// The delay before the unfinished work is queried again, if the store was unavailable at startup.
const RECOVERY_RETRY_DELAY: std::time::Duration = std::time::Duration::from_secs(10);

impl<T: PhoneTree> Sessions<T> {
    /// Takes over what an earlier process left undone, and counts among the servers of the store from now on. Called
    /// once, as soon as there is a runtime.
    pub(crate) fn tend(self: &Arc<Self>) {
        if !T::STATEFUL || self.tended.swap(true, Ordering::Relaxed) {
            return;
        }
        let sessions = Arc::clone(self);
        task::spawn_tracked(&self.tasks, async move {
            if let Err(error) = sessions.recover().await {
                tracing::error!("failed to load the pending `run`s of an earlier process: {error}");
                task::spawn(Self::recover_later(Arc::downgrade(&sessions)));
            }
        });
        if self.presence.is_some() {
            task::spawn(Self::keep_counting(Arc::downgrade(self)));
        }
    }

    /// Asks an unavailable store until it answers, or until the server is gone; then the next server asks.
    async fn recover_later(sessions: Weak<Self>) {
        loop {
            sleep(RECOVERY_RETRY_DELAY).await;
            let Some(sessions) = sessions.upgrade() else { return };
            if sessions.recover().await.is_ok() {
                return;
            }
        }
    }

    /// Takes over what an ended process left undone. If servers share the store, running servers do their own work.
    async fn recover(self: &Arc<Self>) -> Result<(), SessionError> {
        let Some(store) = self.store.as_deref().filter(|_| T::STATEFUL) else { return Ok(()) };
        let Some(presence) = &self.presence else { return self.take_over(store, |_| true).await };
        let others = in_time(Box::pin(presence.count(store))).await?.others;
        let is_there = |name: &str| name == presence.name() || others.iter().any(|other| other == name);
        self.take_over(store, |by| by.is_none_or(|by| !is_there(by))).await
    }

    async fn keep_counting(sessions: Weak<Self>) {
        loop {
            sleep(BEAT).await;
            let Some(sessions) = sessions.upgrade() else { return };
            if let Err(error) = sessions.count().await {
                tracing::debug!("not counted among the servers of the call store: {error}");
            }
        }
    }

    /// Counts among the servers of the store, and does what an ended one left undone.
    async fn count(self: &Arc<Self>) -> Result<(), SessionError> {
        let (Some(presence), Some(store)) = (&self.presence, self.store.as_deref()) else { return Ok(()) };
        let ended = in_time(Box::pin(presence.count(store))).await?.takes_over;
        if !ended.is_empty() {
            tracing::warn!(
                "a server that shares the call store has ended: taking over its unfinished `run`s"
            );
            self.take_over(store, |by| by.is_some_and(|by| ended.iter().any(|name| name == by))).await?;
            presence.is_done(&ended).await;
        }
        Ok(())
    }

    /// Leaves in an orderly way. A server that leaves something undone stays in the list until the others notice that
    /// it ended.
    #[cfg(any(feature = "serve", test))]
    pub(crate) async fn leave(&self) {
        let (Some(presence), Some(store)) = (&self.presence, self.store.as_deref()) else { return };
        let is_done = self.repeated(|under_way| under_way.is_empty()) && !self.owes.load(Ordering::Relaxed);
        if is_done && let Err(error) = in_time(Box::pin(presence.leave(store))).await {
            tracing::debug!("the other servers were not told that this one ends: {error}");
        }
    }

    /// Starts every unfinished `run` of the server with this name, or of no server.
    async fn take_over(
        self: &Arc<Self>,
        store: &dyn CallStore,
        is_left: impl Fn(Option<&str>) -> bool,
    ) -> Result<(), SessionError> {
        let is_left = |todo: &Pending| is_left(todo.by.as_deref());
        let mut page = store.page(None).await?;
        loop {
            for (id, stored) in page.records {
                if Record::read(&stored).is_ok_and(|record| record.pending.iter().any(is_left)) {
                    self.adopt(store, &id, stored, is_left).await?;
                    self.run_pending(&id);
                }
            }
            let Some(next) = page.next else { return Ok(()) };
            page = store.page(Some(&next)).await?;
        }
    }

    /// Assigns the unfinished `run`s of a call to this server.
    async fn adopt(
        &self,
        store: &dyn CallStore,
        id: &str,
        stored: Vec<u8>,
        is_left: impl Fn(&Pending) -> bool,
    ) -> Result<(), SessionError> {
        let Some(presence) = &self.presence else { return Ok(()) };
        let mut found = Some(stored);
        while let Some(stored) = found {
            let Ok(mut record) = Record::read(&stored) else { return Ok(()) };
            // A `run` that this version does not have is left to a server that has it.
            let left = record.pending.iter_mut().filter(|todo| is_left(todo) && Job::of::<T>(todo).is_some());
            left.for_each(|todo| todo.by = Some(presence.name().to_owned()));
            match self.save_changed(store, id, &stored, &mut record).await? {
                Saved::Done => return Ok(()),
                Saved::Changed(other) => found = other,
            }
        }
        Ok(())
    }

    /// Assigns what no server executes yet to this server.
    pub(super) fn claim(&self, record: &mut Record) {
        let Some(presence) = &self.presence else { return };
        for todo in record.pending.iter_mut().filter(|todo| todo.by.is_none()) {
            todo.by = Some(presence.name().to_owned());
        }
    }

    /// Returns whether another server executes it, or the server that takes over from that one.
    pub(super) fn is_of_another(&self, todo: &Pending) -> bool {
        match (&self.presence, &todo.by) {
            (Some(presence), Some(by)) => by != presence.name(),
            (None, _) | (_, None) => false,
        }
    }
}
