//! The newest records of the calls that this process answered. If several servers share a store, the next step of a
//! call begins with the cached record; if another server was faster, the save fails.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// The minimum size of the cached records in bytes. The maximum is twice as much. A core at 40 % load stores about as
/// much in the ten seconds between two steps of a call.
const MIN_KEPT: usize = 64 << 20;

/// The approximate size of a record in addition to its own bytes.
const OVERHEAD: usize = 128;

/// Records by call, in two generations; the older one is dropped as a whole.
#[derive(Debug, Default)]
pub(super) struct RecentRecords(Mutex<Generations>);

#[derive(Debug, Default)]
struct Generations {
    newer: HashMap<String, Recent>,
    older: HashMap<String, Recent>,
    /// The size of the newer generation.
    bytes: usize,
}

#[derive(Debug)]
struct Recent {
    step: u32,
    record: Vec<u8>,
}

impl RecentRecords {
    /// Takes the record of a call after this number of steps. It is removed, so of two requests for one step, the
    /// second asks the store.
    pub(super) fn take(&self, call: &str, step: u32) -> Option<Vec<u8>> {
        let recent = self.lock().remove(call)?;
        (recent.step == step).then_some(recent.record)
    }

    /// Caches the record that was just stored.
    pub(super) fn put(&self, call: &str, step: u32, record: Vec<u8>) {
        let mut generations = self.lock();
        generations.remove(call);
        generations.insert(call, Recent { step, record });
    }

    /// Caches a record that was changed without a step, unless another step was executed meanwhile.
    pub(super) fn replace(&self, call: &str, step: u32, record: Vec<u8>) {
        let mut generations = self.lock();
        match generations.remove(call) {
            Some(recent) if recent.step == step => generations.insert(call, Recent { step, record }),
            Some(newer) => generations.insert(call, newer),
            None => {}
        }
    }

    /// Locks the cache. No code that holds the lock panics.
    fn lock(&self) -> MutexGuard<'_, Generations> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Generations {
    fn remove(&mut self, call: &str) -> Option<Recent> {
        if let Some(recent) = self.newer.remove(call) {
            self.bytes = self.bytes.saturating_sub(recent.record.len() + OVERHEAD);
            return Some(recent);
        }
        self.older.remove(call)
    }

    fn insert(&mut self, call: &str, recent: Recent) {
        if self.bytes >= MIN_KEPT {
            self.older = std::mem::take(&mut self.newer);
            self.bytes = 0;
        }
        self.bytes += recent.record.len() + OVERHEAD;
        self.newer.insert(call.to_owned(), recent);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_given_away_once_and_for_its_step_alone() {
        let recent = RecentRecords::default();
        assert_eq!(recent.take("CA1", 1), None);
        recent.put("CA1", 1, b"one".to_vec());
        recent.put("CA2", 1, b"other".to_vec());
        assert_eq!(recent.take("CA1", 1), Some(b"one".to_vec()));
        assert_eq!(recent.take("CA1", 1), None);
        recent.put("CA1", 2, b"two".to_vec());
        assert_eq!(recent.take("CA1", 1), None);
        assert_eq!(recent.take("CA2", 1), Some(b"other".to_vec()));
    }

    #[test]
    fn a_change_without_a_step_replaces_the_record_of_its_step() {
        let recent = RecentRecords::default();
        recent.replace("CA1", 1, b"unknown".to_vec());
        assert_eq!(recent.take("CA1", 1), None);
        recent.put("CA1", 1, b"one".to_vec());
        recent.replace("CA1", 1, b"crossed off".to_vec());
        assert_eq!(recent.take("CA1", 1), Some(b"crossed off".to_vec()));
        recent.put("CA1", 2, b"two".to_vec());
        recent.replace("CA1", 1, b"late".to_vec());
        assert_eq!(recent.take("CA1", 2), Some(b"two".to_vec()));
    }

    #[test]
    fn what_is_kept_is_bounded() {
        const SIZE: usize = 1 << 20;
        let recent = RecentRecords::default();
        let calls = 4 * MIN_KEPT / SIZE;
        for call in 0..calls {
            recent.put(&call.to_string(), 1, vec![0; SIZE]);
        }
        let kept = (0..calls).filter(|call| recent.take(&call.to_string(), 1).is_some()).count();
        assert!((MIN_KEPT / SIZE..=2 * MIN_KEPT / SIZE + 2).contains(&kept), "{kept}");
        assert_eq!(recent.lock().bytes, 0);
    }
}
