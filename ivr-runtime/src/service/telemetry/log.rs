//! The log on standard error: text for people, or one JSON object per line.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::{
    filter::{ParseError, Targets},
    fmt,
    prelude::*,
    registry,
};

use super::LogFormat;

/// Checks a filter: `info`, or `info,ivr_runtime=debug`.
pub(crate) fn check_filter(filter: &str) -> Result<(), ParseError> {
    filter.parse::<Targets>().map(drop)
}

/// Writes what passes `filter` to standard error, from now on and for the whole process.
///
/// If the program already has a logger, nothing is changed.
pub(crate) fn start(filter: &str, format: LogFormat) -> Result<(), ParseError> {
    let filter: Targets = filter.parse()?;
    let lines = fmt::layer().with_writer(stderr).with_ansi(stderr().is_terminal());
    let started = match format {
        LogFormat::Text => registry().with(lines).with(filter).try_init(),
        LogFormat::Json => registry().with(lines.json().flatten_event(true)).with(filter).try_init(),
    };
    if started.is_err() {
        tracing::debug!("the program has its own tracing subscriber");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_a_level_or_a_level_for_each_module() {
        for filter in ["info", "off", "warn,ivr_runtime=debug", "ivr_runtime::webhook=trace"] {
            assert!(check_filter(filter).is_ok(), "{filter}");
        }
        assert!(check_filter("ivr_runtime=loud").is_err());
    }
}
