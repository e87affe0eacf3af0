//! Runs one process and measures its processor time and memory. Each is run by a child process of its own, because the
//! system reports only the sum over all children.

use std::{
    env,
    path::Path,
    process::{Command, ExitCode},
};

use nix::sys::resource::{UsageWho, getrusage};

/// What a process took.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Processor seconds in user mode: waiting for other processes does not count.
    pub user: f64,
    /// The largest resident set of it or one of its children, in MB.
    pub memory: f64,
}

/// Runs `cargo` with these arguments in `folder`.
pub fn cargo(folder: &Path, arguments: &[&str]) -> Result<Cost, String> {
    let this = env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new(this)
        .arg("--measure")
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().last().unwrap_or_default();
    let mut numbers = line.split(' ').filter_map(|number| number.parse().ok());
    match (output.status.success(), numbers.next(), numbers.next()) {
        (true, Some(user), Some(memory)) => Ok(Cost { user, memory }),
        _ => Err(format!("{}: {}", folder.display(), String::from_utf8_lossy(&output.stderr))),
    }
}

/// The child: runs `cargo`, then prints what it took.
pub fn child(arguments: &[String]) -> ExitCode {
    let done = Command::new("cargo").args(arguments).status().is_ok_and(|status| status.success());
    let Ok(usage) = getrusage(UsageWho::RUSAGE_CHILDREN) else { return ExitCode::FAILURE };
    let user = usage.user_time();
    println!(
        "{:.3} {:.0}",
        user.tv_sec() as f64 + user.tv_usec() as f64 / 1e6,
        usage.max_rss() as f64 / 1024.0
    );
    if done { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The median of some numbers.
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}
