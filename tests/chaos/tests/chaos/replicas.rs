//! Hosts, each with one program of each tree.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use crate::{
    program::Running,
    provider::{PUBLIC_URL, TOKEN},
};

/// The number of the student on duty.
pub(crate) const STUDENT: &str = "+33155512345";

/// How many hosts there are.
pub(crate) const HOSTS: usize = 3;

/// A tree, and the program that serves it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tree {
    Triage,
    Helpline,
    Orders,
    Desk,
}

/// Which program of a tree there is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Version {
    Old,
    New,
}

impl Tree {
    const fn name(self) -> &'static str {
        match self {
            Self::Triage => "triage",
            Self::Helpline => "helpline",
            Self::Orders => "orders",
            Self::Desk => "desk",
        }
    }

    /// Where it is served.
    pub(crate) fn path(self) -> String {
        format!("/{}", self.name())
    }

    /// The examples have one version, which comes after itself.
    pub(crate) const fn program(self, version: Version) -> &'static str {
        match (self, version) {
            (Self::Triage, Version::Old | Version::New) => env!("CARGO_BIN_EXE_chaos-triage"),
            (Self::Helpline, Version::Old | Version::New) => env!("CARGO_BIN_EXE_chaos-helpline"),
            (Self::Orders, Version::Old) => env!("CARGO_BIN_EXE_chaos-orders"),
            (Self::Orders, Version::New) => env!("CARGO_BIN_EXE_chaos-orders-next"),
            (Self::Desk, Version::Old) => env!("CARGO_BIN_EXE_chaos-desk"),
            (Self::Desk, Version::New) => env!("CARGO_BIN_EXE_chaos-desk-next"),
        }
    }
}

/// One program on one host.
struct Replica {
    tree: Tree,
    address: SocketAddr,
    running: Option<Running>,
}

/// All replicas of these trees.
pub(crate) struct Replicas {
    store: String,
    folder: PathBuf,
    trees: Vec<Tree>,
    replicas: Vec<Replica>,
    /// What was done, for each tree.
    ledgers: Vec<Arc<Mutex<Vec<u8>>>>,
}

impl Replicas {
    /// Starts them on so many hosts; the pipes to their ledgers and their log are in the folder.
    pub(crate) fn start(store: String, folder: &Path, trees: &[Tree], hosts: usize) -> Self {
        let addresses = free_addresses(hosts * trees.len());
        let cycle = trees.iter().cycle();
        let replicas = cycle.zip(addresses).map(|(&tree, address)| Replica { tree, address, running: None });
        let replicas = replicas.collect();
        let ledgers = trees.iter().map(|tree| keep_ledger(&ledger(folder, *tree))).collect();
        let mut started =
            Self { store, folder: folder.to_owned(), trees: trees.to_owned(), replicas, ledgers };
        (0..hosts).for_each(|host| started.restart(host));
        started
    }

    fn on_host(&mut self, host: usize) -> &mut [Replica] {
        let count = self.trees.len();
        &mut self.replicas[host * count..][..count]
    }

    /// Where a tree is served on a host.
    pub(crate) fn address(&self, host: usize, tree: Tree) -> SocketAddr {
        let of_tree = self.replicas.iter().filter(|replica| replica.tree == tree);
        of_tree.map(|replica| replica.address).nth(host).unwrap()
    }

    /// The processor time that a tree has taken on all hosts.
    pub(crate) fn processor_time(&self, tree: Tree) -> Duration {
        let of_tree = self.replicas.iter().filter(|replica| replica.tree == tree);
        of_tree
            .filter_map(|replica| replica.running.as_ref())
            .map(|running| processor_time(running.id()))
            .sum()
    }

    /// Kills what runs on a host, starts it again, and waits until it answers: hosts do not fail together.
    pub(crate) fn restart(&mut self, host: usize) {
        self.change(host, Version::Old, Running::kill);
    }

    /// Stops what runs on a host in order, and starts this version in its place.
    pub(crate) fn replace(&mut self, host: usize, version: Version) {
        self.change(host, version, Running::stop);
    }

