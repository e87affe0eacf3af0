//! Serves the phone trees of the `ivr` crate to Twilio's voice webhooks as TwiML.
//!
//! The modules stand in the order of a request: what a tree is, what was heard, the pure step, the document;
//! then the way in from the provider, and the ways to look at a tree and to try it.

// What a tree is.
pub use ivr_core::event as heard;

pub mod tree;

pub mod data;
pub mod description;

// What the compiler reads in the same way.
use ivr_core::{prompt_file as catalogue, text as words};

// Values as they are spoken and entered.
pub mod speak;

// One step of a call.
pub mod input;

pub mod call;

// Where recordings are.
use ivr_core::audio_folder as shelf;

mod audio;

pub mod twiml;

// What a tree says at one time, and its words while calls go on.
mod edition;
mod wording;

// What a phone of this process may ask and be told beside a call.
mod trial;

// A call that plain Rust takes part in.
mod session;

// The way in from the provider.
mod body;
pub mod config;
pub mod router;
pub mod signature;
pub mod store;
mod telemetry;
// Who looks on.
#[cfg_attr(not(feature = "serve"), expect(dead_code, reason = "only a server shows what was seen"))]
mod watch;
pub mod webhook;

pub use router::router;

#[cfg(feature = "tls")]
pub mod tls;

#[cfg(feature = "serve")]
pub mod server;

// Ways to look at a tree and to try it.
mod graph;
mod spoken;

pub mod picture;

pub mod diff;
pub mod paths;
pub mod script;

#[cfg(feature = "serve")]
pub mod phone;

#[cfg(feature = "serve")]
pub mod cli;

#[cfg(feature = "serve")]
pub use cli::{run, serve};

#[cfg(test)]
mod fixture;
