//! Database servers as processes of the test, in a folder and on a port of their own, started by an ordinary user. A server
//! that is not installed leaves its tests out, but not where `CI=true` says that everything is there.

mod kinds;

// Several of one kind that share calls.
#[cfg(feature = "redis")]
pub(crate) mod cluster;

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    os::unix::fs::{MetadataExt as _, chown},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU16, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// `nobody`.
const ORDINARY_USER: u32 = 65_534;

/// A kind of server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    pub(crate) program: &'static str,
    /// The signal that ends it like a crash.
    pub(crate) crash: &'static str,
    /// Makes its folder ready.
    pub(crate) prepare: fn(&Path, &Path),
    /// The arguments with which it serves this folder at this port.
    pub(crate) arguments: fn(&Path, u16) -> Vec<String>,
    /// How a store reaches it at this port.
    pub(crate) url: fn(u16) -> String,
    /// What it logs once it takes connections.
    pub(crate) ready: &'static str,
}

/// A server that can be killed and started again; it ends with the test.
#[derive(Debug)]
pub(crate) struct Server {
    kind: Kind,
    program: PathBuf,
    folder: PathBuf,
    port: u16,
    extra: Vec<String>,
    running: Option<Child>,
}

impl Server {
    /// A server that answers, or none where it is not installed.
    pub(crate) fn start(kind: Kind, extra: &[&str]) -> Option<Self> {
        let mut server = Self::stopped(kind, extra)?;
        server.run();
        Some(server)
    }

    /// A server that is not running yet.
    pub(crate) fn stopped(kind: Kind, extra: &[&str]) -> Option<Self> {
        let Some(program) = find(kind.program) else {
            assert!(std::env::var("CI").is_err(), "{} is not installed", kind.program);
            eprintln!("SKIPPED: this needs {}, and it is not installed", kind.program);
            return None;
        };
        let folder = folder();
        (kind.prepare)(&program, &folder);
        let port = free_port();
        let extra = extra.iter().map(|&argument| argument.to_owned()).collect();
        Some(Self { kind, program, folder, port, extra, running: None })
    }

    pub(crate) fn url(&self) -> String {
        (self.kind.url)(self.port)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Writes a file into its folder, which it may change.
    pub(crate) fn configure(&self, name: &str, text: &str) {
        let path = self.folder.join(name);
        fs::write(&path, text).unwrap();
        if fs::metadata(&path).unwrap().uid() == 0 {
            chown(&path, Some(ORDINARY_USER), Some(ORDINARY_USER)).unwrap();
        }
    }

    /// Runs a program that comes with it, in its folder, and answers what that prints.
    pub(crate) fn does(&self, tool: &str, arguments: &[&str]) -> String {
        let mut command = as_ordinary_user(&self.program.with_file_name(tool), &self.folder);
        let done = command.args(arguments).current_dir(&self.folder).stdin(Stdio::null()).output().unwrap();
        assert!(done.status.success(), "{tool}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    /// The same by way of a proxy.
    pub(crate) fn url_by(&self, proxy: &Proxy) -> String {
        (self.kind.url)(proxy.port)
    }

    pub(crate) fn proxy(&self) -> Proxy {
        Proxy::to(self.port)
    }

    /// Starts it, and waits until it says that it takes connections.
    pub(crate) fn run(&mut self) {
        let log_path = self.folder.join("log");
        let log = || fs::read_to_string(&log_path).unwrap_or_default();
        let starts = || log().matches(self.kind.ready).count();
        let earlier = starts();
        let output = fs::File::options().create(true).append(true).open(&log_path).unwrap();
        let mut command = as_ordinary_user(&self.program, &self.folder);
        command.args((self.kind.arguments)(&self.folder, self.port)).args(&self.extra);
        command.stdin(Stdio::null()).stdout(output.try_clone().unwrap()).stderr(output);
        self.running = Some(command.spawn().unwrap());
        let began = Instant::now();
        while starts() == earlier {
            assert!(began.elapsed() < Duration::from_secs(60), "{}", log());
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Ends it like a crash.
    pub(crate) fn kill(&mut self) {
        if let Some(mut running) = self.running.take() {
            let signal = format!("-{}", self.kind.crash);
            let signalled = Command::new("kill").arg(signal).arg(running.id().to_string()).status();
            assert!(signalled.is_ok_and(|status| status.success()));
            let _ = running.wait();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A port of this machine where nobody listens.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Runs a program as a user who is not root, which PostgreSQL insists on.
pub(crate) fn as_ordinary_user(program: &Path, folder: &Path) -> Command {
    if fs::metadata(folder).unwrap().uid() != ORDINARY_USER {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.arg(format!("--reuid={ORDINARY_USER}")).arg(format!("--regid={ORDINARY_USER}"));
    command.args(["--clear-groups", "--"]).arg(program).current_dir(folder);
    command
}

/// An empty folder of that user.
fn folder() -> PathBuf {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let name = format!("ivr-server-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
    let path = std::env::temp_dir().join(name);
    fs::create_dir_all(&path).unwrap();
    if fs::metadata(&path).unwrap().uid() == 0 {
        chown(&path, Some(ORDINARY_USER), Some(ORDINARY_USER)).unwrap();
    }
    path
}

/// A program of the path, or where Debian has those of PostgreSQL.
fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let folders = debian.map(|version| version.path().join("bin")).chain(std::env::split_paths(&path));
    folders.map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// A proxy of bytes that holds up what a client sends, and counts how often it sends something.
#[derive(Debug)]
pub(crate) struct Proxy {
    port: u16,
    server: Arc<AtomicU16>,
    delay: Arc<AtomicU64>,
    sent: Arc<AtomicU64>,
}

impl Proxy {
    fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (delay, sent) = (Arc::<AtomicU64>::default(), Arc::<AtomicU64>::default());
        let server = Arc::new(AtomicU16::new(server));
        let proxy =
            Self { port, server: Arc::clone(&server), delay: Arc::clone(&delay), sent: Arc::clone(&sent) };
        // The server is killed when the tests end.
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let server = ("127.0.0.1", server.load(Ordering::SeqCst));
                let Ok(server) = TcpStream::connect(server) else { continue };
                let back = (server.try_clone().unwrap(), client.try_clone().unwrap());
                let (delay, sent) = (Arc::clone(&delay), Arc::clone(&sent));
                thread::spawn(move || copy(client, server, &delay, &sent));
                thread::spawn(move || copy(back.0, back.1, &AtomicU64::new(0), &AtomicU64::new(0)));
            }
        });
        proxy
    }

    /// Whoever connects from now on reaches another server, as behind a name that is moved.
    pub(crate) fn leads_to(&self, server: &Server) {
        self.server.store(server.port, Ordering::SeqCst);
    }

    pub(crate) fn delays(&self, time: Duration) {
        self.delay.store(u64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }

    /// How often a client has sent something.
    pub(crate) fn sent(&self) -> u64 {
        self.sent.load(Ordering::SeqCst)
    }
}

fn copy(mut from: TcpStream, mut to: TcpStream, delay: &AtomicU64, count: &AtomicU64) {
    let _ = to.set_nodelay(true);
    let mut bytes = vec![0; 1 << 18];
    while let Ok(length @ 1..) = from.read(&mut bytes) {
        count.fetch_add(1, Ordering::SeqCst);
        thread::sleep(Duration::from_millis(delay.load(Ordering::SeqCst)));
        if to.write_all(&bytes[..length]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(std::net::Shutdown::Both);
    let _ = from.shutdown(std::net::Shutdown::Both);
}
