//! What ACME costs beside servers that only send the same bytes, beside one that also reads the form, and beside the
//! tutorial's own framework: requests a second, processor time of a request, memory, time to start.
//!
//! Every server is asked the same in turn, round after round, on one core while the load comes from another; the
//! table has the medians, relative to axum with a constant response. Only the ratios mean something elsewhere, and only
//! where the machine does nothing else. `count` counts instructions, which do not depend on that.
//!
//! ```text
//! cargo run --release --manifest-path benches/requests/Cargo.toml -- --rounds 15 --seconds 2 --sets 3
//! cargo run --release --manifest-path benches/requests/Cargo.toml -- --connections 1
//! cargo run --release --manifest-path benches/requests/Cargo.toml -- count
//! ```

// What is asked, and how Twilio signs it.
mod question;

// The servers, each a process of its own.
mod server;

// Servers of this program that do nothing but answer.
mod bare;

// One run of wrk, and the tables of many.
mod load;
mod table;

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
