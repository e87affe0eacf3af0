//! Tests of `ivr` from outside: one binary, with a module for each kind of test. `tests/README.md` says which test
//! belongs where.

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

// It has calls of its own, too.
#[expect(dead_code, unreachable_pub, reason = "its `main` is for people, its types are for its `main`")]
#[path = "../../examples/clinic.rs"]
mod clinic;

// What several modules use.
mod by_hand;
mod counting_store;

// Behaviour.
mod acme_table;
mod after;
mod chosen_language;
mod conditional_steps;
mod conditions;
mod connect;
mod dialling;
mod fallback;
mod hours;
mod hygiene;
mod languages;
mod limits;
mod lines;
mod offers;
mod prompts;
mod recordings;
mod said;
mod screening;
mod ssml;
mod starts;
mod stories;
mod told;
mod tones;
mod values;
mod values_by_language;
mod versions;
mod waiting;

// A program that runs: killed, or refusing to start.
#[cfg(unix)]
mod crash;
#[cfg(unix)]
mod http;
#[cfg(unix)]
mod program;
#[cfg(unix)]
mod start;

// What the documents say.
mod readme;
mod testing;

// The tree of files itself.
mod tidy;
