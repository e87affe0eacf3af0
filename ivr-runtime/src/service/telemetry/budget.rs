//! Limits how much of the log strangers can fill.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::{Instant, sleep_until};

const SECOND: Duration = Duration::from_secs(1);

/// Writes a limited number of log lines of one kind per second. The others are counted, and their number is logged.
#[derive(Debug)]
pub(crate) struct LogBudget {
    per_second: u32,
    /// The kind of line, for machines.
    reason: &'static str,
    /// The kind of line, for people.
    summary: &'static str,
    window: Mutex<Window>,
}

#[derive(Debug)]
struct Window {
    began: Option<Instant>,
    written: u32,
    counted: u64,
}

impl LogBudget {
    pub(crate) fn new(per_second: u32, reason: &'static str, summary: &'static str) -> Arc<Self> {
        let window = Mutex::new(Window { began: None, written: 0, counted: 0 });
        Arc::new(Self { per_second, reason, summary, window })
    }

    /// Returns whether another line may be written now. Otherwise the line is counted, and a task of the runtime logs
    /// the count within a second.
    pub(crate) fn admits(self: &Arc<Self>) -> bool {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let began = match window.began {
            Some(began) if now < began + SECOND => began,
            Some(_) | None => {
                (window.began, window.written) = (Some(now), 0);
                now
            }
        };
        if window.written < self.per_second {
            window.written += 1;
            return true;
        }
        window.counted += 1;
        if window.counted == 1 {
            tokio::spawn(Arc::clone(self).report(began + SECOND));
        }
        false
    }

    async fn report(self: Arc<Self>, end: Instant) {
        sleep_until(end).await;
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = std::mem::take(&mut window.counted);
        drop(window);
        tracing::warn!(reason = self.reason, counted, "{}", self.summary);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn so_many_lines_a_second_are_written_and_the_others_counted() {
        let budget = LogBudget::new(2, "test", "more");
        let admitted = |budget: &Arc<LogBudget>| (0..100).filter(|_| budget.admits()).count();
        assert_eq!(admitted(&budget), 2);
        assert_eq!(budget.window.lock().unwrap().counted, 98);
        tokio::time::sleep(SECOND * 2).await;
        assert_eq!(budget.window.lock().unwrap().counted, 0, "they were reported");
        assert_eq!(admitted(&budget), 2);
    }
}
