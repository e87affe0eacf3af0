//! The file while it is used: opened again after it failed.

use std::{
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
    time::{Duration, Instant},
};

use super::{super::StoreError, journal::Known, opening::Opened};

/// How long a file that failed is left alone.
const PAUSE: Duration = Duration::from_secs(1);

/// A file that is opened again when it failed, so that a disk that was full for a minute is not a reason to start the
/// server anew.
pub(super) struct File {
    open: Box<dyn Fn() -> Result<Opened, StoreError> + Send + Sync>,
    state: RwLock<State>,
}

enum State {
    Open(Opened),
    /// Why it failed, and when it is opened again: never, where that cannot help.
    Failed {
        why: StoreError,
        again: Option<Instant>,
    },
}

impl State {
    fn is_due(&self) -> bool {
        matches!(self, Self::Failed { again: Some(again), .. } if *again <= Instant::now())
    }
}

impl File {
    /// Opens it for the first time.
    pub(super) fn new(
        open: impl Fn() -> Result<Opened, StoreError> + Send + Sync + 'static,
    ) -> Result<Self, StoreError> {
        let opened = open()?;
        Ok(Self { open: Box::new(open), state: RwLock::new(State::Open(opened)) })
    }

    /// Whether what is open still stands at its path. What is written to a file that was deleted or replaced is gone
    /// when the process is.
    pub(super) fn check_place(&self) -> Result<(), StoreError> {
        match &*self.read() {
            State::Open(opened) => opened.check_place(),
            // Whoever uses it is told why it failed, and has it opened again.
            State::Failed { .. } => Ok(()),
        }
    }

    /// Whether it is time to merge the journal of the file.
    pub(super) fn is_journal_full(&self) -> bool {
        match &*self.read() {
            State::Open(opened) => opened.journal.is_full(),
            State::Failed { .. } => false,
        }
    }

    /// What is known of a call without the disk.
    pub(super) fn known(&self, call: &str) -> Known {
        match &*self.read() {
            State::Open(opened) => opened.journal.find(call),
            State::Failed { .. } => Known::Row,
        }
    }

    /// Works with the file. After an error it is closed, since a database that failed refuses everything, and what is in
    /// memory of it may be older than what was written.
    pub(super) fn using<T>(
        &self,
        work: impl FnOnce(&Opened) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.mend();
        let outcome = match &*self.read() {
            State::Open(opened) => sound(|| work(opened)),
            State::Failed { why, .. } => return Err(why.clone()),
        };
        outcome
            .unwrap_or_else(|damage| {
                self.close(&damage, None);
                Err(damage)
            })
            .inspect_err(|why| self.close(why, Some(Instant::now() + PAUSE)))
    }

    fn mend(&self) {
        if !self.read().is_due() {
            return;
        }
        let mut state = self.write();
        if state.is_due() {
            *state = match (self.open)() {
                Ok(opened) => State::Open(opened),
                Err(why) => State::Failed { why, again: Some(Instant::now() + PAUSE) },
            };
        }
    }

    fn close(&self, why: &StoreError, again: Option<Instant>) {
        let mut state = self.write();
        if let State::Open(_) = &*state {
            let failed = mem::replace(&mut *state, State::Failed { why: why.clone(), again });
            match again {
                Some(_) => end(failed),
                // What panicked once would do so again.
                None => mem::forget(failed),
            }
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let ended = State::Failed { why: StoreError::away("it was closed"), again: None };
        end(mem::replace(&mut *self.write(), ended));
    }
}

/// Closes a database, whatever is in its file.
fn end(state: State) {
    // It is given up either way.
    let _ = sound(move || drop(state));
}

/// Does work that panics where the content of the file makes no sense; such damage is the outer error.
pub(super) fn sound<T>(work: impl FnOnce() -> T) -> Result<T, StoreError> {
    // Nobody looks at what a panic left behind: the database is given up.
    catch_unwind(AssertUnwindSafe(work))
        .map_err(|_| StoreError::corrupt("the content of its file makes no sense"))
}
