//! Work with a time limit.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

use tokio::time::{error::Elapsed, timeout};

/// Runs `work` within `limit`. A timer is created only if `work` is not done at its first poll.
pub(crate) async fn within<F: Future + Send>(limit: Duration, work: F) -> Result<F::Output, Elapsed> {
    let mut work = pin!(work);
    match poll_fn(|context| Poll::Ready(work.as_mut().poll(context))).await {
        Poll::Ready(done) => Ok(done),
        // Boxed, because the future of a request is moved as a whole and should be small.
        Poll::Pending => Box::pin(timeout(limit, work)).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn work_is_done_in_time_or_given_up() {
        let slow = || tokio::time::sleep(Duration::from_secs(2));
        assert_eq!(within(Duration::ZERO, async { 3 }).await, Ok(3), "it needs no time");
        assert!(within(Duration::from_secs(3), slow()).await.is_ok());
        assert!(within(Duration::from_secs(1), slow()).await.is_err());
    }
}
