//! The server under attack: the triage line as a process of its own, and clients that hold on to whatever they get.
//!
//! With `CI=true` and the feature `tls`, `cargo test` tries every attack in small. `tests/attack/run` tries them in full,
//! with the figures of `docs/security.md`.

#![cfg(target_os = "linux")]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is its purpose"
)]

#[expect(dead_code, reason = "shared with `it`, which does more with it")]
#[path = "../it/program.rs"]
mod program;

// The server, and what it takes of the machine.
mod server;

// Those who mean it, and how long they wait.
mod calls;

// Clients that send or read slowly, or not at all.
mod clients;

// What they try.
mod descriptors;
mod handshakes;
mod log;
mod memory;
mod places;

use std::{
    env,
    future::Future,
    sync::{Mutex, PoisonError},
};

/// `full` where the machine is left alone for the attack, `small` beside other tests.
fn scale(small: usize, full: usize) -> usize {
    if is_full() { full } else { small }
}

fn is_full() -> bool {
    env::var_os("ATTACK").is_some_and(|scale| scale == "full")
}

/// Runs one attack at a time, because they measure time and memory. That takes 20 s, mostly of waiting, so it is done
/// only where `CI` or `ATTACK` is set.
fn run(attack: impl Future<Output = ()>) {
    if ["CI", "ATTACK"].iter().all(|name| env::var_os(name).is_none()) {
        eprintln!("SKIPPED: neither `CI` nor `ATTACK` is set");
        return;
    }
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    // An attack has more clients than a process may have descriptors by default.
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    let raised = rustix::process::Rlimit { current: limit.maximum, ..limit };
    rustix::process::setrlimit(rustix::process::Resource::Nofile, raised).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(attack);
    runtime.shutdown_background();
}
