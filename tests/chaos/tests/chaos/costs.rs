//! What a request costs one server, and what it costs each of two that share a store.

use std::{
    sync::{Arc, atomic::Ordering},
    thread,
    time::Duration,
};

use crate::{
    callers::Visit,
    dice::Dice,
    provider::{Provider, Tally},
    replicas::{Replicas, Tree, processor_time},
    servers::{Kind, Server},
    storm::Folder,
};

/// Who calls at once, and how often each.
const CALLERS: u64 = 32;
const CALLS_EACH: u64 = 30;

/// How often each is measured; the median counts.
const ROUNDS: usize = 5;

/// What was counted in one round.
#[derive(Clone, Copy, Debug)]
struct Cost {
    requests: usize,
    /// Processor time of all servers, and of the store.
    servers: Duration,
    store: Duration,
}

impl Cost {
    fn micros(time: Duration, requests: usize) -> f64 {
        time.as_secs_f64() * 1e6 / requests as f64
    }
}

/// Rounds with one server and with two take turns, so that other work on the machine disturbs both alike.
#[test]
#[ignore = "measures; run it alone: cargo test --release -p ivr-test-chaos --features redis,postgres costs:: -- --ignored --nocapture"]
fn what_a_request_costs_one_server_and_each_of_two() {
    for kind in [Kind::REDIS, Kind::POSTGRES] {
        let store = Server::start(kind, &[]).unwrap();
        let one = Line::new("one", store.url(), Tree::Orders, 1);
        let two = Line::new("two", store.url(), Tree::Orders, 2);
        let measured = |(line, way): (&Line, Way), round| line.measured(way, round, Some(kind.program));
        let lines = [(&one, Way::Kept), (&two, Way::Kept), (&two, Way::Elsewhere)];
        let rounds: Vec<_> =
            (0..ROUNDS as u64).map(|round| lines.map(|line| measured(line, round))).collect();
        let [one, kept, elsewhere] = [0, 1, 2].map(|line| median(rounds.iter().map(|round| round[line])));
        println!("{}: {:.0} µs a request of one server, {:.0} µs of the store", kind.program, one.0, one.1);
        for (line, name, cost) in [(1, "calls are kept", kept), (2, "each request goes elsewhere", elsewhere)]
        {
            let ratio = median(rounds.iter().map(|round| (round[line].0 / round[0].0, 0.0))).0;
            println!(
                "two servers, {name}: {:.0} µs and {:.0} µs; they do {:.2} times as much as one",
                cost.0,
                cost.1,
                2.0 / ratio,
            );
        }
    }
    let alone = Line::new("none", "memory:".to_owned(), Tree::Desk, 1);
    let cost = median((0..ROUNDS).map(|round| alone.measured(Way::Kept, round as u64, None)));
    println!("without data: {:.0} µs a request", cost.0);
    let file = Folder::new("costs-file");
    let alone = Line::new("file", file.0.join("calls.redb").display().to_string(), Tree::Orders, 1);
    let cost = median((0..ROUNDS).map(|round| alone.measured(Way::Kept, round as u64, None)));
    println!("in a file: {:.0} µs a request", cost.0);
}

/// The median of each part.
fn median(rounds: impl Iterator<Item = (f64, f64)>) -> (f64, f64) {
    let (mut first, mut second): (Vec<_>, Vec<_>) = rounds.unzip();
    for part in [&mut first, &mut second] {
        part.sort_by(f64::total_cmp);
    }
    (first[first.len() / 2], second[second.len() / 2])
}

/// Which server a request goes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    /// The one that answered the step before it, as the cookie of nginx keeps a call.
    Kept,
    /// Another one each time.
    Elsewhere,
}

/// Servers of one tree.
struct Line {
    replicas: Replicas,
    tree: Tree,
    hosts: usize,
    _folder: Folder,
}

impl Line {
    fn new(name: &str, store: String, tree: Tree, hosts: usize) -> Self {
        let folder = Folder::new(&format!("costs-{name}-{}", tree.path().trim_start_matches('/')));
        let replicas = Replicas::start(store, &folder.0, &[tree], hosts);
        let line = Self { replicas, tree, hosts, _folder: folder };
        line.round(Way::Kept, 0);
        line
    }

    /// Microseconds of the servers, and of the store, for each request.
    fn measured(&self, way: Way, round: u64, store: Option<&str>) -> (f64, f64) {
        let times =
            || (self.replicas.processor_time(self.tree), store.map(time_of_store).unwrap_or_default());
        let (servers, stored) = times();
        let requests = self.round(way, round);
        let (servers_after, stored_after) = times();
        let cost =
            Cost { requests, servers: servers_after - servers, store: stored_after.saturating_sub(stored) };
        (Cost::micros(cost.servers, cost.requests), Cost::micros(cost.store, cost.requests))
    }

    /// How many requests there were.
    fn round(&self, way: Way, round: u64) -> usize {
        let tally = Arc::<Tally>::default();
        let servers: Vec<_> = (0..self.hosts).map(|host| self.replicas.address(host, self.tree)).collect();
        let callers: Vec<_> = (0..CALLERS)
            .map(|caller| {
                let (tally, servers, tree) = (Arc::clone(&tally), servers.clone(), self.tree);
                thread::spawn(move || {
                    for call in 0..CALLS_EACH {
                        let dice = |kind| Dice::new(round << 48 ^ caller << 32 ^ call << 16 ^ kind);
                        let kept = usize::try_from(caller + call).unwrap() % servers.len();
                        let asked = match way {
                            Way::Kept => &servers[kept..=kept],
                            Way::Elsewhere => &servers,
                        };
                        let provider = Provider::new(asked, &tally, dice(1)).repeats_nothing();
                        Visit { tree, dice: dice(2), length: Duration::ZERO }.make(&provider);
                    }
                })
            })
            .collect();
        callers.into_iter().for_each(|caller| caller.join().unwrap());
        tally.steps.load(Ordering::Relaxed)
    }
}

/// The processor time of a program that the test has started, and of its children: PostgreSQL has one for each connection.
fn time_of_store(program: &str) -> Duration {
    let is_it =
        |id: &u32| std::fs::read_to_string(format!("/proc/{id}/comm")).is_ok_and(|it| it.trim() == program);
    let store = children(std::process::id()).into_iter().find(is_it).unwrap();
    processor_time(store) + children(store).into_iter().map(processor_time).sum::<Duration>()
}

fn children(id: u32) -> Vec<u32> {
    let threads = std::fs::read_dir(format!("/proc/{id}/task")).unwrap().flatten();
    let children = threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
    children
        .flat_map(|ids| ids.split_whitespace().map(|id| id.parse().unwrap()).collect::<Vec<_>>())
        .collect()
}
