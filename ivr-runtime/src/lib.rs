//! Serves the phone trees of the `ivr` crate to Twilio's voice webhooks as TwiML.
//!
//! The crate has three layers, and each depends only on those below it: [`dialog`], the steps of a call; [`twiml`]
//! and [`carrier`], the documents and the signatures; [`service`], the HTTP server. Use this crate through `ivr`: its
//! interface is not stable.

// The description of a tree and its events.
pub use ivr_core::{description, event as heard};
pub mod input;

#[cfg_attr(
    not(feature = "router"),
    expect(dead_code, unused_imports, reason = "the router takes the steps of a call")
)]
pub mod dialog;

// Documents, the URLs of their audio files, and signatures.
#[cfg(feature = "router")]
mod audio;
#[cfg(feature = "router")]
pub mod carrier;
#[cfg(feature = "router")]
pub mod twiml;

#[cfg(feature = "router")]
pub mod service;

// The names that generated code and `ivr` use.
#[cfg(feature = "router")]
pub use carrier::signature;
pub use dialog::{after, call, data, speak, tree};
#[cfg(feature = "agent")]
pub use service::agent;
#[cfg(feature = "tls")]
pub use service::tls;
#[cfg(feature = "router")]
pub use service::{
    body, config, development, events, origin_guard, router, router::router, router::router_with, snapshot,
    store, trial, webhook,
};
#[cfg(feature = "serve")]
pub use service::{
    cli::{self, run, serve},
    server,
};

#[cfg(test)]
mod fixture;
