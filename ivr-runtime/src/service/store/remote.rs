//! A store that other servers share. Limits are checked before it is asked, and an operation is retried while the
//! store is unavailable for a moment.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::time::{sleep, timeout};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};

use super::{CallStore, Limits, Page, Pending, Saved, StoreError};

/// The time limit of an operation, including retries. Most restarts and failovers take less. A request waits a second
/// longer, and Twilio gets its answer within twelve seconds.
pub(super) const OPERATION_TIMEOUT: Duration = Duration::from_secs(6);

/// The time limit after the store has been unavailable for longer, so that callers hear `on_error` without a useless
/// wait.
const AWAY_OPERATION_TIMEOUT: Duration = Duration::from_secs(2);

/// The time limit for a connection in one attempt.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// The delay before a retry; it doubles after each further failure.
const RETRY_DELAY: Duration = Duration::from_millis(50);

/// The maximum delay.
const MAX_RETRY_DELAY: Duration = Duration::from_millis(500);

/// Installs the cryptography provider for database clients, unless the program has installed one.
pub(super) fn install_crypto_provider() {
    if CryptoProvider::get_default().is_none() {
        // An error means that another thread has installed the same provider.
        let _ = ring::default_provider().install_default();
    }
}

/// The report of a database.
#[cfg(feature = "serve")]
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct DatabaseReport {
    /// Its clock, since 1970.
    pub(crate) clock: Duration,
    /// Its eviction policy when its memory is full, unless it refuses writes.
    pub(crate) eviction: Option<String>,
    /// What is configured correctly.
    pub(crate) fine: Vec<String>,
    /// What calls in progress would not survive.
    pub(crate) notes: Vec<String>,
}

/// A database as a [`CallStore`] without limits and retries.
pub(super) struct Remote<D> {
    database: D,
    limits: Limits,
    /// Since when it has not answered, if the last operation failed.
    away: Mutex<Option<Instant>>,
}

impl<D> Remote<D> {
    pub(super) fn new(database: D, limits: Limits) -> Self {
        Self { database, limits, away: Mutex::default() }
    }

    /// Marks it as unavailable.
    fn is_away(&self) {
        self.away.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(Instant::now);
    }

    fn is_back(&self) {
        *self.away.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Returns the time limit of an operation that begins now.
    fn operation_timeout(&self) -> Duration {
        let away = *self.away.lock().unwrap_or_else(PoisonError::into_inner);
        let left = away.map_or(OPERATION_TIMEOUT, |since| OPERATION_TIMEOUT.saturating_sub(since.elapsed()));
        left.max(AWAY_OPERATION_TIMEOUT)
    }

    /// Retries until there is an answer, or the time is up. A store that restarts or fails over is often back within
    /// this time, so that no caller notices.
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

/// Shows the limits; the address may contain a password.
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

/// An answer, and whether an earlier attempt without an answer may have had its effect.
struct Repeated<T> {
    answer: T,
    is_repetition: bool,
}

impl Repeated<Saved> {
    /// Treats the result as success if the earlier attempt had its effect: the store then contains what was to be
    /// stored.
    fn unless_stored_before(self, record: Option<&[u8]>) -> Saved {
        match self.answer {
            Saved::Changed(found) if self.is_repetition && found.as_deref() == record => Saved::Done,
            answer => answer,
        }
    }
}
