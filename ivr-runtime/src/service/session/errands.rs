//! Work that goes on after the caller was answered, and that the process waits for when it stops.

use tokio::sync::watch;

/// How many errands are under way.
#[derive(Clone, Debug)]
pub(crate) struct Errands(watch::Sender<usize>);

impl Default for Errands {
    fn default() -> Self {
        Self(watch::Sender::new(0))
    }
}

impl Errands {
    /// Does `work` beside everything else.
    pub(super) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let under_way = UnderWay::begin(self.0.clone());
        tokio::spawn(async move {
            work.await;
            drop(under_way);
        });
    }

    /// Comes true when nothing is under way.
    #[cfg(any(feature = "serve", test))]
    pub(crate) async fn done(&self) {
        // It fails only when there is no sender any more, and `self` is one.
        let _ = self.0.subscribe().wait_for(|under_way| *under_way == 0).await;
    }
}

/// One errand, also when it panics.
struct UnderWay(watch::Sender<usize>);

impl UnderWay {
    fn begin(errands: watch::Sender<usize>) -> Self {
        errands.send_modify(|under_way| *under_way += 1);
        Self(errands)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.send_modify(|under_way| *under_way -= 1);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::{sleep, timeout};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_under_way_is_waited_for_also_when_it_panics() {
        let errands = Errands::default();
        errands.done().await;
        errands.spawn(sleep(Duration::from_secs(5)));
        errands.spawn(async { panic!("on purpose") });
        assert!(timeout(Duration::from_secs(4), errands.done()).await.is_err());
        assert!(timeout(Duration::from_secs(2), errands.done()).await.is_ok());
    }
}
