//! A store that other servers share: what is over the limits is refused before it is asked, and one that is away for a
//! moment is asked again.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::time::{sleep, timeout};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};

use super::{CallStore, Limits, Page, Pending, Saved, StoreError};

/// How long one operation may take, with its repetitions: most restarts, and a replica that takes over, are done by then. A
/// request of a call waits a second longer, and Twilio has its answer within twelve.
pub(super) const OPERATION_TIMEOUT: Duration = Duration::from_secs(6);

/// The same while the store has been away for longer than that: callers hear `on_error` without waiting for nothing.
const AWAY_OPERATION_TIMEOUT: Duration = Duration::from_secs(2);

/// How long one attempt may wait for a connection.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// How long a store that is away is left alone; twice as long after each further failure.
const RETRY_DELAY: Duration = Duration::from_millis(50);

/// The longest of these delays.
const MAX_RETRY_DELAY: Duration = Duration::from_millis(500);

/// Says which cryptography the clients of databases use, unless the program has said so.
pub(super) fn install_crypto_provider() {
    if CryptoProvider::get_default().is_none() {
        // Another thread may have been faster, with the same.
        let _ = ring::default_provider().install_default();
    }
}

/// What a database says of itself.
#[cfg(feature = "serve")]
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct DatabaseReport {
    /// Its clock, since 1970.
    pub(crate) clock: Duration,
    /// What it does when its memory is full, where it does anything but refuse.
    pub(crate) eviction: Option<String>,
    /// What is as it should be.
    pub(crate) fine: Vec<String>,
    /// What calls in progress would not survive.
    pub(crate) notes: Vec<String>,
}

/// A database, as a [`CallStore`] that checks no limit and repeats nothing.
pub(super) struct Remote<D> {
    database: D,
    limits: Limits,
    /// Since when nothing was answered, if the last answer was none.
    away: Mutex<Option<Instant>>,
}

impl<D> Remote<D> {
    pub(super) fn new(database: D, limits: Limits) -> Self {
        Self { database, limits, away: Mutex::default() }
    }

    /// It is away from now on, unless it was before.
    fn is_away(&self) {
        self.away.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(Instant::now);
    }

    fn is_back(&self) {
        *self.away.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// How long an operation may take that begins now.
    fn operation_timeout(&self) -> Duration {
        let away = *self.away.lock().unwrap_or_else(PoisonError::into_inner);
        let left = away.map_or(OPERATION_TIMEOUT, |since| OPERATION_TIMEOUT.saturating_sub(since.elapsed()));
        left.max(AWAY_OPERATION_TIMEOUT)
    }

    /// Asks until there is an answer, or time is up. A store that restarts, or whose replica takes over, is often back
    /// within this time, and no caller notices.
    async fn repeat<'a, T>(&self, attempt: impl Fn() -> Pending<'a, T>) -> Result<Repeated<T>, StoreError> {
        let (limit, mut failure) = (self.operation_timeout(), None);
        let asked = timeout(limit, async {
            let mut delay = RETRY_DELAY;
            loop {
                match attempt().await {
                    Err(error @ StoreError::Away { .. }) => failure = Some(error),
                    answered => {
                        self.is_back();
                        return answered.map(|answer| Repeated { answer, is_repetition: failure.is_some() });
                    }
                }
                self.is_away();
                sleep(delay).await;
                delay = MAX_RETRY_DELAY.min(delay * 2);
            }
        });
        match asked.await {
            Ok(answer) => answer,
            Err(_) => Err(failure.unwrap_or_else(|| {
                self.is_away();
                StoreError::away(format_args!("it does not answer within {} s", limit.as_secs()))
            })),
        }
    }
}

/// The limits; the address may have a password in it.
impl<D> fmt::Debug for Remote<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remote").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl<D: CallStore> CallStore for Remote<D> {
    fn load<'a>(&'a self, call: &'a str) -> Pending<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            self.limits.check_id(call)?;
            Ok(self.repeat(|| self.database.load(call)).await?.answer)
        })
    }

    fn save<'a>(&'a self, call: &'a str, before: Option<&'a [u8]>, record: Vec<u8>) -> Pending<'a, Saved> {
        Box::pin(async move {
            self.limits.check_id(call)?;
            self.limits.check_record(&record)?;
            let saved = self.repeat(|| self.database.save(call, before, record.clone())).await?;
            Ok(saved.unless_stored_before(Some(&record)))
        })
    }

    fn remove<'a>(&'a self, call: &'a str, before: &'a [u8]) -> Pending<'a, Saved> {
        Box::pin(async move {
            self.limits.check_id(call)?;
            let removed = self.repeat(|| self.database.remove(call, before)).await?;
            Ok(removed.unless_stored_before(None))
        })
    }

    fn page<'a>(&'a self, after: Option<&'a str>) -> Pending<'a, Page> {
        Box::pin(async move { Ok(self.repeat(|| self.database.page(after)).await?.answer) })
    }

    fn ready<'a>(&'a self) -> Pending<'a, ()> {
        self.database.ready()
    }
}

/// An answer, and whether an attempt before it may have been carried out without one.
struct Repeated<T> {
    answer: T,
    is_repetition: bool,
}

impl Repeated<Saved> {
    /// The attempt that got no answer may have done the work: then this one finds what was to be stored.
    fn unless_stored_before(self, record: Option<&[u8]>) -> Saved {
        match self.answer {
            Saved::Changed(found) if self.is_repetition && found.as_deref() == record => Saved::Done,
            answer => answer,
        }
    }
}
