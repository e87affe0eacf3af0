//! `script`: the prompts, state by state, on standard output.

use std::process::ExitCode;

use clap::{ArgMatches, Command};

use super::{
    print::print,
    serve::{used_wrongly, worded, words},
};
use crate::{call::Flow, script, tree::PhoneTree};

/// The command.
pub(crate) fn command() -> Command {
    Command::new("script")
        .about("Prints all prompts, state by state, for the voice talent and for review")
        .arg(words())
}

/// Prints the script.
pub(crate) fn run<T: PhoneTree>(flow: &Flow<T>, matches: &ArgMatches) -> ExitCode {
    match worded(flow, matches) {
        Ok(flow) => print(&script::script(flow.description())),
        Err(mistakes) => used_wrongly(&mistakes),
    }
}