    fn change(&mut self, host: usize, version: Version, end: fn(Running)) {
        let (store, folder) = (self.store.clone(), self.folder.clone());
        let replicas = self.on_host(host);
        for replica in &mut *replicas {
            if let Some(running) = replica.running.take() {
                end(running);
            }
            replica.running = Some(start(replica, version, &store, &folder));
        }
        replicas.iter().for_each(|replica| await_connection(replica.address));
    }

    /// What the program of a tree on a host counted, in all lines that begin so.
    pub(crate) fn metric(&self, host: usize, tree: Tree, name: &str) -> usize {
        let mut stream = TcpStream::connect(self.address(host, tree)).unwrap();
        stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let lines = answer.lines().filter(|line| line.starts_with(name));
        lines.map(|line| line.rsplit(' ').next().unwrap().parse::<usize>().unwrap()).sum()
    }

    /// What the programs of a tree did.
    pub(crate) fn ledger(&self, tree: Tree) -> String {
        let place = self.trees.iter().position(|one| *one == tree).unwrap();
        String::from_utf8(self.ledgers[place].lock().unwrap().clone()).unwrap()
    }

    /// The trees, each with its replicas, host by host.
    pub(crate) fn by_tree(&self) -> impl Iterator<Item = (Tree, Vec<SocketAddr>)> {
        self.trees.iter().map(|&tree| {
            let of_tree = self.replicas.iter().filter(move |replica| replica.tree == tree);
            (tree, of_tree.map(|replica| replica.address).collect())
        })
    }
}

fn start(replica: &Replica, version: Version, store: &str, folder: &Path) -> Running {
    let log = fs::File::options().create(true).append(true).open(folder.join("log")).unwrap();
    let ledger = ledger(folder, replica.tree);
    Running::start(
        Command::new(replica.tree.program(version))
            .args(["serve", "--bind", &replica.address.to_string()])
            .env("IVR_STORE", store)
            .env("IVR_PUBLIC_URL", PUBLIC_URL)
            .env("TWILIO_AUTH_TOKEN", TOKEN)
            .env("TRIAGE_STUDENT", STUDENT)
            .env("TRIAGE_LEDGER", &ledger)
            .env("HELPLINE_LEDGER", &ledger)
            .env("CHAOS_LEDGER", &ledger)
            .stderr(log),
    )
}

/// What arrives at a pipe of this name, from now on. A line is in a pipe as a whole or not at all; a process that is killed
/// while it writes into a file leaves a part of one.
fn keep_ledger(path: &Path) -> Arc<Mutex<Vec<u8>>> {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    let kept = Arc::<Mutex<Vec<u8>>>::default();
    // Opened for reading and writing, so that reading does not end when a writer exits.
    let mut pipe = fs::File::options().read(true).write(true).open(path).unwrap();
    let ledger = Arc::clone(&kept);
    // The thread runs until the tests end.
    thread::spawn(move || {
        let mut part = [0; 65_536];
        while let Ok(length) = pipe.read(&mut part) {
            ledger.lock().unwrap().extend_from_slice(&part[..length]);
        }
    });
    kept
}

fn ledger(folder: &Path, tree: Tree) -> PathBuf {
    folder.join(format!("ledger-{}", tree.name()))
}

/// Addresses of this machine where nobody listens.
pub(crate) fn free_addresses(count: usize) -> Vec<SocketAddr> {
    let listeners: Vec<_> = (0..count).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
    listeners.iter().map(|listener| listener.local_addr().unwrap()).collect()
}

/// The processor time that the threads of a process have taken, which Linux counts in nanoseconds.
pub(crate) fn processor_time(id: u32) -> Duration {
    let threads = fs::read_dir(format!("/proc/{id}/task")).unwrap().flatten();
    let taken = threads.filter_map(|thread| fs::read_to_string(thread.path().join("schedstat")).ok());
    let taken = taken.filter_map(|text| text.split(' ').next()?.parse::<u64>().ok());
    Duration::from_nanos(taken.sum())
}

fn await_connection(address: SocketAddr) {
    let began = Instant::now();
    while TcpStream::connect(address).is_err() {
        assert!(began.elapsed() < Duration::from_secs(60), "nobody listens at {address}");
        thread::sleep(Duration::from_millis(20));
    }
}
