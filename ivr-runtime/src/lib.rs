//! Serves the phone trees of the `ivr` crate to Twilio's voice webhooks as TwiML.
//!
//! The modules stand in the order of a request: what a tree is, what was heard, the pure step, the document;
//! then the way in from the provider.

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
pub mod edition;
mod wording;

// What a phone of this process may ask and be told beside a call.
pub mod trial;

// A call that plain Rust takes part in.
mod session;

// The way in from the provider.
pub mod body;
pub mod config;
pub mod router;
pub mod signature;
pub mod store;
mod telemetry;
// What a program adds for the people who make a tree.
pub mod development;
pub mod webhook;

pub use router::{router, router_with};

#[cfg(feature = "tls")]
pub mod tls;

#[cfg(feature = "serve")]
pub mod server;

#[cfg(feature = "serve")]
pub mod cli;

#[cfg(feature = "serve")]
pub use cli::{run, serve};

#[cfg(test)]
mod fixture;
