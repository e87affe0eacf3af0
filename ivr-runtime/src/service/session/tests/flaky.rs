//! A store in memory that a test makes unavailable or silent.

use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use crate::service::store::{CallStore, MemoryStore, Page, Pending, Saved, StoreError};

/// How the store answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(super) enum Mood {
    Well,
    Away,
    Silent,
    Full,
}

#[derive(Debug, Default)]
pub(super) struct Flaky {
    calls: MemoryStore,
    mood: AtomicU8,
    loads: AtomicUsize,
}

impl Flaky {
    pub(super) fn is(&self, mood: Mood) {
        self.mood.store(mood as u8, Ordering::SeqCst);
    }

    /// How often a record was asked for.
    pub(super) fn loads(&self) -> usize {
        self.loads.load(Ordering::SeqCst)
    }

    fn in_its_mood<'a, V: Send + 'a>(&self, answer: Pending<'a, V>) -> Pending<'a, V> {
        let mood = self.mood.load(Ordering::SeqCst);
        Box::pin(async move {
            match mood {
                1 => Err(StoreError::Away { why: "on purpose".into() }),
                2 => std::future::pending().await,
                3 => Err(StoreError::Full { calls: 100_000 }),
                _ => answer.await,
            }
        })
    }
}

impl CallStore for Flaky {
    fn load<'a>(&'a self, call: &'a str) -> Pending<'a, Option<Vec<u8>>> {
        self.loads.fetch_add(1, Ordering::SeqCst);
        self.in_its_mood(self.calls.load(call))
    }

    fn save<'a>(&'a self, call: &'a str, before: Option<&'a [u8]>, record: Vec<u8>) -> Pending<'a, Saved> {
        self.in_its_mood(self.calls.save(call, before, record))
    }

    fn remove<'a>(&'a self, call: &'a str, before: &'a [u8]) -> Pending<'a, Saved> {
        self.in_its_mood(self.calls.remove(call, before))
    }

    fn page<'a>(&'a self, after: Option<&'a str>) -> Pending<'a, Page> {
        self.in_its_mood(self.calls.page(after))
    }

    fn ready<'a>(&'a self) -> Pending<'a, ()> {
        self.in_its_mood(self.calls.ready())
    }
}
