//! How much a store takes, and for how long it keeps it.

use std::time::Duration;

use super::StoreError;

/// How much a store takes, and for how long it keeps it.
///
/// ```
/// use std::time::Duration;
/// use ivr_runtime::store::{Limits, MemoryStore};
/// let limits = Limits { ttl: Duration::from_secs(3600), ..Limits::default() };
/// let store = MemoryStore::new(limits);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// The longest record in bytes; 64 kB at first.
    pub record: usize,
    /// The longest call id in bytes; 64 at first. Ids are visible ASCII, whatever their length.
    pub id: usize,
    /// The most calls that are kept at once; 100,000 at first.
    pub calls: usize,
    /// How long a record is kept after its last change; 24 hours at first, which is as long as a call can last.
    pub ttl: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { record: 65_536, id: 64, calls: 100_000, ttl: Duration::from_secs(24 * 60 * 60) }
    }
}

impl Limits {
    /// Refuses what can be no call id, before anything is looked up.
    pub(super) fn check_id(&self, call: &str) -> Result<(), StoreError> {
        let good = (1..=self.id).contains(&call.len()) && call.bytes().all(|byte| byte.is_ascii_graphic());
        if good { Ok(()) } else { Err(StoreError::BadCall { limit: self.id }) }
    }

    /// Refuses a record that is too large.
    pub(super) fn check_record(&self, record: &[u8]) -> Result<(), StoreError> {
        let (bytes, limit) = (record.len(), self.record);
        if bytes <= limit { Ok(()) } else { Err(StoreError::TooLarge { bytes, limit }) }
    }

    /// Refuses one call more than there is room for, when there are `calls` already.
    pub(super) fn check_room(&self, calls: usize) -> Result<(), StoreError> {
        if calls < self.calls { Ok(()) } else { Err(StoreError::Full { calls }) }
    }

    /// Whether something of this age, in milliseconds, is no longer kept.
    pub(super) fn is_over(&self, age: u64) -> bool {
        u128::from(age) >= self.ttl.as_millis()
    }
}
