//! What a user of `ivr` relies on, from outside: one binary, a module for each kind of test. `tests/README.md` says
//! which test belongs where.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is its purpose"
)]

// The shop window, as it stands.
#[expect(dead_code, reason = "its `main` is for people")]
#[path = "../../examples/acme.rs"]
mod acme;

// Its calls are tests of this binary: the example itself is built as a program, which `crash` starts.
#[expect(dead_code, unreachable_pub, reason = "its `main` is for people, its types are for its `main`")]
#[path = "../../examples/triage.rs"]
mod triage;

// Behaviour.
mod acme_table;
mod languages;
mod model;
mod recordings;
mod said;
mod ssml;
mod stories;
mod values_by_language;
mod wording;

// A program that runs: killed, reached by HTTPS, started as the files of `deploy` say, or refusing to start.
#[cfg(unix)]
mod crash;
#[cfg(unix)]
mod deploy;
#[cfg(unix)]
mod encrypted;
#[cfg(unix)]
mod program;
#[cfg(unix)]
mod start;

// What the compiler says.
mod ui;

// What the documents say.
mod readme;
mod testing;

// The tree of files itself.
mod tidy;
