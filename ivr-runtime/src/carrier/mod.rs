//! The carrier that calls a tree, and its signatures. This module does not depend on an HTTP server.

pub mod signature;
