//! The example as a process, with its own port and folder.

use std::{
    env, fs,
    fs::File,
    net::SocketAddr,
    path::PathBuf,
    process::{self, Command},
};

use crate::program::{self, Running};

pub(super) const STUDENT: &str = "+33155512345";

/// A running server.
pub(super) struct Server {
    running: Running,
    address: SocketAddr,
}

impl Server {
    pub(super) fn start(folder: &Folder) -> Self {
        Self::start_with(folder, &[])
    }

    pub(super) fn start_with(folder: &Folder, arguments: &[&str]) -> Self {
        let mut running = Running::start(
            Command::new(program::triage())
                .args(["--bind", "127.0.0.1:0", "--store", folder.0.join("calls.redb").to_str().unwrap()])
                .args(arguments)
                .env("TRIAGE_STUDENT", STUDENT)
                .env("TRIAGE_LEDGER", folder.0.join("ledger"))
                .env_remove("TWILIO_AUTH_TOKEN")
                .stderr(File::options().create(true).append(true).open(folder.log()).unwrap()),
        );
        let line = running.line();
        let address = line.trim_start_matches("webhook  http://").trim_end_matches("/triage");
        let address = address.parse().unwrap_or_else(|_| panic!("no address in {line:?}"));
        Self { running, address }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn kill(self) {
        self.running.kill();
    }

    pub(super) fn stop(self) {
        self.running.stop();
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
