//! Tools for authors of phone trees with the `ivr` crate: a simulated phone, pictures and listings of a tree,
//! development pages, and the commands that print them.
//!
//! A program that only answers calls does not need this crate: `ivr-runtime` serves without it.

// Executes TwiML as Twilio does.
pub mod simulator;

// A tree as people look at it.
pub mod inspect;

// What happened in its calls.
mod records;

// Pages beside the webhook.
pub mod dev;

// Commands.
pub mod cli;

pub use cli::{run, serve};
pub use dev::router;

#[path = "../../ivr-runtime/src/fixture/mod.rs"]
#[cfg(test)]
mod fixture;
// The fixture names it as a module of its own crate.
#[cfg(test)]
use ivr_runtime::tree;
