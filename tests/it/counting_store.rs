//! A store in memory that several servers share, and that counts operations.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use ivr::store::{CallStore, MemoryStore, Page, Pending, Saved};

/// What its servers loaded and saved.
#[derive(Clone, Debug, Default)]
pub(crate) struct CountingStore {
    calls: Arc<MemoryStore>,
    loads: Arc<AtomicUsize>,
    saves: Arc<AtomicUsize>,
    largest: Arc<AtomicUsize>,
}

impl CountingStore {
    pub(crate) fn loads(&self) -> usize {
        self.loads.load(Ordering::SeqCst)
    }

    pub(crate) fn saves(&self) -> usize {
        self.saves.load(Ordering::SeqCst)
    }

    /// The bytes of the largest record.
    pub(crate) fn largest(&self) -> usize {
        self.largest.load(Ordering::SeqCst)
    }
}

impl CallStore for CountingStore {
    fn load<'a>(&'a self, call: &'a str) -> Pending<'a, Option<Vec<u8>>> {
        self.loads.fetch_add(1, Ordering::SeqCst);
        self.calls.load(call)
    }

    fn save<'a>(&'a self, call: &'a str, before: Option<&'a [u8]>, record: Vec<u8>) -> Pending<'a, Saved> {
        // Records of the servers themselves, written every two seconds, are not counted.
        if !call.starts_with('~') {
            self.saves.fetch_add(1, Ordering::SeqCst);
            self.largest.fetch_max(record.len(), Ordering::SeqCst);
        }
        self.calls.save(call, before, record)
    }

    fn remove<'a>(&'a self, call: &'a str, before: &'a [u8]) -> Pending<'a, Saved> {
        self.calls.remove(call, before)
    }

    fn page<'a>(&'a self, after: Option<&'a str>) -> Pending<'a, Page> {
        self.calls.page(after)
    }

    fn ready<'a>(&'a self) -> Pending<'a, ()> {
        self.calls.ready()
    }
}
