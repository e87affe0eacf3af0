//! Questions to plain Rust that take their time: they run beside the requests that wait for them, so that a
//! provider is answered long before it gives up.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{sync::watch, time};

use crate::{
    data::{Answer, Call},
    heard::Heard,
    tree::PhoneTree,
};

/// How long one request waits for an answer before it comes back for it: well under the provider's 15 s.
pub(super) const PATIENCE: Duration = Duration::from_secs(6);

/// How long an answer is kept for a caller who may have hung up.
const KEPT: Duration = Duration::from_secs(60);

/// The most questions that may be open at once.
const MOST: usize = 20_000;

/// One question of one call: the id of the call, and the number of the question.
pub(super) type Key = (String, u16);

/// Where the answer will be.
pub(super) type Running<D> = watch::Receiver<Option<Found<D>>>;

/// What a question came to.
#[derive(Clone, Debug)]
pub(super) enum Found<D> {
    Answered(Answer<D>),
    /// Not yet: hold the line.
    NotYet,
    /// It panicked, or there are too many.
    Failed,
}

type Open<D> = HashMap<Key, Running<D>>;

/// The questions that are being answered.
pub(super) struct Lookups<T: PhoneTree> {
    open: Arc<Mutex<Open<T::Data>>>,
}

impl<T: PhoneTree> Lookups<T> {
    pub(super) fn new() -> Self {
        Self { open: Arc::default() }
    }

    /// Begins to answer, unless that is going on already.
    pub(super) fn begin(
        &self,
        key: &Key,
        within: Option<Duration>,
        app: &Arc<T::App>,
        call: &Call<T::Data>,
    ) -> Option<Running<T::Data>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = open.get(key) {
            return Some(running.clone());
        }
        if open.len() >= MOST {
            return None;
        }
        let (sender, receiver) = watch::channel(None);
        open.insert(key.clone(), receiver.clone());
        drop(open);
        let (app, call, question) = (Arc::clone(app), call.clone(), key.1);
        let asked = tokio::spawn(async move {
            let asked = T::ask(question, &app, &call);
            match within {
                None => asked.await,
                Some(limit) => {
                    time::timeout(limit, asked).await.unwrap_or(Answer { heard: Heard::Late, data: None })
                }
            }
        });
        let (lookups, key, mine) = (Self { open: Arc::clone(&self.open) }, key.clone(), receiver.clone());
        tokio::spawn(async move {
            let found = asked.await.map_or(Found::Failed, Found::Answered);
            // Nobody may be waiting any more; the answer is kept for a while all the same.
            let _nobody = sender.send(Some(found));
            time::sleep(KEPT).await;
            lookups.forget(&key, &mine);
        });
        Some(receiver)
    }

    /// Waits for an answer, not longer than a provider should.
    pub(super) async fn wait(&self, key: &Key, running: Running<T::Data>) -> Found<T::Data> {
        let mut receiver = running.clone();
        let answered = time::timeout(PATIENCE, receiver.wait_for(Option::is_some)).await;
        let found = match answered {
            Err(_) => return Found::NotYet,
            Ok(Err(_)) => Found::Failed,
            Ok(Ok(found)) => found.clone().unwrap_or(Found::Failed),
        };
        // The next visit asks anew.
        self.forget(key, &running);
        found
    }

    fn forget(&self, key: &Key, running: &Running<T::Data>) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.get(key).is_some_and(|other| other.same_channel(running)) {
            open.remove(key);
        }
    }

    /// How many questions are open.
    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}
