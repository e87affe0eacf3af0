//! Calls in the memory of this process: for tests, and for lines where a restart may forget.

use std::{
    collections::{BTreeSet, HashMap},
    fmt,
    ops::Bound,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::{
    CallStore, Limits, PAGE_SIZE, Page, Pending, Saved, StoreError,
    clock::Clock,
    records::{Records, Rules, StoredRecord},
};

/// Calls in the memory of this process. A restart forgets them, and two servers do not see each other's.
///
/// ```
/// use ivr_runtime::store::{CallStore, Limits, MemoryStore, StoreError};
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let store = MemoryStore::new(Limits { calls: 1, ..Limits::default() });
/// store.save("CA1", None, vec![1]).await?;
/// assert_eq!(store.save("CA2", None, vec![2]).await, Err(StoreError::Full { calls: 1 }));
/// # Ok::<(), StoreError>(()) }).unwrap();
/// ```
pub struct MemoryStore {
    calls: Mutex<Calls>,
    limits: Limits,
    clock: Clock,
}

impl MemoryStore {
    /// An empty store with these limits.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self::at(limits, Clock::after(None))
    }

    pub(super) fn at(limits: Limits, clock: Clock) -> Self {
        Self { calls: Mutex::default(), limits, clock }
    }

    fn rules(&self) -> Rules {
        Rules { limits: self.limits, now: self.clock.now() }
    }

    /// No rule panics, and each leaves the calls whole at every step.
    fn calls(&self) -> MutexGuard<'_, Calls> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new(Limits::default())
    }
}

/// How many calls there are, and nothing of them.
impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let calls = self.calls().kept.len();
        f.debug_struct("MemoryStore").field("calls", &calls).field("limits", &self.limits).finish()
    }
}

impl CallStore for MemoryStore {
    fn load<'a>(&'a self, call: &'a str) -> Pending<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            self.limits.check_id(call)?;
            self.rules().load(&*self.calls(), call)
        })
    }

    fn save<'a>(&'a self, call: &'a str, before: Option<&'a [u8]>, record: Vec<u8>) -> Pending<'a, Saved> {
        Box::pin(async move {
            self.limits.check_id(call)?;
            self.limits.check_record(&record)?;
            let (rules, mut calls) = (self.rules(), self.calls());
            // Each save removes up to two expired records, one more than it can add.
            rules.expire(&mut *calls, 2)?;
            rules.save(&mut *calls, call, before, record)
        })
    }

    fn remove<'a>(&'a self, call: &'a str, before: &'a [u8]) -> Pending<'a, Saved> {
        Box::pin(async move {
            self.limits.check_id(call)?;
            self.rules().remove(&mut *self.calls(), call, before)
        })
    }

    fn page<'a>(&'a self, after: Option<&'a str>) -> Pending<'a, Page> {
        Box::pin(async move { Ok(self.calls().page(after.and_then(place), self.rules())) })
    }

    fn ready<'a>(&'a self) -> Pending<'a, ()> {
        Box::pin(async move { self.rules().make_room(&mut *self.calls()) })
    }
}

/// The records, and the order in which they were put.
#[derive(Default)]
struct Calls {
    kept: HashMap<String, StoredRecord>,
    order: BTreeSet<(u64, String)>,
}

impl Calls {
    /// The records behind a place in the order, oldest first.
    fn page(&self, after: Option<(u64, String)>, rules: Rules) -> Page {
        let start = after.map_or(Bound::Unbounded, Bound::Excluded);
        let rows: Vec<_> = self.order.range((start, Bound::Unbounded)).take(PAGE_SIZE).collect();
        let next = rows.get(PAGE_SIZE - 1).map(|(at, call)| format!("{at} {call}"));
        let fresh = rows.into_iter().filter(|(at, _)| !rules.is_over(*at));
        let records = fresh.filter_map(|(_, call)| Some((call.clone(), self.kept.get(call)?.record.clone())));
        Page { records: records.collect(), next }
    }
}

/// A place in the order, as [`Page::next`] has it.
fn place(text: &str) -> Option<(u64, String)> {
    let (at, call) = text.split_once(' ')?;
    Some((at.parse().ok()?, call.to_owned()))
}

impl Records for Calls {
    fn get(&self, call: &str) -> Result<Option<StoredRecord>, StoreError> {
        Ok(self.kept.get(call).cloned())
    }

    fn put(&mut self, call: &str, kept: StoredRecord) -> Result<(), StoreError> {
        self.take(call)?;
        self.order.insert((kept.at, call.to_owned()));
        self.kept.insert(call.to_owned(), kept);
        Ok(())
    }

    fn take(&mut self, call: &str) -> Result<(), StoreError> {
        if let Some((call, kept)) = self.kept.remove_entry(call) {
            self.order.remove(&(kept.at, call));
        }
        Ok(())
    }

    fn calls(&self) -> Result<usize, StoreError> {
        Ok(self.kept.len())
    }

    fn oldest(&mut self) -> Result<Option<(u64, String)>, StoreError> {
        Ok(self.order.first().cloned())
    }
}
