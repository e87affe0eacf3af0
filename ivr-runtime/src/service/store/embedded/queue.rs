//! The queue of the thread that writes. A batch begins when the runtime has no more jobs to add, and its answers wake the
//! runtime once, because waking another thread costs as much as a step.

use std::{
    mem,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::{
    runtime::{Handle, Id},
    task,
};

use super::super::StoreError;

/// The maximum number of jobs that wait for the disk. If there are more, the disk does not keep up, and an error is
/// better than a longer wait.
pub(super) const MAX_WAITING: usize = 4096;

/// The maximum number of jobs in a batch. It limits memory, and the time that the first job waits for the last.
pub(super) const BATCH: usize = 512;

/// The maximum time that a batch waits for more jobs.
const MAX_GATHERING: Duration = Duration::from_millis(2);

/// A queue that one thread reads.
pub(super) struct Queue<J>(Mutex<State<J>>, Condvar);

struct State<J> {
    jobs: Vec<J>,
    phase: Phase,
    is_closed: bool,
}

/// The state of the waiting jobs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// No job is waiting.
    Idle,
    /// A task of this runtime passes them on when no more are added.
    Gathering(Id),
    /// The thread is about to take them.
    Due,
    /// The thread is busy. It starts gathering them when it is done.
    Writing,
}

/// The next action of the thread.
pub(super) enum Next<J> {
    Write(Vec<J>),
    /// There was no job in time.
    Nothing,
    /// There will be no more jobs.
    End,
}

impl<J: Send + 'static> Queue<J> {
    pub(super) fn new() -> Arc<Self> {
        let state = State { jobs: Vec::new(), phase: Phase::Idle, is_closed: false };
        Arc::new(Self(Mutex::new(state), Condvar::new()))
    }

    /// Adds a job to the queue without blocking. `runtime` is the runtime of the task that waits for it.
    pub(super) fn push(self: &Arc<Self>, job: J, runtime: Option<&Handle>) -> Result<(), StoreError> {
        let mut state = self.state();
        if state.is_closed {
            return Err(ended());
        }
        if state.jobs.len() >= MAX_WAITING {
            return Err(StoreError::away("its disk does not keep up"));
        }
        state.jobs.push(job);
        match (state.phase, runtime) {
            (Phase::Idle, Some(runtime)) => {
                state.phase = Phase::Gathering(runtime.id());
                drop(state);
                runtime.spawn(gather(Gathering(Arc::clone(self), runtime.id())));
            }
            (Phase::Gathering(other), Some(runtime)) if other == runtime.id() => {}
            (Phase::Idle | Phase::Gathering(_), _) => self.hand_over(state),
            (Phase::Due | Phase::Writing, _) => {}
        }
        Ok(())
    }

    /// Waits for a batch until `due`.
    pub(super) fn next(&self, due: Instant) -> Next<J> {
        let mut state = self.state();
        loop {
            if state.phase == Phase::Due || state.is_closed && !state.jobs.is_empty() {
                state.phase = Phase::Writing;
                let rest = state.jobs.len().min(BATCH);
                let rest = state.jobs.split_off(rest);
                return Next::Write(mem::replace(&mut state.jobs, rest));
            }
            if state.is_closed {
                return Next::End;
            }
            let left = due.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Next::Nothing;
            }
            let waited = self.1.wait_timeout(state, left);
            (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Ends a batch. Dropping `answers` wakes the tasks that wait. This happens in their runtime, if there is one, which
    /// then gathers the next batch.
    pub(super) fn written(self: &Arc<Self>, answers: impl Send + 'static, runtime: Option<&Handle>) {
        let mut state = self.state();
        match runtime {
            Some(runtime) => {
                state.phase = Phase::Gathering(runtime.id());
                drop(state);
                let gathering = Gathering(Arc::clone(self), runtime.id());
                runtime.spawn(async move {
                    drop(answers);
                    gather(gathering).await;
                });
            }
            None => {
                self.hand_over(state);
                drop(answers);
            }
        }
    }

    /// Closes the queue to new jobs.
    pub(super) fn close(&self) {
        self.state().is_closed = true;
        self.1.notify_all();
    }

    /// Marks the thread as ended, and returns an error for all waiting jobs.
    pub(super) fn end(&self) {
        let mut state = self.state();
        state.is_closed = true;
        let jobs = mem::take(&mut state.jobs);
        drop(state);
        drop(jobs);
    }

    fn hand_over(&self, mut state: MutexGuard<'_, State<J>>) {
        let is_due = !state.jobs.is_empty();
        state.phase = if is_due { Phase::Due } else { Phase::Idle };
        drop(state);
        if is_due {
            self.1.notify_all();
        }
    }

    /// Locks the state. No code that holds the lock panics.
    fn state(&self) -> MutexGuard<'_, State<J>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Passes a batch on when it is dropped, even if its runtime ends before.
struct Gathering<J: Send + 'static>(Arc<Queue<J>>, Id);

impl<J: Send + 'static> Drop for Gathering<J> {
    fn drop(&mut self) {
        let state = self.0.state();
        if state.phase == Phase::Gathering(self.1) {
            self.0.hand_over(state);
        }
    }
}

/// Waits until all ready tasks of the runtime have run without adding a job.
async fn gather<J: Send + 'static>(gathering: Gathering<J>) {
    let (begun, mut before) = (Instant::now(), 0);
    loop {
        task::yield_now().await;
        let waiting = gathering.0.state().jobs.len();
        if waiting == before || waiting >= BATCH || begun.elapsed() >= MAX_GATHERING {
            return;
        }
        before = waiting;
    }
}

/// Returns the error for a thread that has ended.
pub(super) fn ended() -> StoreError {
    StoreError::away("its thread has ended")
}
