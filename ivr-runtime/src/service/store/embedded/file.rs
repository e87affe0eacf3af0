//! The open file, which is opened again after it failed.

use std::{
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
    time::{Duration, Instant},
};

use super::{super::StoreError, journal::Known, opening::Opened};

/// The time after a failure before the file is opened again.
const PAUSE: Duration = Duration::from_secs(1);

/// A file that is opened again after it failed, so that a server does not have to be restarted because its disk was full
/// for a minute.
pub(super) struct File {
    open: Box<dyn Fn() -> Result<Opened, StoreError> + Send + Sync>,
    state: RwLock<State>,
}

enum State {
    Open(Opened),
    /// The error, and the time at which the file is opened again, if that can help.
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
    /// Opens the file for the first time.
    pub(super) fn new(
        open: impl Fn() -> Result<Opened, StoreError> + Send + Sync + 'static,
    ) -> Result<Self, StoreError> {
        let opened = open()?;
        Ok(Self { open: Box::new(open), state: RwLock::new(State::Open(opened)) })
    }

    /// Returns whether the open file is still at its path. If it was deleted or replaced, everything written to it is
    /// lost when the process ends.
    pub(super) fn check_place(&self) -> Result<(), StoreError> {
        match &*self.read() {
            State::Open(opened) => opened.check_place(),
            // The next operation returns the error of the file, and opens it again.
            State::Failed { .. } => Ok(()),
        }
    }

    /// Returns whether the journal of the file must be merged.
    pub(super) fn is_journal_full(&self) -> bool {
        match &*self.read() {
            State::Open(opened) => opened.journal.is_full(),
            State::Failed { .. } => false,
        }
    }

    /// Returns what is known of a call without reading the disk.
    pub(super) fn known(&self, call: &str) -> Known {
        match &*self.read() {
            State::Open(opened) => opened.journal.find(call),
            State::Failed { .. } => Known::Row,
        }
    }

    /// Calls a function with the database. After an error the file is closed, since a database that failed rejects every
    /// operation, and its state in memory may be older than the file.
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
                // Dropping it would panic again.
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

/// Closes a database, even if its file is damaged.
fn end(state: State) {
    // The database is dropped in either case.
    let _ = sound(move || drop(state));
}

/// Calls a function that panics if the file is damaged. The outer error reports such damage.
pub(super) fn sound<T>(work: impl FnOnce() -> T) -> Result<T, StoreError> {
    // The database is dropped after a panic, so its state does not matter.
    catch_unwind(AssertUnwindSafe(work))
        .map_err(|_| StoreError::corrupt("the content of its file is invalid"))
}
