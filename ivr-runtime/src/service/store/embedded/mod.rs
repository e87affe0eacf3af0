//! Calls in one file that survives a crash: tables of calls, a journal of the changes that are not in them yet, a thread
//! that writes, a thread that reads, and callers that wait for neither's disk.

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

/// Calls in one file of this machine, which needs no server and survives a crash of this one at any moment.
///
/// All saves that wait at a moment are written together, and each is answered once they are on the disk; reading
/// waits for no writing, and for no disk where the call is new or changed not long ago. The file is locked, so that no
/// two servers share it. Dropping the store finishes what was begun and closes the file, which blocks for a moment.
///
/// What is stored, for how long and who can read it is said in [the module](super).
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
    /// Opens the file, or makes it (for its user alone) when it is not there. One that was not closed properly is
    /// mended first, which takes less than a second for a hundred thousand calls.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened or made, another process uses it, or it is damaged or no store of calls:
    /// every record is checked before the first is read.
    pub fn open(path: impl AsRef<Path>, limits: Limits) -> Result<Self, StoreError> {
        Self::open_within(path.as_ref(), limits, Duration::ZERO)
    }

    /// Opens the file, waiting so long for a process that still has it open, such as one that is about to end.
    pub(super) fn open_within(path: &Path, limits: Limits, longest: Duration) -> Result<Self, StoreError> {
        let (path, place) = (path.to_owned(), path.to_owned());
        let waits = AtomicBool::new(true);
        let file = File::new(move || {
            // Only at start is there time to wait.
            let longest = if waits.swap(false, Ordering::Relaxed) { longest } else { Duration::ZERO };
            opening::open_within(&place, longest)
        })?;
        let newest = file.using(Opened::newest)?;
        // Often enough that nothing is kept much longer than was promised.
        let sweep = (limits.ttl / 16).clamp(Duration::from_secs(1), Duration::from_secs(300));
        Self::start(path, file, limits, Clock::after(newest), sweep)
    }

    /// Whether there is a file to be opened; where there is none, one can be created.
    #[cfg(feature = "serve")]
    pub(super) fn probe_place(path: &Path) -> Result<bool, StoreError> {
        opening::probe_place(path)
    }

    /// Renames a file that cannot be read, and answers its new name.
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

    /// Has the thread that reads do some work.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Opened) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.reader.send(Box::new(move |file| {
            // Nobody may be left to hear it.
            let _ = reply.send(file.using(work));
        }))?;
        worker::answered(answer).await
    }

    fn rules(&self) -> Rules {
        Rules { limits: self.limits, now: self.clock.now() }
    }
}

/// The file, the limits and how often it was written, and nothing of the calls.
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
