//! Tools for authors of phone trees with the `ivr` crate: a simulated phone, pictures and listings of a tree,
//! development pages, and the commands that print them.
//!
//! A program that only answers calls does not need this crate: `ivr-runtime` serves without it.

// The simulator of Twilio.
pub mod simulator;

// Views of a tree.
pub mod inspect;

// The records of calls.
mod records;

// Pages next to the webhook.
pub mod dev;

// Commands.
pub mod cli;

pub use cli::{run, serve};
pub use dev::router;

#[path = "../../ivr-runtime/src/fixture/mod.rs"]
#[cfg(test)]
mod fixture;
// The fixture refers to it as a module of its own crate.
#[cfg(test)]
use ivr_runtime::tree;
