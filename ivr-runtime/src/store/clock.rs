//! What time it is for a store: milliseconds that go on when the process is started again.

use std::{
    fmt,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

/// A source of the time, in milliseconds since 1970.
#[derive(Clone)]
pub(super) struct Clock(Arc<dyn Fn() -> u64 + Send + Sync>);

impl Clock {
    /// The clock of the machine. Set back, it makes records live longer by as much, and never shorter.
    pub(super) fn system() -> Self {
        Self(Arc::new(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
        }))
    }

    pub(super) fn now(&self) -> u64 {
        (self.0)()
    }

    /// A clock that stands still until the test sets it.
    #[cfg(test)]
    pub(super) fn by_hand() -> (Self, Arc<std::sync::atomic::AtomicU64>) {
        let hands = Arc::new(std::sync::atomic::AtomicU64::new(1_000_000));
        let read = Arc::clone(&hands);
        (Self(Arc::new(move || read.load(std::sync::atomic::Ordering::SeqCst))), hands)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}
