//! Logs for people and metrics for machines.
//!
//! Neither contains what a caller pressed or said, a caller's number, a secret or a body.

// Log lines on standard error.
#[cfg(feature = "serve")]
mod log;

// Limits for what strangers can write to the log, and the removal of private values.
mod budget;
pub(crate) mod redact;

// Metrics for Prometheus.
mod flow;
mod metrics;

pub(crate) use budget::LogBudget;
pub(crate) use flow::MATCHED;
#[cfg(feature = "serve")]
pub(crate) use log::{check_filter, start};
pub(crate) use metrics::{Metrics, Outcome};

/// Accepts any filter, because a program without the server writes no log.
#[cfg(not(feature = "serve"))]
pub(crate) fn check_filter(_filter: &str) -> Result<(), std::convert::Infallible> {
    Ok(())
}

/// The format of log lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object per line.
    Json,
}
