//! `report` and `replay`: evaluate the events of calls.

use std::{path::PathBuf, process::ExitCode};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::print::print;
use crate::records::{Calls, replay::Replay, report};
use ivr_runtime::{call::Dialog, cli::USED_WRONGLY, tree::PhoneTree};

const REPORT: &str = "\
Counts the events that a server wrote with `--events FILE` by the states and arms of this tree:

  how many calls the tree ended, and how many the caller left;
  for each state, how many callers leave there, how often it asks again, and how long they wait;
  how often each arm was taken, and which arms were never taken.

Several files are combined into one report: each server behind a load balancer writes its own, and a call may be in all of them.
Events of other trees and lines that are not events are left out and counted on standard error.

--format text   tables for people
--format json   the same for programs; times in seconds
--format svg    the diagram of the tree: the more calls took an arm, the wider its line; a box in which many leave is marked

Exit code: 0, or 2 if a file cannot be read or has no event of this tree.

Example:
  phone-tree report events.jsonl
  phone-tree report --format svg monday.jsonl tuesday.jsonl > week.svg";

const REPLAY: &str = "\
Runs each recorded call through this version of the tree, by the arms and outcomes that it took, and reports the first step that
would lead elsewhere: to another state, or because the state, the arm or the start no longer exists. Arms are identified by their
names and not by their keys, so a menu whose keys change places leads nobody elsewhere. A state that was renamed with `was` is
the same state.

The answers of Rust are taken from the events; Rust is not called again. The steps after the first difference are not compared,
because the reaction of the caller is unknown.

--format text   the differences, the most frequent first, each with the first calls
--format json   the same for programs, with every call

Exit code: 0 if every call goes the same way, 1 if one does not, 2 if a file cannot be read or has no event of this tree.

Example, before a deployment:
  phone-tree-new replay last-week.jsonl";

fn files() -> Arg {
    Arg::new("events")
        .value_name("EVENTS.jsonl")
        .value_parser(value_parser!(PathBuf))
        .required(true)
        .action(ArgAction::Append)
        .num_args(1..)
        .help("Files written by `--events`; - is standard input")
}

fn format<const N: usize>(formats: [&'static str; N]) -> Arg {
    let format = Arg::new("format").long("format").value_name("FORMAT").value_parser(formats);
    format.default_value("text").help("The output format")
}

pub(crate) fn report_command() -> Command {
    Command::new("report")
        .about("Counts events of calls: where callers leave, how long they wait, which arms nobody takes")
        .arg(files())
        .arg(format(["text", "json", "svg"]))
        .after_help(REPORT)
}

pub(crate) fn replay_command() -> Command {
    Command::new("replay")
        .about(
            "Lists the recorded calls that would go elsewhere under this version; exits with 1 if there is one",
        )
        .arg(files())
        .arg(format(["text", "json"]))
        .after_help(REPLAY)
}

/// Prints the report.
pub(crate) fn report<T: PhoneTree>(dialog: &Dialog<T>, matches: &ArgMatches) -> ExitCode {
    let calls = match read::<T>(matches) {
        Ok(calls) => calls,
        Err(code) => return code,
    };
    let tree = dialog.description();
    let counted = report::Report::of(&calls, tree);
    let mut text = match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => json(&counted),
        Some("svg") => report::svg(&counted, tree),
        Some(_) | None => report::text(&counted),
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    print(&text)
}

/// Prints the differences. Exits with 1 if a call goes elsewhere.
pub(crate) fn replay<T: PhoneTree>(dialog: &Dialog<T>, matches: &ArgMatches) -> ExitCode {
    let calls = match read::<T>(matches) {
        Ok(calls) => calls,
        Err(code) => return code,
    };
    let replay = Replay::of(&calls, dialog);
    let printed = match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => print(&format!("{}\n", json(&replay))),
        Some(_) | None => print(&replay.to_string()),
    };
    if replay.is_same() { printed } else { ExitCode::FAILURE }
}

fn json(value: &impl serde::Serialize) -> String {
    // Serializing names and numbers cannot fail.
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// Reads the calls in the given files, and prints what was left out.
fn read<T: PhoneTree>(matches: &ArgMatches) -> Result<Calls, ExitCode> {
    let files: Vec<PathBuf> = matches.get_many("events").into_iter().flatten().cloned().collect();
    match Calls::read(&files, T::NAME) {
        Ok(calls) => {
            eprint!("{}", calls.left_out);
            Ok(calls)
        }
        Err(error) => {
            eprintln!("error: {error}");
            Err(ExitCode::from(USED_WRONGLY))
        }
    }
}
