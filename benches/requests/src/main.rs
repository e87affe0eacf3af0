//! Requests a second of ACME: signed and unsigned, a new call and a key in its menu; beside a server that sends the
//! same bytes whatever it is asked, beside one that also reads the form, and beside the tutorial's own framework.
//!
//! Every server is asked the same in turn, round after round, on one core while the load comes from another; the
//! table has the medians. Only the ratios mean something elsewhere.
//!
//! ```text
//! cargo run --release --manifest-path benches/requests/Cargo.toml -- --rounds 5 --seconds 5 --connections 64
//! ```

// What is asked, and how Twilio signs it.
mod question;

// The servers, each a process of its own.
mod server;

// Servers of this program that do nothing but answer.
mod bare;

// One run of wrk.
mod load;

// Instructions and allocations of a request.
mod callgrind;
mod count;

use std::{collections::BTreeMap, env, process::ExitCode};

use load::{Load, Measured};
use question::Question;
use server::Server;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let done = match arguments.first().map(String::as_str) {
        Some("serve") => bare::serve(&arguments[1..]),
        Some("count") => count::needs_valgrind().and_then(|()| count::run(&arguments[1..])),
        _ => load_of(&arguments).and_then(|load| table(&load)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn load_of(arguments: &[String]) -> Result<Load, String> {
    let mut load = Load { rounds: 5, seconds: 5, connections: 64 };
    for pair in arguments.chunks(2) {
        let [flag, value] = pair else { return Err(format!("`{}` has no value", pair[0])) };
        let value = value.parse().map_err(|_| format!("`{flag} {value}`: a number is needed"))?;
        match flag.as_str() {
            "--rounds" => load.rounds = value,
            "--seconds" => load.seconds = value,
            "--connections" => load.connections = value,
            _ => {
                return Err(format!("there is no `{flag}`; there are --rounds, --seconds and --connections"));
            }
        }
    }
    Ok(load)
}

/// Measures everything, and prints it beside the first server.
fn table(load: &Load) -> Result<(), String> {
    let acme = server::build_acme()?;
    let mut servers = vec![
        Server::bare("the bytes alone (axum)", "bytes")?,
        Server::bare("the form read, the bytes (axum)", "form")?,
        Server::acme("ACME", server::on_first_core(&acme), &[], None)?,
        Server::acme("ACME, signed", server::on_first_core(&acme), &[], Some(question::TOKEN))?,
    ];
    match Server::flask() {
        Ok(flask) => servers.push(flask),
        Err(why) => eprintln!("left out: Flask, {why}"),
    }
    let mut measured: BTreeMap<(usize, Question), Vec<Measured>> = BTreeMap::new();
    for server in &servers {
        server.is_right()?;
    }
    for round in 1..=load.rounds {
        eprintln!("round {round} of {}", load.rounds);
        for question in Question::ALL {
            for (number, server) in servers.iter().enumerate() {
                measured.entry((number, question)).or_default().push(load.run(server, question)?);
            }
        }
    }
    println!("| {} connections | new call /s | | p99 ms | key /s | | p99 ms |", load.connections);
    println!("|---|---|---|---|---|---|---|");
    let median = |number, question| Measured::median(&measured[&(number, question)]);
    for (number, server) in servers.iter().enumerate() {
        let cells = Question::ALL.map(|question| {
            let (own, first) = (median(number, question), median(0, question));
            let ratio = own.a_second / first.a_second;
            format!("{:.0} | {ratio:.3} | {:.2}", own.a_second, own.p99)
        });
        println!("| {} | {} |", server.name, cells.join(" | "));
    }
    Ok(())
}
