//! Logs for people and metrics for machines.
//!
//! Neither contains what a caller pressed or said, a caller's number, a secret or a body.

// Log lines on standard error.
#[cfg(feature = "serve")]
mod log;

// How much of the log strangers can fill, and what of them may stand in it.
mod budget;
pub(crate) mod redact;

// Numbers for Prometheus.
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
