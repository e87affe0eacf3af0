//! Isolates work that may panic or take too long.

use std::{
    fmt,
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    task::Poll,
    time::Duration,
};

use crate::service::deadline::within;

/// Why a request could not be answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum GuardError {
    /// The work panicked.
    Panicked,
    /// The work did not finish in time.
    Late,
}

impl fmt::Display for GuardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Panicked => "the tree or its app panicked",
            Self::Late => "the app was too late",
        })
    }
}

/// Runs `work` with the time limit `patience`, and catches a panic.
///
/// The caller pins the work, so that it is neither moved nor stored twice in the future of a request.
///
/// A panic cannot leave shared state inconsistent: a step reads the tree and owns everything else.
pub(crate) async fn guarded<V: Send>(
    work: Pin<&mut (impl Future<Output = V> + Send)>,
    time_limit: Duration,
) -> Result<V, GuardError> {
    within(time_limit, unwinding(work)).await.unwrap_or(Err(GuardError::Late))
}

/// The same without a limit in time.
pub(crate) async fn unwinding<V: Send>(work: impl Future<Output = V> + Send) -> Result<V, GuardError> {
    let mut work = pin!(work);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(value)) => Poll::Ready(Ok(value)),
        Err(_) => Poll::Ready(Err(GuardError::Panicked)),
    })
    .await
}

/// Runs synchronous work, and catches a panic.
pub(crate) fn caught<V>(work: impl FnOnce() -> V) -> Result<V, GuardError> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| GuardError::Panicked)
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::*;

    #[tokio::test]
    async fn work_that_is_done_comes_through() {
        assert_eq!(guarded(pin!(async { 3 }), Duration::ZERO).await, Ok(3));
    }

    #[tokio::test]
    async fn a_panic_also_after_waiting_is_caught() {
        let work = async {
            tokio::task::yield_now().await;
            panic!("on purpose");
        };
        assert_eq!(guarded::<()>(pin!(work), Duration::from_secs(5)).await, Err(GuardError::Panicked));
    }

    #[tokio::test]
    async fn work_without_an_end_is_late() {
        assert_eq!(guarded::<()>(pin!(pending()), Duration::from_millis(1)).await, Err(GuardError::Late));
    }
}
