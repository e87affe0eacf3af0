//! Instructions of one expansion of `phone_tree!`, counted by callgrind, for a few trees; fails when one takes over
//! 3 % more than what `counts.txt` records.
//!
//! ```text
//! cargo run --locked --manifest-path benches/expansion/Cargo.toml             # compare
//! cargo run --locked --manifest-path benches/expansion/Cargo.toml -- --write  # record
//! cargo run --locked --manifest-path benches/expansion/Cargo.toml -- --constructs  # what each construct costs
//! ```
//!
//! The compiler runs as an ordinary library: of the procedural macro, the calls into rustc are missing, and nothing
//! else.

// A tree for each construct.
mod constructs;
#[path = "../../compile/src/tree.rs"]
mod tree;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use proc_macro2::TokenStream;
use tree::Prompts;

/// A tree may take this much more than what is recorded.
const TOLERANCE: f64 = 1.03;

/// The trees by their names in `counts.txt`.
const TREES: [(&str, fn() -> String); 5] = [
    ("ring-100-different", || tree::ring(100, Prompts::Different)),
    ("ring-300-different", || tree::ring(300, Prompts::Different)),
    ("ring-100-conditional", || tree::ring(100, Prompts::Conditional)),
    ("ring-100-same", || tree::ring(100, Prompts::Same)),
    ("chain-300", || tree::chain(300)),
];

fn main() -> ExitCode {
    let argument = env::args().nth(1);
    let done = match argument.as_deref() {
        None => compare(),
        Some("--write") => write(),
        Some("--constructs") => constructs(),
        Some(name) => expand(name).map(|()| true),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The child that callgrind watches.
fn expand(name: &str) -> Result<(), String> {
    let tree = TREES.iter().find(|(known, _)| *known == name).map(|(_, tree)| tree());
    let tree = tree.or_else(|| constructs::tree(name)).ok_or("no such tree")?;
    let input: TokenStream = tree.parse().map_err(|error| format!("{name}: {error}"))?;
    let output = counted(input);
    let text = output.to_string();
    if text.contains("compile_error") { Err(format!("{name} does not compile")) } else { Ok(()) }
}

#[inline(never)]
fn counted(input: TokenStream) -> TokenStream {
    ivr_compiler::compile(input)
}

fn compare() -> Result<bool, String> {
    let recorded = fs::read_to_string(file()).map_err(|error| error.to_string())?;
    let mut sound = true;
    println!("| tree | instructions, M | recorded, M | |\n|---|---|---|---|");
    for (name, _) in TREES {
        let before: u64 = recorded
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.trim().parse().ok())
            .ok_or_else(|| format!("{name} is not recorded"))?;
        let now = count(name)?;
        let ratio = now as f64 / before as f64;
        let verdict = match ratio {
            more if more > TOLERANCE => "too many",
            less if less < 2.0 - TOLERANCE => "fewer: record them with --write",
            _ => "",
        };
        sound &= ratio <= TOLERANCE;
        println!("| {name} | {:.1} | {:.1} | {verdict} |", now as f64 / 1e6, before as f64 / 1e6);
    }
    Ok(sound)
}

/// What a state of each construct costs.
fn constructs() -> Result<bool, String> {
    println!("| construct | instructions of a state, thousands |\n|---|---|");
    for name in constructs::names() {
        println!("| {name} | {:.0} |", count(name)? as f64 / 1e3 / constructs::SIZE as f64);
    }
    Ok(true)
}

fn write() -> Result<bool, String> {
    let mut lines = String::new();
    for (name, _) in TREES {
        lines += &format!("{name} {}\n", count(name)?);
    }
    print!("{lines}");
    fs::write(file(), lines).map_err(|error| error.to_string())?;
    Ok(true)
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("counts.txt")
}

fn count(name: &str) -> Result<u64, String> {
    let this = env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*counted*"])
        .arg(this)
        .arg(name)
        .output()
        .map_err(|error| format!("valgrind: {error}"))?;
    let printed = String::from_utf8_lossy(&output.stderr);
    let collected = printed.lines().find_map(|line| line.split_once("Collected :"));
    match collected.and_then(|(_, count)| count.trim().parse().ok()) {
        Some(count) if output.status.success() => Ok(count),
        _ => Err(format!("{name}: {printed}")),
    }
}
