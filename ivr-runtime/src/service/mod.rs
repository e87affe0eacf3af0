//! The service layer: serves a tree over HTTP.

// Settings.
pub mod config;

// The current prompts of a tree, and their replacement at run time.
mod prompts;
pub mod snapshot;

// Calls with data, and their store.
mod session;
pub mod store;

// Opening hours.
mod hours;

// Limits in time and number.
mod deadline;
mod guard;
mod overload;

// Tasks with boxed futures.
mod task;

// The way from a request to a document.
pub mod body;
mod request_headers;
pub mod webhook;

// Rejects requests from pages of other sites.
pub mod origin_guard;

// The phone in this process.
pub mod trial;

// Pages for developers.
pub mod development;

// Logs, metrics and events.
pub mod events;
mod telemetry;

// Routing of paths.
pub mod router;

// The agent's side of `connect`.
#[cfg(feature = "agent")]
pub mod agent;

// The HTTP server.
#[cfg(feature = "serve")]
pub mod server;
#[cfg(feature = "tls")]
pub mod tls;

// The commands that run a server.
#[cfg(feature = "serve")]
pub mod cli;
