//! A Redis Cluster: three primaries, and a replica of the first one.

use std::{
    thread,
    time::{Duration, Instant},
};

use super::{Kind, Server, free_port};

/// The slots of each primary.
const SLOTS: [(u16, u16); 3] = [(0, 5460), (5461, 10_922), (10_923, 16_383)];

/// The place of the replica behind them.
pub(crate) const REPLICA: usize = SLOTS.len();

/// How long its nodes may take to agree.
const AGREEMENT_TIMEOUT: Duration = Duration::from_secs(60);

/// Its nodes end with the test.
#[derive(Debug)]
pub(crate) struct Cluster {
    /// The replica is the last one.
    nodes: Vec<Server>,
}

impl Cluster {
    /// A cluster that takes calls, or none where Redis is not installed.
    pub(crate) fn start() -> Option<Self> {
        let node = |port: u16| {
            let port = port.to_string();
            let cluster = ["--cluster-enabled", "yes", "--cluster-port", &port];
            Server::start(Kind::REDIS, &[&cluster[..], &["--cluster-node-timeout", "1000"]].concat())
        };
        let ports: Vec<_> = (0..=REPLICA).map(|_| free_port()).collect();
        let nodes = ports.iter().map(|port| node(*port)).collect::<Option<_>>()?;
        let cluster = Self { nodes };
        for (place, (first, last)) in SLOTS.into_iter().enumerate() {
            cluster.asks(place, &format!("CLUSTER ADDSLOTSRANGE {first} {last}"));
            cluster.asks(place, &format!("CLUSTER SET-CONFIG-EPOCH {}", place + 1));
        }
        for (node, port) in cluster.nodes.iter().zip(&ports).skip(1) {
            cluster.asks(0, &format!("CLUSTER MEET 127.0.0.1 {} {port}", node.port()));
        }
        cluster.all_say("CLUSTER INFO", &["cluster_state:ok", "cluster_known_nodes:4"]);
        let first = cluster.asks(0, "CLUSTER MYID");
        cluster.asks(REPLICA, &format!("CLUSTER REPLICATE {first}"));
        cluster.all_say("CLUSTER NODES", &[&format!("slave {first}")]);
        cluster.says(REPLICA, "INFO replication", &["master_link_status:up"]);
        // `CLUSTER SLOTS` does not list a replica that has not synchronized yet.
        cluster.asks(0, "FLUSHALL");
        cluster.all_say("CLUSTER SLOTS", &[&cluster.port(REPLICA).to_string()]);
        Some(cluster)
    }

    /// Names two of the nodes.
    pub(crate) fn url(&self) -> String {
        format!("redis+cluster://127.0.0.1:{},127.0.0.1:{}", self.nodes[0].port(), self.nodes[2].port())
    }

    pub(crate) fn port(&self, node: usize) -> u16 {
        self.nodes[node].port()
    }

    /// What a node answers.
    pub(crate) fn asks(&self, node: usize, command: &str) -> String {
        let port = self.port(node).to_string();
        let words = ["-p", &port].into_iter().chain(command.split(' ')).collect::<Vec<_>>();
        self.nodes[node].does("redis-cli", &words).trim().to_owned()
    }

    /// Waits until a node says all of this.
    pub(crate) fn says(&self, node: usize, command: &str, words: &[&str]) {
        self.agrees(node, command, |said| words.iter().all(|word| said.contains(word)));
    }

    /// Waits until the replica has everything, which it tells once a second.
    pub(crate) fn is_replicated(&self) {
        self.agrees(0, "INFO replication", |said| {
            let written = said.lines().find_map(|line| line.strip_prefix("master_repl_offset:")).unwrap();
            said.contains(&format!("state=online,offset={},", written.trim()))
        });
    }

    fn agrees(&self, node: usize, command: &str, is_met: impl Fn(&str) -> bool) {
        let began = Instant::now();
        loop {
            let said = self.asks(node, command);
            if is_met(&said) {
                return;
            }
            assert!(began.elapsed() < AGREEMENT_TIMEOUT, "{said}");
            thread::sleep(Duration::from_millis(50));
        }
    }

    fn all_say(&self, command: &str, words: &[&str]) {
        (0..self.nodes.len()).for_each(|node| self.says(node, command, words));
    }

    /// Ends a node like a crash.
    pub(crate) fn kill(&mut self, node: usize) {
        self.nodes[node].kill();
    }

    /// Starts it again.
    pub(crate) fn run(&mut self, node: usize) {
        self.nodes[node].run();
    }
}
