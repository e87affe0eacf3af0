//! `script`: the prompts, state by state, on standard output.

use std::process::ExitCode;

use clap::{ArgMatches, Command};

use super::print::print;
use crate::{call::Flow, script, tree::PhoneTree};

/// The command; it takes nothing.
pub(crate) fn command() -> Command {
    Command::new("script").about("Prints all prompts, state by state, for the voice talent and for review")
}

/// Prints the script.
pub(crate) fn run<T: PhoneTree>(flow: &Flow<T>, _: &ArgMatches) -> ExitCode {
    print(&script::script(flow.description()))
}
