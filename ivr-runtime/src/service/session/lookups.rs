//! Questions to Rust that take some time. They run independently of the requests that wait for them, so that Twilio
//! gets an answer before it gives up.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::watch,
    time::{self, Instant},
};

use crate::{
    dialog::{
        data::{Answer, Call, CallData, Fields},
        tree::PhoneTree,
    },
    service::{guard::unwinding, task},
};

/// How long an answer is kept for a caller who may have hung up.
const KEPT: Duration = Duration::from_secs(60);

/// The maximum number of open questions.
const MAX_LOOKUPS: usize = 20_000;

/// A question of a call: the identifier of the call, and the index of the question.
type Key = (String, u16);

/// The state of a question.
#[derive(Clone, Debug)]
pub(super) enum Found<D> {
    Answered(Answer<D>),
    /// There is no answer yet; the caller stays on the line.
    NotYet,
    /// The question panicked, or there are too many.
    Failed,
}

/// A question that is open, or was answered a moment ago.
#[derive(Clone, Debug)]
pub(super) struct Asked<D> {
    key: Key,
    /// The fields when it was asked.
    fields: Fields,
    /// The language of the call.
    language: String,
    answer: watch::Receiver<Option<Found<D>>>,
}

impl<D> Asked<D> {
    /// Returns whether both are the same question with the same data.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.answer.same_channel(&other.answer)
    }
}

/// The open questions.
#[derive(Debug)]
pub(super) struct Lookups<T: PhoneTree> {
    open: Arc<Mutex<BTreeMap<Key, Asked<T::Data>>>>,
}

impl<T: PhoneTree> Lookups<T> {
    pub(super) fn new() -> Self {
        Self { open: Arc::default() }
    }

    /// Starts a question, unless the same question is already open. Returns `None` if there are too many.
    pub(super) fn begin(
        &self,
        question: u16,
        within: Option<Duration>,
        app: &Arc<T::App>,
        call: &Call<T::Data>,
    ) -> Option<Asked<T::Data>> {
        let (key, fields) = ((call.id.clone(), question), call.data().save());
        let mut open = self.open();
        // With other fields or another language, it is a different question.
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
        task::spawn(lookups.answer(sender, asked.clone(), ask::<T>(question, within, app, call)));
        Some(asked)
    }

    /// Waits for an answer until `until` at the latest.
    pub(super) async fn wait(&self, asked: &Asked<T::Data>, until: Instant) -> Found<T::Data> {
        let mut answer = asked.answer.clone();
        match time::timeout_at(until, answer.wait_for(Option::is_some)).await {
            Err(_) => Found::NotYet,
            Ok(Err(_)) => Found::Failed,
            Ok(Ok(found)) => found.clone().unwrap_or(Found::Failed),
        }
    }

    /// Removes a question whose answer was used, so that the next visit asks again.
    pub(super) fn forget(&self, asked: &Asked<T::Data>) {
        let mut open = self.open();
        if open.get(&asked.key).is_some_and(|other| other.is(asked)) {
            open.remove(&asked.key);
        }
    }

    /// Removes the questions of a call that has ended.
    pub(super) fn forget_call(&self, id: &str) {
        let mut open = self.open();
        let of_call: Vec<Key> =
            open.range((id.to_owned(), 0)..=(id.to_owned(), u16::MAX)).map(|(key, _)| key.clone()).collect();
        for key in of_call {
            open.remove(&key);
        }
    }

    /// Waits for the answer and keeps it for a while, unless nobody asks any more.
    async fn answer(
        self,
        sender: watch::Sender<Option<Found<T::Data>>>,
        asked: Asked<T::Data>,
        question: impl Future<Output = Answer<T::Data>> + Send + 'static,
    ) {
        // The table keeps one receiver until the question is removed from it.
        let Asked { key, fields, language, answer } = asked;
        drop(answer);
        let found = tokio::select! {
            found = unwinding(question) => found.map_or(Found::Failed, Found::Answered),
            () = sender.closed() => return,
        };
        sender.send_replace(Some(found));
        tokio::select! {
            () = time::sleep(KEPT) => self.forget(&Asked { key, fields, language, answer: sender.subscribe() }),
            () = sender.closed() => {}
        }
    }

    /// Locks the table. No code that holds the lock panics.
    fn open(&self) -> MutexGuard<'_, BTreeMap<Key, Asked<T::Data>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the number of open questions.
    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.open().len()
    }
}

/// Asks the question. It counts as late if it takes longer than its limit.
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
