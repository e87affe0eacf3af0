//! Tests how an editor handles a tree: queries rust-analyzer about `examples/acme.rs`, at rest and with incomplete
//! lines. Prints a table, and exits with 1 if an answer is wrong.

// The other end of the pipe.
mod server;

// A file in an editor.
mod buffer;

// What is asked, and what is hoped for.
mod questions;

use std::{env, path::PathBuf, process::ExitCode};

use buffer::Buffer;
use questions::QUESTIONS;
use server::Server;

fn main() -> ExitCode {
    let program = env::args().nth(1).unwrap_or_else(|| "rust-analyzer".to_owned());
    match ask(&program) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{program}: {error}");
            ExitCode::from(2)
        }
    }
}

/// Whether every answer was right.
fn ask(program: &str) -> std::io::Result<bool> {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).canonicalize()?;
    let mut server = Server::start(program, &root)?;
    let mut buffer = Buffer::open(&mut server, &root.join("examples/acme.rs"))?;
    println!("| | answer | |\n|---|---|---|");
    let mut all = true;
    for question in QUESTIONS {
        let answer = question.answer(&mut server, &mut buffer)?;
        let right = question.is_right(&answer);
        all &= right;
        println!("| {} | {answer} | {} |", question.about, if right { "yes" } else { "**no**" });
    }
    Ok(all)
}
