//! Programs that do not start, with their messages and exit codes: 2 for wrong settings, 1 for temporary conditions.
//! And a program that starts with a failing store.

mod admin;
mod events;
mod settings;
mod store;

use std::{
    env, fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{self, Command},
};

use crate::{
    http,
    program::{self, Running},
};

/// The triage line on a port that it picks, with nothing of the environment of the test.
fn triage(arguments: &[&str]) -> Command {
    let mut command = Command::new(program::triage());
    command.env_clear().args(["--bind", "127.0.0.1:0"]).args(arguments);
    command
}

/// The same with its calls in this file.
fn triage_with_store(store: &Path) -> Command {
    triage(&["--store", store.to_str().unwrap()])
}

/// Where a server listens that is started without a public URL.
fn address(running: &mut Running) -> SocketAddr {
    let line = running.line();
    let address = line.trim_start_matches("webhook  http://").trim_end_matches("/triage");
    address.parse().unwrap_or_else(|_| panic!("no address in {line:?}"))
}

/// Status and text of what the server answers to `/readyz`.
fn readiness(server: SocketAddr) -> (u16, String) {
    http::get(server, "/readyz")
}

/// Where one story keeps its files, taken away with it.
struct Folder(PathBuf);

impl Folder {
    fn new(story: &str) -> Self {
        let path = env::temp_dir().join(format!("ivr-start-{story}-{}", process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
