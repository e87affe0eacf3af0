//! A store that other servers share: what is over the limits is refused before it is asked, and one that is away for a
//! moment is asked again.

use std::{fmt, time::Duration};

use tokio::time::{sleep, timeout};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};

use super::{CallStore, Limits, Pending, Saved, StoreError};

/// How long one operation may take, with its repetitions. A request of a call waits a second longer, and Twilio
/// has its answer within twelve.
pub(super) const OPERATION_TIMEOUT: Duration = Duration::from_secs(3);

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
    pub(super) database: D,
    pub(super) limits: Limits,
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
            Ok(repeat(|| self.database.load(call)).await?.answer)
        })
    }

    fn save<'a>(&'a self, call: &'a str, before: Option<&'a [u8]>, record: Vec<u8>) -> Pending<'a, Saved> {
        Box::pin(async move {
            self.limits.check_id(call)?;
            self.limits.check_record(&record)?;
            let saved = repeat(|| self.database.save(call, before, record.clone())).await?;
            Ok(saved.unless_stored_before(Some(&record)))
        })
    }

    fn remove<'a>(&'a self, call: &'a str, before: &'a [u8]) -> Pending<'a, Saved> {
        Box::pin(async move {
            self.limits.check_id(call)?;
            let removed = repeat(|| self.database.remove(call, before)).await?;
            Ok(removed.unless_stored_before(None))
        })
    }

    fn all<'a>(&'a self) -> Pending<'a, Vec<(String, Vec<u8>)>> {
        self.database.all()
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

/// Asks until there is an answer, or time is up. A store that restarts, or whose replica takes over, is often back
/// within this time, and no caller notices.
async fn repeat<'a, T>(attempt: impl Fn() -> Pending<'a, T>) -> Result<Repeated<T>, StoreError> {
    let mut failure = None;
    let asked = timeout(OPERATION_TIMEOUT, async {
        let mut delay = RETRY_DELAY;
        loop {
            match attempt().await {
                Ok(answer) => return Ok(Repeated { answer, is_repetition: failure.is_some() }),
                Err(error @ StoreError::Away { .. }) => failure = Some(error),
                Err(error) => return Err(error),
            }
            sleep(delay).await;
            delay = MAX_RETRY_DELAY.min(delay * 2);
        }
    });
    match asked.await {
        Ok(answer) => answer,
        Err(_) => Err(failure.unwrap_or_else(|| {
            StoreError::away(format_args!("it does not answer within {} s", OPERATION_TIMEOUT.as_secs()))
        })),
    }
}
