//! What a program says that does not start, and how it ends: 2 for settings that are wrong, 1 for what may pass.

mod settings;

use std::process::Command;

use crate::program;

/// The triage line on a port that it picks, with nothing of the environment of the test.
fn triage(arguments: &[&str]) -> Command {
    let mut command = Command::new(program::triage());
    command.env_clear().args(["--bind", "127.0.0.1:0"]).args(arguments);
    command
}
