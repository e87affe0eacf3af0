//! A thread with a queue, and futures for its answers.

use std::{
    sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    thread::{Builder, JoinHandle},
};

use tokio::sync::oneshot;

use super::{
    super::StoreError,
    queue::{MAX_WAITING, ended},
};

/// A thread that executes the jobs of a queue. Dropping the worker waits until the queue is empty.
pub(super) struct Worker<J> {
    jobs: Option<SyncSender<J>>,
    thread: Option<JoinHandle<()>>,
}

impl<J: Send + 'static> Worker<J> {
    pub(super) fn start(
        name: &str,
        work: impl FnOnce(Receiver<J>) + Send + 'static,
    ) -> Result<Self, StoreError> {
        let (jobs, queue) = sync_channel(MAX_WAITING);
        Ok(Self { jobs: Some(jobs), thread: Some(spawn(name, move || work(queue))?) })
    }

    /// Adds a job to the queue without blocking.
    pub(super) fn send(&self, job: J) -> Result<(), StoreError> {
        let Some(jobs) = &self.jobs else { return Err(ended()) };
        jobs.try_send(job).map_err(|refused| match refused {
            TrySendError::Full(_) => StoreError::away("its disk does not keep up"),
            TrySendError::Disconnected(_) => ended(),
        })
    }
}

impl<J> Drop for Worker<J> {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // The thread has ended, whether it panicked or not.
            let _ = thread.join();
        }
    }
}

/// Starts a thread with a name.
pub(super) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
    let thread = Builder::new().name(name.to_owned()).spawn(work);
    thread.map_err(|error| StoreError::away(format_args!("its thread cannot be started: {error}")))
}

/// Waits for the answer of a thread.
pub(super) async fn answered<T>(answer: oneshot::Receiver<Result<T, StoreError>>) -> Result<T, StoreError> {
    answer.await.unwrap_or_else(|_| Err(ended()))
}
