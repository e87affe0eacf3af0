//! `paths`: prints every class of calls, with what a test has to cover.

use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command, value_parser};

use super::print::print;
use crate::inspect::paths::{MAX_PATHS, paths};
use ivr_runtime::{call::Dialog, tree::PhoneTree};

/// Returns the command and its arguments.
pub(crate) fn command() -> Command {
    let limit =
        Arg::new("limit").long("limit").value_name("PATHS").value_parser(value_parser!(u32).range(1..)).help(
            format!("Prints at most this many paths of a start, the shortest first [default: {MAX_PATHS}]"),
        );
    Command::new("paths")
        .about("Prints every class of calls with its keys, its ending and its estimated duration")
        .arg(limit)
}

/// Prints the paths.
pub(crate) fn run<T: PhoneTree>(dialog: &Dialog<T>, matches: &ArgMatches) -> ExitCode {
    let limit = matches.get_one::<u32>("limit").and_then(|limit| usize::try_from(*limit).ok());
    print(&paths(dialog.description(), limit.unwrap_or(MAX_PATHS)))
}
