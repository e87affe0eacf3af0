//! The service layer: serves a tree over HTTP.

// Settings.
pub mod config;

// What a tree says at one time, and its prompts while calls go on.
mod prompts;
pub mod snapshot;

// Calls that plain Rust takes part in, and where they are stored.
mod session;
pub mod store;

// When somebody is there.
mod hours;

// Work that is bounded in time, and in how much there is of it.
mod deadline;
mod guard;
mod overload;

// Work beside a request.
mod task;

// From a request to a document.
pub mod body;
mod request_headers;
pub mod webhook;

// Keeps pages of other sites out.
pub mod origin_guard;

// What a phone of this process asks and is told beside a request.
pub mod trial;

// What a program adds for the people who make a tree.
pub mod development;

// Logs and counts, and an event for each step of a call.
pub mod events;
mod telemetry;

// Which path leads where.
pub mod router;

// The agent's side of `connect`.
#[cfg(feature = "agent")]
pub mod agent;

// The socket.
#[cfg(feature = "serve")]
pub mod server;
#[cfg(feature = "tls")]
pub mod tls;

// The commands that run a server.
#[cfg(feature = "serve")]
pub mod cli;
