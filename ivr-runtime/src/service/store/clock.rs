//! The clock of a store, in milliseconds. It advances with the monotonic clock of the machine, and continues from the
//! newest record when the process is restarted. Setting the clock of the machine expires nothing.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// The maximum time between two processes that counts as elapsed. Setting the clock while no process runs cannot be
/// distinguished from elapsed time, so calls in progress age by the duration of the restart.
const MAX_DOWNTIME: Duration = Duration::from_secs(60 * 60);

/// A source of the time, in milliseconds.
#[derive(Clone)]
pub(super) struct Clock(Arc<dyn Fn() -> u64 + Send + Sync>);

impl Clock {
    /// Creates a clock that continues from the time of the newest record, if there is one.
    pub(super) fn after(newest: Option<u64>) -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let (start, started) = (start(millis(since), newest), Instant::now());
        Self(Arc::new(move || start.saturating_add(millis(started.elapsed()))))
    }

    pub(super) fn now(&self) -> u64 {
        (self.0)()
    }

    /// Creates a clock that stands still until the test sets it.
    #[cfg(test)]
    pub(super) fn by_hand() -> (Self, Arc<std::sync::atomic::AtomicU64>) {
        let hands = Arc::new(std::sync::atomic::AtomicU64::new(1_000_000));
        let read = Arc::clone(&hands);
        (Self(Arc::new(move || read.load(std::sync::atomic::Ordering::SeqCst))), hands)
    }
}

/// Returns the initial time of a store: that of the machine, but not before its newest record, and not long after it.
fn start(machine: u64, newest: Option<u64>) -> u64 {
    match newest {
        None => machine,
        Some(newest) => machine.clamp(newest, newest.saturating_add(millis(MAX_DOWNTIME))),
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restart_takes_no_longer_than_an_hour_whatever_the_machines_clock_says() {
        const HOUR: u64 = 3_600_000;
        let newest = 1_000_000_000;
        for (machine, begins) in [
            (newest + 5000, newest + 5000),
            (newest + 25 * HOUR, newest + HOUR),
            (newest - 25 * HOUR, newest),
            (0, newest),
        ] {
            assert_eq!(start(machine, Some(newest)), begins, "{machine}");
        }
        assert_eq!(start(newest, None), newest);
        assert_eq!(start(0, Some(u64::MAX)), u64::MAX);
    }
}
