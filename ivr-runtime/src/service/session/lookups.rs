//! Questions to plain Rust that take their time: they run beside the requests that wait for them, so that a
//! provider is answered long before it gives up.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::watch,
    time::{self, Instant},
};

use crate::dialog::{
    data::{Answer, Call, CallData, Fields},
    tree::PhoneTree,
};

/// How long an answer is kept for a caller who may have hung up.
const KEPT: Duration = Duration::from_secs(60);

/// The most questions that may be open at once.
const MAX_LOOKUPS: usize = 20_000;

/// One question of one call: the id of the call, and the number of the question.
type Key = (String, u16);

/// What a question came to.
#[derive(Clone, Debug)]
pub(super) enum Found<D> {
    Answered(Answer<D>),
    /// Not yet: hold the line.
    NotYet,
    /// It panicked, or there are too many.
    Failed,
}

/// A question that is being answered, or was a moment ago.
#[derive(Clone, Debug)]
pub(super) struct Asked<D> {
    key: Key,
    /// What was known when it was asked.
    fields: Fields,
    /// What the call spoke.
    language: String,
    answer: watch::Receiver<Option<Found<D>>>,
}

impl<D> Asked<D> {
    /// Whether both are the same asking, not just the same question.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.answer.same_channel(&other.answer)
    }
}

/// The questions that are being answered.
#[derive(Debug)]
pub(super) struct Lookups<T: PhoneTree> {
    open: Arc<Mutex<BTreeMap<Key, Asked<T::Data>>>>,
}

impl<T: PhoneTree> Lookups<T> {
    pub(super) fn new() -> Self {
        Self { open: Arc::default() }
    }

    /// Begins to answer a question, unless the same is being answered already; `None` when there are too many.
    pub(super) fn begin(
        &self,
        question: u16,
        within: Option<Duration>,
        app: &Arc<T::App>,
        call: &Call<T::Data>,
    ) -> Option<Asked<T::Data>> {
        let (key, fields) = ((call.id.clone(), question), call.data().save());
        let mut open = self.open();
        // Asked about other values, or in another language, it is another question.
        let same = |asked: &&Asked<_>| asked.fields == fields && asked.language == call.language;
        if let Some(asked) = open.get(&key).filter(same) {
            return Some(asked.clone());
        }
        if open.len() >= MAX_LOOKUPS {
            return None;
        }
        let (sender, answer) = watch::channel(None);
        let asked = Asked { key: key.clone(), fields, language: call.language.clone(), answer };
        open.insert(key, asked.clone());
        drop(open);
        let lookups = Self { open: Arc::clone(&self.open) };
        tokio::spawn(lookups.answer(sender, asked.clone(), ask::<T>(question, within, app, call)));
        Some(asked)
    }

    /// Waits for an answer, not longer than `until`.
    pub(super) async fn wait(&self, asked: &Asked<T::Data>, until: Instant) -> Found<T::Data> {
        let mut answer = asked.answer.clone();
        match time::timeout_at(until, answer.wait_for(Option::is_some)).await {
            Err(_) => Found::NotYet,
            Ok(Err(_)) => Found::Failed,
            Ok(Ok(found)) => found.clone().unwrap_or(Found::Failed),
        }
    }

    /// Forgets a question whose answer was taken, so that the next visit asks anew.
    pub(super) fn forget(&self, asked: &Asked<T::Data>) {
        let mut open = self.open();
        if open.get(&asked.key).is_some_and(|other| other.is(asked)) {
            open.remove(&asked.key);
        }
    }

    /// Forgets what was asked for a call that is over; nobody waits for it any more.
    pub(super) fn forget_call(&self, id: &str) {
        let mut open = self.open();
        let of_call: Vec<Key> =
            open.range((id.to_owned(), 0)..=(id.to_owned(), u16::MAX)).map(|(key, _)| key.clone()).collect();
        for key in of_call {
            open.remove(&key);
        }
    }

    /// Waits for the answer, and keeps it for a while; not when nobody asks any more.
    async fn answer(
        self,
        sender: watch::Sender<Option<Found<T::Data>>>,
        asked: Asked<T::Data>,
        question: impl Future<Output = Answer<T::Data>> + Send + 'static,
    ) {
        // One receiver stays in the table until the question is forgotten.
        let Asked { key, fields, language, answer } = asked;
        drop(answer);
        // A task of its own, so that a panic is an answer, too.
        let mut asking = tokio::spawn(question);
        let found = tokio::select! {
            found = &mut asking => found.map_or(Found::Failed, Found::Answered),
            () = sender.closed() => return asking.abort(),
        };
        sender.send_replace(Some(found));
        tokio::select! {
            () = time::sleep(KEPT) => self.forget(&Asked { key, fields, language, answer: sender.subscribe() }),
            () = sender.closed() => {}
        }
    }

    /// No code that holds the lock panics.
    fn open(&self) -> MutexGuard<'_, BTreeMap<Key, Asked<T::Data>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many questions are open.
    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.open().len()
    }
}

/// The question itself, answered as late when it takes longer than it may.
fn ask<T: PhoneTree>(
    question: u16,
    within: Option<Duration>,
    app: &Arc<T::App>,
    call: &Call<T::Data>,
) -> impl Future<Output = Answer<T::Data>> + Send + 'static {
    let (app, call) = (Arc::clone(app), call.clone());
    async move {
        let asked = T::ask(question, &app, &call);
        match within {
            None => asked.await,
            Some(limit) => time::timeout(limit, asked).await.unwrap_or_else(|_| Answer::late()),
        }
    }
}
