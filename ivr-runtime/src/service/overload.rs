//! Detects overload. New calls are then turned away, and calls in progress are answered.

use std::{
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    task::yield_now,
    time::{Instant, sleep},
};

use super::config::Limits;

/// The interval at which the delay of work is measured.
const LOOK: Duration = Duration::from_millis(250);

/// The number of consecutive late measurements that count as overload. A single one may be caused by the machine.
const LATE_LOOKS: u8 = 2;

/// The load of the server.
#[derive(Debug)]
pub(crate) struct Load {
    /// The number of requests that wait for the store or the app.
    pending: AtomicUsize,
    max_pending: AtomicUsize,
    /// The number of consecutive late measurements.
    late: AtomicU8,
    max_delay: Duration,
    is_watched: AtomicBool,
}

/// A request that waits for the store or the app, until it is dropped.
#[derive(Debug)]
pub(crate) struct PendingRequest<'a>(&'a Load);

impl Drop for PendingRequest<'_> {
    fn drop(&mut self) {
        self.0.pending.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Load {
    /// Creates an empty load.
    pub(crate) fn new(limits: &Limits) -> Arc<Self> {
        Arc::new(Self {
            pending: AtomicUsize::new(0),
            max_pending: AtomicUsize::new(max_pending(limits)),
            late: AtomicU8::new(0),
            max_delay: limits.max_delay,
            is_watched: AtomicBool::new(false),
        })
    }

    /// Counts a waiting request.
    pub(crate) fn begin(&self) -> PendingRequest<'_> {
        self.pending.fetch_add(1, Ordering::Relaxed);
        PendingRequest(self)
    }

    /// Returns why new calls are turned away, if they are.
    pub(crate) fn excess(&self) -> Option<&'static str> {
        if self.pending.load(Ordering::Relaxed) >= self.max_pending.load(Ordering::Relaxed) {
            return Some("too many requests wait for the store or the app");
        }
        (self.late.load(Ordering::Relaxed) >= LATE_LOOKS).then_some("the server is late with its work")
    }

    /// Measures the delay from now on, until the load is dropped, with the limits that the machine allows. Only the
    /// program that owns the runtime calls this, because a runtime that does not run all the time is late by itself.
    #[cfg_attr(not(feature = "serve"), expect(dead_code, reason = "only a server of ours knows its runtime"))]
    pub(crate) fn watch(self: &Arc<Self>, limits: &Limits) {
        self.max_pending.store(max_pending(limits), Ordering::Relaxed);
        if !self.is_watched.swap(true, Ordering::Relaxed) {
            tokio::spawn(look(Arc::downgrade(self)));
        }
    }

    fn observe(&self, delay: Duration) {
        let late = match delay > self.max_delay {
            true => self.late.load(Ordering::Relaxed).saturating_add(1),
            false => 0,
        };
        self.late.store(late, Ordering::Relaxed);
    }
}

/// Returns the maximum number of waiting requests, which leaves a quarter of the connections to calls in progress.
fn max_pending(limits: &Limits) -> usize {
    limits.max_pending_requests.min(limits.max_connections / 4 * 3).max(1)
}

/// Measures how long a task waits for its turn, which is how long a request waits.
async fn look(load: Weak<Load>) {
    loop {
        let began = Instant::now();
        sleep(LOOK).await;
        // A task that was woken may run next. After `yield_now` it runs last.
        yield_now().await;
        let Some(load) = load.upgrade() else { return };
        load.observe(began.elapsed().saturating_sub(LOOK));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(max_pending_requests: usize, max_connections: usize) -> Arc<Load> {
        Load::new(&Limits { max_pending_requests, max_connections, ..Limits::default() })
    }

    #[test]
    fn new_calls_are_turned_away_while_as_many_requests_wait_as_may() {
        let load = load(2, 1024);
        let first = load.begin();
        assert_eq!(load.excess(), None);
        let second = load.begin();
        assert!(load.excess().is_some());
        drop(first);
        assert_eq!(load.excess(), None);
        drop(second);
    }

    #[test]
    fn a_quarter_of_the_connections_is_left_to_calls_in_progress() {
        let load = load(768, 8);
        let waiting: Vec<_> = (0..5).map(|_| load.begin()).collect();
        assert_eq!(load.excess(), None);
        let _one_more = load.begin();
        assert!(load.excess().is_some());
        drop(waiting);
    }

    #[test]
    fn one_late_look_is_none() {
        let load = load(768, 1024);
        let (late, fine) = (Duration::from_millis(1001), Duration::from_secs(1));
        for (delay, is_over) in [(late, false), (fine, false), (late, false), (late, true), (late, true)] {
            load.observe(delay);
            assert_eq!(load.excess().is_some(), is_over, "{delay:?}");
        }
        load.observe(fine);
        assert_eq!(load.excess(), None);
    }

    #[tokio::test]
    async fn a_runtime_that_is_busy_is_late() {
        let limits = Limits { max_delay: Duration::from_millis(50), ..Limits::default() };
        let load = Load::new(&limits);
        load.watch(&limits);
        for _ in 0..40 {
            // Blocks the thread, so every other task waits.
            std::thread::sleep(Duration::from_millis(100));
            yield_now().await;
            if load.excess().is_some() {
                return;
            }
        }
        panic!("nobody noticed");
    }

    #[tokio::test(start_paused = true)]
    async fn a_runtime_with_nothing_to_do_is_not_late() {
        let limits = Limits { max_delay: Duration::from_millis(1), ..Limits::default() };
        let load = Load::new(&limits);
        load.watch(&limits);
        sleep(Duration::from_secs(10)).await;
        assert_eq!(load.excess(), None);
    }
}
