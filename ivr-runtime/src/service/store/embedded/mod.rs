//! Stores calls in one file that survives a crash. It contains tables of calls, and a journal of the changes that are not
//! in the tables yet. One thread writes, and one thread reads, so that no task blocks on the disk.

// The file: its tables, and its journal.
mod file;
mod journal;
mod opening;
mod tables;
mod transaction;

// The threads.
mod queue;
mod worker;
mod writer;

#[cfg(test)]
pub(super) mod tests;

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::Receiver,
    },
    time::Duration,
};

use tokio::sync::oneshot;

use self::{file::File, journal::Known, opening::Opened, transaction::PROBE, worker::Worker, writer::Writer};
use super::{CallStore, Limits, Page, Pending, Saved, StoreError, clock::Clock, records::Rules};

/// Stores calls in one file on this machine. It requires no database server, and survives a crash at any moment.
///
/// All waiting saves are written together, and each returns when they are on the disk. A load does not wait for writes,
/// and does not read the disk if the call is new or was changed recently. The file is locked, so that two servers cannot
/// share it. Dropping the store completes the pending operations and closes the file, which blocks for a moment.
///
/// [The module](super) describes what is stored, for how long, and who can read it.
///
/// ```
/// use ivr_runtime::store::{CallStore, EmbeddedStore, Limits, StoreError};
/// # let path = std::env::temp_dir().join(format!("ivr-doc-{}.redb", std::process::id()));
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let store = EmbeddedStore::open(&path, Limits::default())?;
/// store.save("CA1", None, b"zip=06457".to_vec()).await?;
/// drop(store);
///
/// let store = EmbeddedStore::open(&path, Limits::default())?;
/// assert_eq!(store.load("CA1").await?, Some(b"zip=06457".to_vec()));
/// # drop(store); std::fs::remove_file(&path).unwrap();
/// # Ok::<(), StoreError>(()) }).unwrap();
/// ```
pub struct EmbeddedStore {
    writer: Writer,
    reader: Worker<Read>,
    file: Arc<File>,
    path: PathBuf,
    limits: Limits,
    clock: Clock,
}

type Read = Box<dyn FnOnce(&File) + Send>;

impl EmbeddedStore {
    /// Opens the file, or creates it, readable only by its user, if it does not exist. A file that was not closed
    /// properly is repaired first, which takes less than a second for a hundred thousand calls.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be opened or created, is in use by another process, is damaged, or is not a
    /// store of calls. Every record is checked before the first one is read.
    pub fn open(path: impl AsRef<Path>, limits: Limits) -> Result<Self, StoreError> {
        Self::open_within(path.as_ref(), limits, Duration::ZERO)
    }

    /// Opens the file. Waits up to this long for a process that still has it open.
    pub(super) fn open_within(path: &Path, limits: Limits, longest: Duration) -> Result<Self, StoreError> {
        let (path, place) = (path.to_owned(), path.to_owned());
        let waits = AtomicBool::new(true);
        let file = File::new(move || {
            // Only the first attempt, at startup, may wait for the lock.
            let longest = if waits.swap(false, Ordering::Relaxed) { longest } else { Duration::ZERO };
            opening::open_within(&place, longest)
        })?;
        let newest = file.using(Opened::newest)?;
        // Often enough that no record is kept much longer than its time to live.
        let sweep = (limits.ttl / 16).clamp(Duration::from_secs(1), Duration::from_secs(300));
        Self::start(path, file, limits, Clock::after(newest), sweep)
    }

    /// Returns whether the file exists. If it does not, checks that it can be created.
    #[cfg(feature = "serve")]
    pub(super) fn probe_place(path: &Path) -> Result<bool, StoreError> {
        opening::probe_place(path)
    }

    /// Renames a file that cannot be read, and returns its new name.
    pub(super) fn set_aside(path: &Path) -> Result<PathBuf, StoreError> {
        opening::set_aside(path)
    }

    fn start(
        path: PathBuf,
        file: File,
        limits: Limits,
        clock: Clock,
        sweep: Duration,
    ) -> Result<Self, StoreError> {
        let file = Arc::new(file);
        let rules = {
            let clock = clock.clone();
            move || Rules { limits, now: clock.now() }
        };
        let writer = Writer::start(Arc::clone(&file), rules, sweep)?;
        let read = Arc::clone(&file);
        let reader = Worker::start("ivr-store-read", move |jobs: Receiver<Read>| {
            jobs.iter().for_each(|job| job(&read));
        })?;
        Ok(Self { writer, reader, file, path, limits, clock })
    }

    /// Calls a function in the thread that reads.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Opened) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.reader.send(Box::new(move |file| {
            // The caller may have been dropped.
            let _ = reply.send(file.using(work));
        }))?;
        worker::answered(answer).await
    }

    fn rules(&self) -> Rules {
        Rules { limits: self.limits, now: self.clock.now() }
    }
}

/// Shows the file, the limits and the number of writes, but no calls.
impl fmt::Debug for EmbeddedStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmbeddedStore")
            .field("path", &self.path)
            .field("limits", &self.limits)
            .field("commits", &self.writer.commits())
            .finish()
    }
}

impl CallStore for EmbeddedStore {
    fn load<'a>(&'a self, call: &'a str) -> Pending<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            self.limits.check_id(call)?;
            let stored = match self.file.known(call) {
                Known::Stored(stored) => stored,
                Known::Row => {
                    let call = call.to_owned();
                    self.read(move |opened| opened.load(&call)).await?
                }
            };
            Ok(self.rules().fresh(stored))
        })
    }

    fn save<'a>(&'a self, call: &'a str, before: Option<&'a [u8]>, record: Vec<u8>) -> Pending<'a, Saved> {
        Box::pin(async move {
            self.limits.check_id(call)?;
            self.limits.check_record(&record)?;
            let (rules, call, before) = (self.rules(), call.to_owned(), before.map(<[u8]>::to_vec));
            self.writer.ask(move |calls| rules.save(calls, &call, before.as_deref(), record)).await
        })
    }

    fn remove<'a>(&'a self, call: &'a str, before: &'a [u8]) -> Pending<'a, Saved> {
        Box::pin(async move {
            self.limits.check_id(call)?;
            let (rules, call, before) = (self.rules(), call.to_owned(), before.to_vec());
            self.writer.ask(move |calls| rules.remove(calls, &call, &before)).await
        })
    }

    fn page<'a>(&'a self, after: Option<&'a str>) -> Pending<'a, Page> {
        Box::pin(async move {
            let (rules, after) = (self.rules(), after.map(str::to_owned));
            self.read(move |opened| opened.page(after.as_deref(), rules)).await
        })
    }

    fn ready<'a>(&'a self) -> Pending<'a, ()> {
        Box::pin(async move {
            self.file.check_place()?;
            let rules = self.rules();
            self.writer
                .ask(move |calls| {
                    rules.make_room(calls)?;
                    calls.probe(Some(PROBE))
                })
                .await?;
            self.writer.ask(|calls| calls.probe(None)).await
        })
    }
}
