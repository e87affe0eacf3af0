//! Interleaved rounds of load on all servers, and the tables of their medians.

use std::collections::BTreeMap;

use crate::{
    load::{Load, Measured},
    process::resident,
    question::{Form, Question, TOKEN},
    server::{self, Server, UNSIGNED},
};

/// What is asked, and how it is called.
const COLUMNS: [(&str, Question, Form); 3] = [
    ("new call", Question::Call, Form::Five),
    ("key", Question::Key, Form::Five),
    ("key, 32 fields", Question::Key, Form::Full),
];

/// How much is measured.
pub(crate) struct Plan {
    sets: u32,
    rounds: u32,
    load: Load,
}

impl Plan {
    pub(crate) fn of(arguments: &[String]) -> Result<Self, String> {
        let mut plan = Self { sets: 1, rounds: 15, load: Load { seconds: 2, connections: 64 } };
        for pair in arguments.chunks(2) {
            let [flag, value] = pair else { return Err(format!("`{}` has no value", pair[0])) };
            let value = value.parse().map_err(|_| format!("`{flag} {value}`: a number is needed"))?;
            match flag.as_str() {
                "--sets" => plan.sets = value,
                "--rounds" => plan.rounds = value,
                "--seconds" => plan.load.seconds = value,
                "--connections" => plan.load.connections = value,
                _ => {
                    let known = "--sets, --rounds, --seconds and --connections";
                    return Err(format!("there is no `{flag}`; there are {known}"));
                }
            }
        }
        Ok(plan)
    }
}

/// Measures everything, and prints each set beside the first server.
pub(crate) fn print(plan: &Plan) -> Result<(), String> {
    let servers = servers()?;
    for server in &servers {
        server.is_right()?;
    }
    for set in 1..=plan.sets {
        println!("Set {set} of {}: {} rounds, {} connections", plan.sets, plan.rounds, plan.load.connections);
        print_set(&servers, &measure(plan, &servers)?);
    }
    println!("| | started in ms | MiB after the load |\n|---|--:|--:|");
    for server in &servers {
        let started = server.started_in.as_secs_f64() * 1e3;
        println!("| {} | {started:.0} | {:.1} |", server.name, resident(server.id()));
    }
    Ok(())
}

/// The first is what the others are compared with.
fn servers() -> Result<Vec<Server>, String> {
    let acme = server::build_acme()?;
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let (run_acme, run_own) = (|| server::on_first_core(&acme), || server::on_first_core(&own));
    let mut servers = vec![
        Server::bare("axum, constant response", run_own(), "axum")?,
        Server::bare("hyper, constant response", run_own(), "hyper")?,
        Server::bare("axum, form read into a struct", run_own(), "form")?,
        Server::acme("ACME", run_acme(), UNSIGNED, None)?,
        Server::acme("ACME, signed", run_acme(), &[], Some(TOKEN))?,
    ];
    match Server::flask() {
        Ok(flask) => servers.push(flask),
        Err(why) => eprintln!("left out: Flask, {why}"),
    }
    Ok(servers)
}

type Runs = BTreeMap<(usize, usize), Vec<Measured>>;

/// Asks every server everything, round after round.
fn measure(plan: &Plan, servers: &[Server]) -> Result<Runs, String> {
    let mut runs = Runs::new();
    for round in 1..=plan.rounds {
        eprintln!("round {round} of {}", plan.rounds);
        for (column, (_, question, form)) in COLUMNS.iter().enumerate() {
            for (row, server) in servers.iter().enumerate() {
                let measured = plan.load.run(server, *question, *form)?;
                runs.entry((row, column)).or_default().push(measured);
            }
        }
    }
    Ok(runs)
}

/// Ratios above 1 are better than the first server: more requests a second, less processor time.
fn print_set(servers: &[Server], runs: &Runs) {
    let titles = COLUMNS.map(|(title, ..)| format!("{title} /s | ratio | by processor time | p99 ms"));
    println!("| | {} |", titles.join(" | "));
    println!("|---|{}", "--:|".repeat(4 * COLUMNS.len()));
    let median = |row, column| Measured::median(&runs[&(row, column)]);
    for (row, server) in servers.iter().enumerate() {
        let cells = (0..COLUMNS.len()).map(|column| {
            let (own, first) = (median(row, column), median(0, column));
            let (rate, processor) = (own.a_second / first.a_second, first.processor / own.processor);
            format!("{:.0} | {rate:.3} | {processor:.3} | {:.2}", own.a_second, own.p99)
        });
        println!("| {} | {} |", server.name, cells.collect::<Vec<_>>().join(" | "));
    }
}
