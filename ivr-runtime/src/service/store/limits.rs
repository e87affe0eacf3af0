//! The limits of a store.

use std::time::Duration;

use super::StoreError;

/// The limits of a store.
///
/// ```
/// use std::time::Duration;
/// use ivr_runtime::store::{Limits, MemoryStore};
/// let limits = Limits { ttl: Duration::from_secs(3600), ..Limits::default() };
/// let store = MemoryStore::new(limits);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// The maximum length of a record in bytes. The default is 64 kB.
    pub record: usize,
    /// The maximum length of a call identifier in bytes. The default is 64. Identifiers must be visible ASCII.
    pub id: usize,
    /// The maximum number of stored calls. The default is 100,000.
    pub calls: usize,
    /// How long a record is stored after its last change. The default is 24 hours, the maximum length of a call.
    pub ttl: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { record: 65_536, id: 64, calls: 100_000, ttl: Duration::from_secs(24 * 60 * 60) }
    }
}

impl Limits {
    /// Checks a call identifier before anything is looked up.
    pub(super) fn check_id(&self, call: &str) -> Result<(), StoreError> {
        let good = (1..=self.id).contains(&call.len()) && call.bytes().all(|byte| byte.is_ascii_graphic());
        if good { Ok(()) } else { Err(StoreError::BadCall { limit: self.id }) }
    }

    /// Checks the size of a record.
    pub(super) fn check_record(&self, record: &[u8]) -> Result<(), StoreError> {
        let (bytes, limit) = (record.len(), self.record);
        if bytes <= limit { Ok(()) } else { Err(StoreError::TooLarge { bytes, limit }) }
    }

    /// Checks whether there is room for another call if there are `calls` already.
    pub(super) fn check_room(&self, calls: usize) -> Result<(), StoreError> {
        if calls < self.calls { Ok(()) } else { Err(StoreError::Full { calls }) }
    }

    /// Returns whether a record of this age, in milliseconds, has expired.
    pub(super) fn is_over(&self, age: u64) -> bool {
        u128::from(age) >= self.ttl.as_millis()
    }
}
