//! `graph`: prints the picture of the tree.

use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};

use super::print::print;
use crate::inspect::{picture, tools};
use ivr_runtime::{call::Dialog, tree::PhoneTree};

/// Returns the command and its arguments.
pub(crate) fn command() -> Command {
    let format = Arg::new("format")
        .long("format")
        .value_name("FORMAT")
        .value_parser(["svg", "mermaid", "dot", "json", "tools"])
        .default_value("svg")
        .help("The output format; `diff` reads `json`, and `tools` describes what an agent may answer as JSON Schema");
    Command::new("graph").about("Prints a diagram of the tree").arg(format)
}

/// Prints the picture.
pub(crate) fn run<T: PhoneTree>(dialog: &Dialog<T>, matches: &ArgMatches) -> ExitCode {
    let tree = dialog.description();
    let mut text = match matches.get_one::<String>("format").map(String::as_str) {
        Some("mermaid") => picture::mermaid(tree),
        Some("dot") => picture::dot(tree),
        Some("json") => picture::json(tree),
        Some("tools") => tools::tools(tree),
        _ => picture::svg(tree),
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    print(&text)
}
