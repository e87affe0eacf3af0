//! The examples as programs: over HTTPS, and started as the files of `deploy` say.

#![cfg(unix)]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is its purpose"
)]

#[expect(dead_code, reason = "its `main` is for people")]
#[path = "../../examples/acme.rs"]
mod acme;

#[expect(dead_code, reason = "shared with `it`, which does more with it")]
#[path = "../it/program.rs"]
mod program;

mod deploy;
mod encrypted;
