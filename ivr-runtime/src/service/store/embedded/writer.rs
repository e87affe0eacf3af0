//! The one thread that writes: everything that waits goes into one transaction, and is answered when that is on
//! the disk.

use std::{
    iter,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError},
    },
    time::{Duration, Instant},
};

use redb::Database;
use tokio::sync::oneshot;

use super::{
    super::{StoreError, records::Rules},
    file::File,
    tables::{Tables, fault},
    worker::{self, Worker},
};

/// The most changes in one transaction: bounds its memory, and how long the first of them waits for the last.
pub(super) const BATCH: usize = 512;

/// The thread, as seen by those who have something to write.
pub(super) struct Writer {
    worker: Worker<Box<dyn Job>>,
    commits: Arc<AtomicU64>,
}

impl Writer {
    /// Starts the thread; every `sweep` it removes what is too old.
    pub(super) fn start(
        file: Arc<File>,
        rules: impl Fn() -> Rules + Send + 'static,
        sweep: Duration,
    ) -> Result<Self, StoreError> {
        let commits = Arc::new(AtomicU64::new(0));
        let desk = Desk { file, commits: Arc::clone(&commits) };
        let worker = Worker::start("ivr-store-write", move |jobs| desk.work(&jobs, rules, sweep))?;
        Ok(Self { worker, commits })
    }

    /// Does some work on the tables, and answers once it is on the disk.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tables<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.worker.send(Box::new(Task { work: Some(work), outcome: None, reply }))?;
        worker::answered(answer).await
    }

    /// How many transactions have been written.
    pub(super) fn commits(&self) -> u64 {
        self.commits.load(Ordering::SeqCst)
    }
}

/// A part of a transaction.
trait Job: Send {
    /// Does it; an error is one of the file, and stops the whole transaction.
    fn run(&mut self, tables: &mut Tables<'_>) -> Result<(), StoreError>;
    /// Tells the one who waits, now that the transaction is on the disk, or is not.
    fn answer(self: Box<Self>, written: Result<(), StoreError>);
}

struct Task<W, T> {
    work: Option<W>,
    outcome: Option<Result<T, StoreError>>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T: Send, W: FnOnce(&mut Tables<'_>) -> Result<T, StoreError> + Send> Job for Task<W, T> {
    fn run(&mut self, tables: &mut Tables<'_>) -> Result<(), StoreError> {
        // Who has gone away meanwhile will ask again, and should find things as they were.
        let Some(work) = self.work.take().filter(|_| !self.reply.is_closed()) else { return Ok(()) };
        let outcome = work(tables);
        let stopped = outcome.as_ref().err().filter(|error| error.is_of_the_file()).cloned();
        self.outcome = Some(outcome);
        stopped.map_or(Ok(()), Err)
    }

    fn answer(self: Box<Self>, written: Result<(), StoreError>) {
        let outcome = self.outcome.unwrap_or_else(|| Err(StoreError::away("nobody waited for it")));
        // Nobody may be left to hear it.
        let _ = self.reply.send(written.and(outcome));
    }
}

/// The thread's side.
struct Desk {
    file: Arc<File>,
    commits: Arc<AtomicU64>,
}

impl Desk {
    fn work(&self, jobs: &Receiver<Box<dyn Job>>, rules: impl Fn() -> Rules, sweep: Duration) {
        let mut due = Instant::now() + sweep;
        loop {
            match jobs.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Ok(first) => self.write(iter::once(first).chain(jobs.try_iter()).take(BATCH).collect()),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if Instant::now() >= due {
                let more = self.sweep(rules());
                due = Instant::now() + if more { Duration::ZERO } else { sweep };
            }
        }
    }

    /// One transaction for all of them.
    fn write(&self, mut batch: Vec<Box<dyn Job>>) {
        let written = self.file.using(|database| {
            self.transact(database, |tables| batch.iter_mut().try_for_each(|job| job.run(tables)))
        });
        for job in batch {
            job.answer(written.clone());
        }
    }

    /// Removes what is too old, and answers whether there is more. Nobody waits for it.
    fn sweep(&self, rules: Rules) -> bool {
        let mut taken = 0;
        let swept = self.file.using(|database| {
            self.transact(database, |tables| {
                taken = rules.expire(tables, BATCH)?;
                Ok(())
            })
        });
        if let Err(error) = &swept {
            tracing::warn!(%error, "failed to remove expired calls from the store");
        } else if let Err(error) = self.file.check_place() {
            tracing::error!("{error}");
        }
        swept.is_ok() && taken == BATCH
    }

    fn transact(
        &self,
        database: &Database,
        work: impl FnOnce(&mut Tables<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let transaction = database.begin_write().map_err(fault)?;
        let mut tables = Tables::of(&transaction)?;
        work(&mut tables)?;
        let changed = tables.changed();
        drop(tables);
        if !changed {
            return transaction.abort().map_err(fault);
        }
        transaction.commit().map_err(fault)?;
        self.commits.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}
