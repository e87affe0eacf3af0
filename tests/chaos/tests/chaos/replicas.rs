//! Three hosts, each with both programs, and nginx in front of them with the file that `deploy` has for it.

use std::{
    fs,
    net::{SocketAddr, TcpListener, TcpStream},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use crate::{
    program::{Running, root},
    provider::{PUBLIC_URL, TOKEN},
    servers::{Kind, Server},
};

/// The number of the student on duty.
pub(crate) const STUDENT: &str = "+33155512345";

/// A proxy; `-c` says with which file.
const NGINX: Kind = Kind {
    program: "nginx",
    crash: "TERM",
    prepare: |_, _| {},
    arguments: |folder, _| ["-p", &folder.display().to_string(), "-e", "stderr"].map(str::to_owned).to_vec(),
    url: |port| format!("http://127.0.0.1:{port}"),
    ready: "start worker process",
};

/// How many hosts there are.
pub(crate) const HOSTS: usize = 3;

/// A tree, and the program that serves it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tree {
    Triage,
    Orders,
}

impl Tree {
    pub(crate) const ALL: [Self; 2] = [Self::Triage, Self::Orders];

    /// Where it is served.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Triage => "/triage",
            Self::Orders => "/orders",
        }
    }

    const fn program(self) -> &'static str {
        match self {
            Self::Triage => env!("CARGO_BIN_EXE_chaos-triage"),
            Self::Orders => env!("CARGO_BIN_EXE_chaos-orders"),
        }
    }
}

/// One program on one host.
struct Replica {
    tree: Tree,
    address: SocketAddr,
    running: Option<Running>,
}

/// All replicas of both trees.
pub(crate) struct Replicas {
    store: String,
    folder: PathBuf,
    replicas: Vec<Replica>,
}

impl Replicas {
    /// Starts them; their ledgers and their log are in the folder.
    pub(crate) fn start(store: String, folder: &Path) -> Self {
        let addresses = free_addresses(HOSTS * Tree::ALL.len());
        let trees = Tree::ALL.into_iter().cycle();
        let replicas = trees.zip(addresses).map(|(tree, address)| Replica { tree, address, running: None });
        let mut started = Self { store, folder: folder.to_owned(), replicas: replicas.collect() };
        (0..HOSTS).for_each(|host| started.restart(host));
        started
    }

    fn on_host(&self, host: usize) -> impl Iterator<Item = &Replica> {
        self.replicas.iter().skip(host * Tree::ALL.len()).take(Tree::ALL.len())
    }

    /// Kills what runs on a host, starts it again, and waits until it answers: hosts do not fail together.
    pub(crate) fn restart(&mut self, host: usize) {
        let Self { store, folder, replicas } = self;
        for replica in replicas.iter_mut().skip(host * Tree::ALL.len()).take(Tree::ALL.len()) {
            if let Some(running) = replica.running.take() {
                running.kill();
            }
            replica.running = Some(start(replica.tree, replica.address, store, folder));
        }
        self.on_host(host).for_each(|replica| await_connection(replica.address));
    }

    /// What the programs of a tree did.
    pub(crate) fn ledger(&self, tree: Tree) -> String {
        fs::read_to_string(ledger(&self.folder, tree)).unwrap_or_default()
    }

    /// Nginx before each tree, and where it listens; nothing where it is not installed.
    pub(crate) fn proxy(&self) -> Option<(Server, [SocketAddr; 2])> {
        let listens: [SocketAddr; 2] = free_addresses(2).try_into().ok()?;
        let servers = Tree::ALL.iter().zip(listens).map(|(tree, listen)| self.server(*tree, listen));
        let (conf, log) = (self.folder.join("nginx.conf"), self.folder.join("nginx.log"));
        fs::write(&log, "").unwrap();
        fs::set_permissions(&log, fs::Permissions::from_mode(0o666)).unwrap();
        let servers = servers.collect::<String>();
        // Debian's are for root alone.
        let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let folders = kinds.map(|kind| format!("{kind}_temp_path {kind};\n")).concat();
        let text = format!(
            "daemon off; worker_processes 1; pid nginx.pid; error_log stderr notice;\n\
             error_log {} warn; events {{ worker_connections 16384; }}\n\
             http {{\naccess_log off; keepalive_requests 100000;\n{folders}{servers}}}\n",
            log.display()
        );
        fs::write(&conf, text).unwrap();
        Some((Server::start(NGINX, &["-c", conf.to_str()?])?, listens))
    }

    /// The file of `deploy` for one tree, on this machine and without TLS.
    fn server(&self, tree: Tree, listen: SocketAddr) -> String {
        let text = fs::read_to_string(root().join("deploy/proxy/replicas.conf")).unwrap();
        let upstream = format!("phone_tree_{}", tree.path().trim_start_matches('/'));
        let text = text.replace("phone_tree", &upstream).replace("/acme", tree.path());
        let text = text.replace("listen 443 ssl;", &format!("listen {listen};"));
        let replicas =
            self.replicas.iter().filter(|replica| replica.tree == tree).map(|replica| replica.address);
        let text = (1..).zip(replicas).fold(text, |text, (host, address)| {
            let named = format!("10.0.0.{host}:3000");
            assert!(text.contains(&named), "{text}");
            text.replace(&named, &address.to_string())
        });
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("ssl_"));
        lines.fold(String::new(), |text, line| text + line + "\n")
    }
}

fn start(tree: Tree, address: SocketAddr, store: &str, folder: &Path) -> Running {
    let log = fs::File::options().create(true).append(true).open(folder.join("log")).unwrap();
    Running::start(
        Command::new(tree.program())
            .args(["serve", "--bind", &address.to_string()])
            .env("IVR_STORE", store)
            .env("IVR_PUBLIC_URL", PUBLIC_URL)
            .env("TWILIO_AUTH_TOKEN", TOKEN)
            .env("TRIAGE_STUDENT", STUDENT)
            .env("TRIAGE_LEDGER", ledger(folder, tree))
            .env("CHAOS_LEDGER", ledger(folder, tree))
            .stderr(log),
    )
}

fn ledger(folder: &Path, tree: Tree) -> PathBuf {
    folder.join(format!("ledger-{}", tree.path().trim_start_matches('/')))
}

/// Addresses of this machine where nobody listens.
fn free_addresses(count: usize) -> Vec<SocketAddr> {
    let listeners: Vec<_> = (0..count).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
    listeners.iter().map(|listener| listener.local_addr().unwrap()).collect()
}

fn await_connection(address: SocketAddr) {
    let began = Instant::now();
    while TcpStream::connect(address).is_err() {
        assert!(began.elapsed() < Duration::from_secs(60), "nobody listens at {address}");
        thread::sleep(Duration::from_millis(20));
    }
}
