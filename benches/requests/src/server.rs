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

/// A server that runs until this is dropped.
pub(crate) struct Server {
    pub(crate) name: &'static str,
    pub(crate) port: u16,
    /// The path of a new call, and of the menu.
    paths: [&'static str; 2],
    /// How long it took until it accepted connections.
    pub(crate) started_in: Duration,
    child: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end(Duration::from_secs(3));
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

    /// The same tree as a Flask application under gunicorn, where both are installed.
    pub(crate) fn flask() -> Result<Self, String> {
        let python = env::var("PYTHON").unwrap_or_else(|_| "python3".into());
        let known = Command::new(&python).args(["-c", "import flask, gunicorn, twilio"]).output();
        if !known.is_ok_and(|known| known.status.success()) {
            return Err(format!(
                "because `{python}` has no flask, gunicorn and twilio (PYTHON names another)"
            ));
        }
        let port = free_port()?;
        let mut command = on_first_core(Path::new(&python));
        let bind = format!("127.0.0.1:{port}");
        command.args([
            "-m",
            "gunicorn",
            "--worker-class",
            "gthread",
            "--workers",
            "2",
            "--bind",
            &bind,
            "app:app",
        ]);
        command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/flask"));
        Self::start("Flask, gunicorn", command, port, ["/acme", "/acme/menu"])
    }

    fn start(
        name: &'static str,
        mut command: Command,
        port: u16,
        paths: [&'static str; 2],
    ) -> Result<Self, String> {
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let child = child.map_err(|error| format!("{name} does not start: {error}"))?;
        let begun = Instant::now();
        let mut server = Self { name, port, paths, started_in: Duration::ZERO, child };
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
    let project =
        fs::canonicalize(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).map_err(|e| e.to_string())?;
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--release", "--locked", "--example", "acme"])
        .current_dir(&project)
        .status();
    match built {
        Ok(status) if status.success() => {
            let target =
                env::var_os("CARGO_TARGET_DIR").map_or_else(|| project.join("target"), PathBuf::from);
            Ok(target.join("release").join("examples").join("acme"))
        }
        _ => Err("the example was not built".into()),
    }
}

fn free_port() -> Result<u16, String> {
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
