//! Tests of `ivr` from outside, with a module for each kind of test. `tests/README.md` says which test
//! belongs where.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is its purpose"
)]

// What several modules use.
mod by_hand;
mod counting_store;

// Behaviour.
mod after;
mod chosen_language;
mod conditional_steps;
mod conditions;
mod connect;
mod dialling;
mod hours;
mod hygiene;
mod languages;
mod limits;
mod offers;
mod prompts;
mod recordings;
mod said;
mod screening;
mod ssml;
mod starts;
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
