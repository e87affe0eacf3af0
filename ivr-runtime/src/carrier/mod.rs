//! The carrier that calls a tree: how it signs its requests. Knows no HTTP server.

pub mod signature;
