//! The example as a process of its own, on a port and in a folder of its own.

use std::{
    env, fs,
    fs::File,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::PathBuf,
    process::{self, Child, Command, Stdio},
};

use crate::program;

pub(super) const STUDENT: &str = "+33155512345";

/// A running server; dropped, it is killed.
pub(super) struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    pub(super) fn start(folder: &Folder) -> Self {
        Self::start_with(folder, &[])
    }

    pub(super) fn start_with(folder: &Folder, arguments: &[&str]) -> Self {
        let mut process = Command::new(program::triage())
            .args(["--bind", "127.0.0.1:0", "--store", folder.0.join("calls.redb").to_str().unwrap()])
            .args(arguments)
            .env("TRIAGE_STUDENT", STUDENT)
            .env("TRIAGE_LEDGER", folder.0.join("ledger"))
            .env_remove("TWILIO_AUTH_TOKEN")
            .stdout(Stdio::piped())
            .stderr(File::options().create(true).append(true).open(folder.log()).unwrap())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line = lines.next().expect("it says where it listens, or why it does not in its log").unwrap();
        let address = line.trim_start_matches("webhook  http://").trim_end_matches("/triage");
        let address = address.parse().unwrap_or_else(|_| panic!("no address in {line:?}"));
        Self { process, address }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// At once, whatever it is doing.
    pub(super) fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// As a machine does it that is switched off in order; everything that was begun is finished.
    pub(super) fn stop(mut self) {
        let stopped = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(stopped.success());
        assert!(self.process.wait().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Where one story keeps its files, taken away with it.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(story: &str) -> Self {
        let path = env::temp_dir().join(format!("ivr-triage-{story}-{}", process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// What the student's screen shows.
    pub(super) fn ledger(&self) -> String {
        fs::read_to_string(self.0.join("ledger")).unwrap_or_default()
    }

    pub(super) fn log(&self) -> PathBuf {
        self.0.join("log")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
