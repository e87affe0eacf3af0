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

// Behaviour.
mod acme_table;
mod model;
mod stories;

// What the compiler says.
mod ui;

// What the documents say.
mod readme;

// The tree of files itself.
mod tidy;
