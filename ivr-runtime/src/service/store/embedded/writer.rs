//! The thread that writes. It puts all waiting jobs into one transaction, and answers them when the transaction is on the
//! disk.

use std::{
    mem,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use tokio::{runtime::Handle, sync::oneshot};

use super::{
    super::{StoreError, records::Rules},
    file::File,
    queue::{BATCH, Next, Queue},
    transaction::{Transaction, transact},
    worker,
};

/// A handle of the thread that writes.
pub(super) struct Writer {
    queue: Arc<Queue<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
    commits: Arc<AtomicU64>,
}

impl Writer {
    /// Starts the thread. It removes expired records at the interval `sweep`.
    pub(super) fn start(
        file: Arc<File>,
        rules: impl Fn() -> Rules + Send + 'static,
        sweep: Duration,
    ) -> Result<Self, StoreError> {
        let (queue, commits) = (Queue::new(), Arc::new(AtomicU64::new(0)));
        let desk = Desk { file, queue: Arc::clone(&queue), commits: Arc::clone(&commits) };
        let thread = Some(worker::spawn("ivr-store-write", move || desk.work(rules, sweep))?);
        Ok(Self { queue, thread, commits })
    }

    /// Calls a function in a transaction, and returns when the transaction is on the disk.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        let runtime = Handle::try_current().ok();
        let task = Task { work: Some(work), outcome: None, reply, runtime: runtime.clone() };
        self.queue.push(Box::new(task), runtime.as_ref())?;
        worker::answered(answer).await
    }

    /// Returns the number of written transactions.
    pub(super) fn commits(&self) -> u64 {
        self.commits.load(Ordering::SeqCst)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue.close();
        if let Some(thread) = self.thread.take() {
            // The thread has ended, whether it panicked or not.
            let _ = thread.join();
        }
    }
}

/// A part of a transaction.
trait Job: Send {
    /// Executes the job. An error is an error of the file, and aborts the whole transaction.
    fn run(&mut self, transaction: &mut Transaction<'_>) -> Result<(), StoreError>;
    /// Sends the result to the waiting task, after the transaction was written or failed.
    fn answer(self: Box<Self>, written: Result<(), StoreError>);
    /// The runtime of the waiting task.
    fn runtime(&self) -> Option<&Handle>;
}

struct Task<W, T> {
    work: Option<W>,
    outcome: Option<Result<T, StoreError>>,
    reply: oneshot::Sender<Result<T, StoreError>>,
    runtime: Option<Handle>,
}

impl<T: Send, W: FnOnce(&mut Transaction<'_>) -> Result<T, StoreError> + Send> Job for Task<W, T> {
    fn run(&mut self, transaction: &mut Transaction<'_>) -> Result<(), StoreError> {
        // A task that was dropped meanwhile will ask again, and should find the store unchanged.
        let Some(work) = self.work.take().filter(|_| !self.reply.is_closed()) else { return Ok(()) };
        let outcome = work(transaction);
        let stopped = outcome.as_ref().err().filter(|error| error.is_of_the_file()).cloned();
        self.outcome = Some(outcome);
        stopped.map_or(Ok(()), Err)
    }

    fn answer(self: Box<Self>, written: Result<(), StoreError>) {
        let outcome = self.outcome.unwrap_or_else(|| Err(StoreError::away("nobody waited for it")));
        // The task may have been dropped.
        let _ = self.reply.send(written.and(outcome));
    }

    fn runtime(&self) -> Option<&Handle> {
        self.runtime.as_ref()
    }
}

/// Executed jobs, and whether their changes are on the disk. Dropping this sends their results.
struct Answers(Vec<Box<dyn Job>>, Result<(), StoreError>);

impl Drop for Answers {
    fn drop(&mut self) {
        for job in mem::take(&mut self.0) {
            job.answer(self.1.clone());
        }
    }
}

/// The state of the thread.
struct Desk {
    file: Arc<File>,
    queue: Arc<Queue<Box<dyn Job>>>,
    commits: Arc<AtomicU64>,
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.queue.end();
    }
}

impl Desk {
    fn work(&self, rules: impl Fn() -> Rules, sweep: Duration) {
        let mut due = Instant::now() + sweep;
        loop {
            match self.queue.next(due) {
                Next::Write(batch) => self.write(batch),
                Next::Nothing => {}
                // After a clean shutdown the file has no journal.
                Next::End => return self.merge(),
            }
            if Instant::now() >= due {
                let more = self.sweep(rules());
                due = Instant::now() + if more { Duration::ZERO } else { sweep };
            }
        }
    }

    /// Executes all jobs in one transaction.
    fn write(&self, mut batch: Vec<Box<dyn Job>>) {
        let written = self.transact(|transaction| batch.iter_mut().try_for_each(|job| job.run(transaction)));
        // Except in tests, all jobs wait in the same runtime.
        let runtime = batch.iter().find_map(|job| job.runtime().cloned());
        let id = runtime.as_ref().map(Handle::id);
        let (here, elsewhere) = batch.into_iter().partition(|job| job.runtime().map(Handle::id) == id);
        drop(Answers(elsewhere, written.clone()));
        self.queue.written(Answers(here, written), runtime.as_ref());
        if self.file.is_journal_full() {
            self.merge();
        }
    }

    /// Moves the changes of the journal into the tables. No task waits for this.
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method has one lifetime, and the closure has to have any"
    )]
    fn merge(&self) {
        if let Err(error) = self.transact(|transaction| transaction.merge()) {
            tracing::warn!(%error, "failed to merge the journal of the store");
        }
    }

    /// Removes some expired records, and returns whether there are more. No task waits for this.
    fn sweep(&self, rules: Rules) -> bool {
        let mut taken = 0;
        let swept = self.transact(|transaction| {
            taken = rules.expire(transaction, BATCH)?;
            Ok(())
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
        work: impl FnOnce(&mut Transaction<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        if self.file.using(|opened| transact(opened, work))? {
            self.commits.fetch_add(1, Ordering::SeqCst);
        }
        Ok(())
    }
}
