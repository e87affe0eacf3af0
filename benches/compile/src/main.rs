//! Measures `cargo check` and release builds of generated trees, compared with the same machine written by hand and in
//! other macros, and tests which mistakes each of them reports.
//!
//! ```text
//! cargo run --release --manifest-path benches/compile/Cargo.toml            # all of it, about 15 minutes
//! cargo run --release --manifest-path benches/compile/Cargo.toml -- cost --sizes 10,100,1000 --rounds 3
//! cargo run --release --manifest-path benches/compile/Cargo.toml -- faults
//! ```

// One process with its costs.
mod measured;

// A crate to compile, and where it stands.
mod project;

// The trees that `phone_tree!` compiles.
mod tree;

// The ring of states that every library compiles.
mod ring;

// Five programs for each library: one right, four with a fault.
mod faults;

use std::{env, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let value = |flag: &str| {
        let place = arguments.iter().position(|argument| argument == flag)?;
        arguments.get(place + 1).cloned()
    };
    let done = match arguments.first().map(String::as_str) {
        Some("--measure") => return measured::child(&arguments[1..]),
        Some("cost") => cost(value("--sizes"), value("--rounds")),
        Some("faults") => faults::run(),
        None => cost(None, None).and_then(|()| faults::run()),
        Some(other) => Err(format!("`{other}` is neither `cost` nor `faults`")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn cost(sizes: Option<String>, rounds: Option<String>) -> Result<(), String> {
    let sizes = sizes.unwrap_or_else(|| "10,100,1000,3000".into());
    let sizes: Result<Vec<usize>, _> = sizes.split(',').map(str::parse).collect();
    let sizes = sizes.map_err(|_| "sizes are numbers such as 10,100,1000")?;
    let rounds = rounds.map_or(Ok(5), |rounds| rounds.parse()).map_err(|_| "rounds is a number")?;
    ring::run(&sizes, rounds)
}
