//! What ACME costs beside servers that only send the same bytes, beside one that also reads the form, and beside other
//! frameworks; a tree of 10,000 states beside one of 7, and data that is kept beside none: requests a second, processor
//! time of a request, memory, time to start.
//!
//! All is asked in turn, round after round, servers on one core while the load comes from another; the tables have the
//! medians of a set of rounds, and their ratios. Only the ratios mean something elsewhere, and only where the machine
//! does nothing else. `count` counts instructions, which do not depend on that.
//!
//! ```text
//! cargo run --release --locked --manifest-path benches/requests/Cargo.toml -- --sets 3 --rounds 15 --seconds 1
//! cargo run --release --locked --manifest-path benches/requests/Cargo.toml -- --rounds 1
//! cargo run --release --locked --manifest-path benches/requests/Cargo.toml -- --connections 1
//! cargo run --release --locked --manifest-path benches/requests/Cargo.toml -- count
//! ```

// What is asked, and how Twilio signs it.
mod question;

// The servers, each a process of its own.
mod server;

// Servers of this program that do nothing but answer.
mod bare;

// The same in other languages.
mod peers;

// One run of wrk or of a client of our own, and the tables of many.
mod client;
mod load;
mod table;

// What is measured beside what, and what it shall come to.
mod cells;

// What the system says of a process.
mod process;

// Instructions and allocations of a request.
mod callgrind;
mod count;

use std::{env, process::ExitCode};

use table::Plan;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let done = match arguments.first().map(String::as_str) {
        Some("serve") => bare::serve(&arguments[1..]),
        Some("ask") => client::run(&arguments[1..]),
        Some("count") => count::needs_valgrind().and_then(|()| count::run(&arguments[1..])),
        _ => Plan::of(&arguments).and_then(|plan| table::print(&plan)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
