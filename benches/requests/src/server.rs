//! Servers as processes: started on a free port of this machine, ended by their id.

use std::{
    env, fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::question::{Form, PUBLIC, Question};

/// How long a server may take to start.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How an unsigned server is started as behind a proxy that checks signatures; else it serves development pages.
pub(crate) const UNSIGNED: &[&str] = &["--unsigned", "--public-url", PUBLIC];

/// A tree of the package `trees`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tree {
    /// What `TREE` is set to.
    name: &'static str,
    path: &'static str,
}

pub(crate) const SMALL: Tree = Tree { name: "small", path: "/ring" };
pub(crate) const LARGE: Tree = Tree { name: "large", path: "/ring" };
pub(crate) const PLAIN: Tree = Tree { name: "plain", path: "/plain" };
pub(crate) const KEPT: Tree = Tree { name: "kept", path: "/kept" };

/// A server that runs until this is dropped.
pub(crate) struct Server {
    pub(crate) name: &'static str,
    pub(crate) port: u16,
    /// The path of a new call, and of the menu.
    paths: [&'static str; 2],
    /// How long it took until it accepted connections.
    pub(crate) started_in: Duration,
    /// A file that goes when the server does.
    store: Option<PathBuf>,
    child: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end(Duration::from_secs(3));
        if let Some(store) = &self.store {
            let _ = fs::remove_file(store);
        }
    }
}

impl Server {
    /// One of this program's own, run by `command`: this program, or something that runs it.
    pub(crate) fn bare(name: &'static str, mut command: Command, kind: &str) -> Result<Self, String> {
        let port = free_port()?;
        command.args(["serve", kind, &port.to_string()]);
        Self::start(name, command, port, ["/acme", "/acme/Menu"])
    }

    /// The example, run by `command`: its own program, or something that runs it.
    pub(crate) fn acme(
        name: &'static str,
        mut command: Command,
        options: &[&str],
        token: Option<&str>,
    ) -> Result<Self, String> {
        let port = free_port()?;
        command.args(["--bind", &format!("127.0.0.1:{port}"), "--log", "warn"]).args(options);
        command.env_remove("TWILIO_AUTH_TOKEN");
        if let Some(token) = token {
            command.args(["--public-url", PUBLIC]).env("TWILIO_AUTH_TOKEN", token);
        }
        Self::start(name, command, port, ["/acme", "/acme/Menu"])
    }

    /// A tree of the package `trees`, run by `command`, with what it keeps in a file of its own.
    pub(crate) fn tree(name: &'static str, mut command: Command, tree: Tree) -> Result<Self, String> {
        let port = free_port()?;
        let store = env::temp_dir().join(format!("ivr-bench-requests-{}-{port}.redb", std::process::id()));
        command.args(["--bind", &format!("127.0.0.1:{port}"), "--log", "warn"]).args(UNSIGNED);
        command.env_remove("TWILIO_AUTH_TOKEN").env("TREE", tree.name);
        command.env("IVR_STORE", format!("file:{}", store.display()));
        let mut server = Self::start(name, command, port, [tree.path, tree.path])?;
        server.store = Some(store);
        Ok(server)
    }

    pub(crate) fn start(
        name: &'static str,
        mut command: Command,
        port: u16,
        paths: [&'static str; 2],
    ) -> Result<Self, String> {
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let child = child.map_err(|error| format!("{name} does not start: {error}"))?;
        let begun = Instant::now();
        let (store, started_in) = (None, Duration::ZERO);
        let mut server = Self { name, port, paths, started_in, store, child };
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if begun.elapsed() > TIMEOUT {
                return Err(format!("{name} does not listen"));
            }
            thread::sleep(Duration::from_millis(1));
        }
        server.started_in = begun.elapsed();
        Ok(server)
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it and waits until it has written what it writes at its end.
    pub(crate) fn stop(mut self) {
        self.end(Duration::from_secs(60));
    }

    /// Asks it to stop, so that it ends what it started itself; insists after `patience`.
    fn end(&mut self, patience: Duration) {
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let begun = Instant::now();
        while begun.elapsed() < patience && matches!(self.child.try_wait(), Ok(None)) {
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    pub(crate) fn path(&self, question: Question) -> &'static str {
        self.paths[question as usize]
    }

    /// Asks each question once: what is measured has to be the right answer.
    pub(crate) fn is_right(&self) -> Result<(), String> {
        for question in Question::ALL {
            let answer = self.ask(question).map_err(|error| format!("{}: {error}", self.name))?;
            if !answer.starts_with("HTTP/1.1 200") || !answer.contains(question.answer()) {
                return Err(format!("{} answers {question:?} with\n{answer}", self.name));
            }
        }
        Ok(())
    }

    fn ask(&self, question: Question) -> std::io::Result<String> {
        let request = question.request(self.path(question), Form::Five);
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(request.replace("Accept: */*", "Connection: close").as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }
}

/// A release build of the example, and where it is; the program that `ACME` names, where it is set.
pub(crate) fn build_acme() -> Result<PathBuf, String> {
    if let Some(program) = env::var_os("ACME") {
        return Ok(program.into());
    }
    build("../..", &["--example", "acme"]).map(|built| built.join("examples").join("acme"))
}

/// A release build of the package `trees`, or the program that `TREES` names.
pub(crate) fn build_trees() -> Result<PathBuf, String> {
    if let Some(program) = env::var_os("TREES") {
        return Ok(program.into());
    }
    build("trees", &[]).map(|built| built.join("ivr-bench-trees"))
}

/// Builds the package in this folder; where the programs are.
fn build(folder: &str, arguments: &[&str]) -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let folder = fs::canonicalize(folder).map_err(|error| error.to_string())?;
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--release", "--locked"])
        .args(arguments)
        .current_dir(&folder)
        .status();
    match built {
        Ok(status) if status.success() => {
            let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| folder.join("target"), PathBuf::from);
            Ok(target.join("release"))
        }
        _ => Err(format!("{} was not built", folder.display())),
    }
}

pub(crate) fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(|error| error.to_string())?;
    listener.local_addr().map(|address| address.port()).map_err(|error| error.to_string())
}

/// Servers on one core, their callers on another, where that can be had.
pub(crate) fn on_first_core(program: &Path) -> Command {
    pinned(program, "0")
}

/// A command on this core.
pub(crate) fn pinned(program: &Path, core: &str) -> Command {
    let several = thread::available_parallelism().is_ok_and(|cores| cores.get() > 1);
    if several && Command::new("taskset").arg("-V").output().is_ok() {
        let mut command = Command::new("taskset");
        command.args(["-c", core]).arg(program);
        command
    } else {
        Command::new(program)
    }
}
