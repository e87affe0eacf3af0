//! What waits for the thread that writes. A batch begins when the runtime has no more to add to it, and its answers wake
//! the runtime once: waking another thread costs as much as a step.

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

/// How many jobs may wait for the disk. More means that it does not keep up, and a caller is better told so.
pub(super) const MAX_WAITING: usize = 4096;

/// The most jobs in one batch: bounds its memory, and how long the first of them waits for the last.
pub(super) const BATCH: usize = 512;

/// How long a batch waits for more at most.
const MAX_GATHERING: Duration = Duration::from_millis(2);

/// A queue with one thread at its end.
pub(super) struct Queue<J>(Mutex<State<J>>, Condvar);

struct State<J> {
    jobs: Vec<J>,
    phase: Phase,
    is_closed: bool,
}

/// What becomes of the jobs that wait.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// None waits.
    Idle,
    /// A task of this runtime hands them over as soon as no more come.
    Gathering(Id),
    /// The thread takes them.
    Due,
    /// The thread is at work, and has them gathered when it is done.
    Writing,
}

/// What the thread does next.
pub(super) enum Next<J> {
    Write(Vec<J>),
    /// Nothing came in time.
    Nothing,
    /// Nothing will come.
    End,
}

impl<J: Send + 'static> Queue<J> {
    pub(super) fn new() -> Arc<Self> {
        let state = State { jobs: Vec::new(), phase: Phase::Idle, is_closed: false };
        Arc::new(Self(Mutex::new(state), Condvar::new()))
    }

    /// Puts a job at the end of the queue; never blocks. `runtime` is that of the task that waits for it.
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

    /// A batch is written. `answers` tells those who wait when it is dropped: in their runtime, where there is one, which
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

    /// Nothing more comes.
    pub(super) fn close(&self) {
        self.state().is_closed = true;
        self.1.notify_all();
    }

    /// The thread has ended: whoever waits is told so.
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

    /// No code that holds the lock panics.
    fn state(&self) -> MutexGuard<'_, State<J>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hands a batch over when it is dropped, also where its runtime ends before.
struct Gathering<J: Send + 'static>(Arc<Queue<J>>, Id);

impl<J: Send + 'static> Drop for Gathering<J> {
    fn drop(&mut self) {
        let state = self.0.state();
        if state.phase == Phase::Gathering(self.1) {
            self.0.hand_over(state);
        }
    }
}

/// Waits until all tasks of the runtime that can go on have done so, and none of them has added a job.
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

/// The thread that would answer is not there.
pub(super) fn ended() -> StoreError {
    StoreError::away("its thread has ended")
}
