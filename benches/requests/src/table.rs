//! Interleaved rounds of load on all servers, and the tables of their medians and ratios.

use std::{collections::BTreeMap, path::Path, process::Command};

use crate::{
    cells::{ASKED_OF_PEERS, CELLS, COMPARISONS, Comparison, MAX_RESIDENT, Of},
    load::{Load, Measured, has_wrk},
    peers,
    process::resident,
    question::TOKEN,
    server::{self, KEPT, LARGE, PLAIN, SMALL, Server, Tree, UNSIGNED},
};

/// Peers in other languages are many times slower, which few rounds show.
const ROUNDS_OF_PEERS: u32 = 3;

/// How much is measured.
pub(crate) struct Plan {
    sets: u32,
    rounds: u32,
    load: Load,
}

impl Plan {
    pub(crate) fn of(arguments: &[String]) -> Result<Self, String> {
        let mut plan = Self { sets: 1, rounds: 15, load: Load { seconds: 1, connections: 64 } };
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

/// Measures everything, and prints each set, what all sets come to, and the servers.
pub(crate) fn print(plan: &Plan) -> Result<(), String> {
    let client =
        if has_wrk() { "wrk; calls by the client of this program" } else { "the client of this program" };
    println!("Asked by {client}. Medians; ratios above 1 are better, the worse one of two is bold.\n");
    let (mut sets, mut servers) = (Vec::new(), Vec::new());
    for set in 1..=plan.sets {
        // The embedded store is limited to 100,000 calls, which three sets would exceed.
        drop(servers);
        servers = start()?;
        let medians = measure(plan, &servers, set)?;
        println!(
            "Set {set} of {}: {} rounds, {} connections\n",
            plan.sets, plan.rounds, plan.load.connections
        );
        print_set(&medians);
        sets.push(medians);
    }
    print_comparisons(&sets);
    print_servers(&servers);
    print_peers(plan, sets.first().map(|medians| &medians[2]))
}

/// In the order of [`Of`].
fn start() -> Result<Vec<Server>, String> {
    let (acme, trees) = (server::build_acme()?, server::build_trees()?);
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let run = |program: &Path| -> Command { server::on_first_core(program) };
    let tree = |name, tree: Tree| Server::tree(name, run(&trees), tree);
    let servers = vec![
        Server::bare("axum, constant response", run(&own), "axum")?,
        Server::bare("axum, form read into a struct", run(&own), "form")?,
        Server::acme("ACME", run(&acme), UNSIGNED, None)?,
        Server::acme("ACME, signed", run(&acme), &[], Some(TOKEN))?,
        tree("ring of 7 states", SMALL)?,
        tree("ring of 10,000 states", LARGE)?,
        tree("menu that keeps nothing", PLAIN)?,
        tree("menu that keeps a field", KEPT)?,
    ];
    for of in [Of::Axum, Of::AxumForm, Of::Acme, Of::AcmeSigned] {
        servers[of as usize].is_right()?;
    }
    Ok(servers)
}

/// Asks everything, round after round, and every other round from back to front: what is asked after a server that waited for
/// its disk finds a rested processor. The medians in the order of [`CELLS`].
fn measure(plan: &Plan, servers: &[Server], set: u32) -> Result<Vec<Measured>, String> {
    let mut runs: BTreeMap<usize, Vec<Measured>> = BTreeMap::new();
    for round in 1..=plan.rounds {
        eprintln!("set {set} of {}, round {round} of {}", plan.sets, plan.rounds);
        let mut cells: Vec<_> = CELLS.iter().enumerate().collect();
        if round % 2 == 0 {
            cells.reverse();
        }
        for (place, cell) in cells {
            let measured = plan.load.run(&servers[cell.of as usize], cell.talk)?;
            runs.entry(place).or_default().push(measured);
        }
    }
    Ok(runs.values().map(|runs| Measured::median(runs)).collect())
}

fn print_set(medians: &[Measured]) {
    println!("| | requests a second | µs of processor time | p99 ms |\n|---|--:|--:|--:|");
    for (cell, median) in CELLS.iter().zip(medians) {
        let Measured { a_second, processor, p99 } = median;
        println!("| {} | {a_second:.0} | {processor:.2} | {p99:.2} |", cell.name);
    }
    println!();
}

/// By requests a second, and by processor time.
fn ratios(comparison: &Comparison, medians: &[Measured]) -> (f64, f64) {
    let (own, to) = (medians[comparison.cell], medians[comparison.to]);
    (own.a_second / to.a_second, to.processor / own.processor)
}

fn print_comparisons(sets: &[Vec<Measured>]) {
    let titles: String =
        (1..=sets.len()).map(|set| format!(" set {set}: by requests | by processor time |")).collect();
    println!("| |{titles} goal | reached |\n|---|{}--:|---|", "--:|".repeat(2 * sets.len()));
    for comparison in &COMPARISONS {
        let of_sets: Vec<_> = sets.iter().map(|medians| ratios(comparison, medians)).collect();
        let cells: String = of_sets.iter().map(|(rate, processor)| side_by_side(*rate, *processor)).collect();
        let reached =
            of_sets.iter().filter(|(rate, processor)| rate.min(*processor) >= comparison.goal).count();
        println!(
            "| {} |{cells} {:.2} | in {reached} of {} sets |",
            comparison.name,
            comparison.goal,
            sets.len()
        );
        if let Some(max) = comparison.max_p99 {
            let times = sets.iter().map(|medians| medians[comparison.cell].p99 / medians[comparison.to].p99);
            let times: Vec<f64> = times.collect();
            let cells: String = times.iter().map(|times| format!(" **{times:.1}** | |")).collect();
            let reached = times.iter().filter(|times| **times < max).count();
            println!("| the same, p99 |{cells} below {max:.0} | in {reached} of {} sets |", sets.len());
        }
    }
    println!();
}

fn side_by_side(rate: f64, processor: f64) -> String {
    match rate < processor {
        true => format!(" **{rate:.3}** | {processor:.3} |"),
        false => format!(" {rate:.3} | **{processor:.3}** |"),
    }
}

fn print_servers(servers: &[Server]) {
    println!("| | started in ms | MiB after the load |\n|---|--:|--:|");
    for server in servers {
        let started = server.started_in.as_secs_f64() * 1e3;
        println!("| {} | {started:.0} | {:.1} |", server.name, resident(server.id()));
    }
    println!("\nThe goal for ACME is at most {MAX_RESIDENT:.0} MiB.\n");
}

/// The tree in other languages, as often as axum answers a key in `axum`.
fn print_peers(plan: &Plan, axum: Option<&Measured>) -> Result<(), String> {
    let peers = peers::installed();
    let (Some(axum), false) = (axum, peers.is_empty()) else { return Ok(()) };
    println!("| | new call /s | key /s | key, to axum | started in ms | MiB |\n|---|--:|--:|--:|--:|--:|");
    for peer in &peers {
        let mut medians = Vec::new();
        for talk in ASKED_OF_PEERS {
            let rounds = 0..plan.rounds.min(ROUNDS_OF_PEERS);
            let runs: Vec<_> = rounds.map(|_| plan.load.run(peer, talk)).collect::<Result<_, _>>()?;
            medians.push(Measured::median(&runs).a_second);
        }
        let (started, held) = (peer.started_in.as_secs_f64() * 1e3, resident(peer.id()));
        let [call, key] = medians[..] else { continue };
        let ratio = key / axum.a_second;
        println!("| {} | {call:.0} | {key:.0} | {ratio:.3} | {started:.0} | {held:.1} |", peer.name);
    }
    Ok(())
}
