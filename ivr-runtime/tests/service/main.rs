//! Everything between the socket and the pure step, from Twilio's point of view.

#![cfg(feature = "serve")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

// The trees that are called.
#[path = "../../src/fixture/mod.rs"]
#[expect(clippy::indexing_slicing, reason = "a state is numbered by its place")]
mod fixture;
mod trap;

// Twilio, as these tests play it; what is logged while it calls.
mod log;
mod provider;

// A number pointed at a tree: what is answered,
mod calls;

// the same in several languages,
mod languages;

// who may speak,
mod signatures;
mod signed;

// what is refused,
mod refused;

// what is written of it,
mod events;

// where the tree stands in an app,
mod nested;

// what the machines around it see,
// and how the socket behaves.
#[cfg(feature = "tls")]
mod encrypted;
mod leaving;
mod probes;
mod slow;
mod socket;

// The fixture is a part of the crate, and calls it so.
use ivr_runtime::tree;
