//! Everything between the socket and the pure step, seen from the provider's side.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

// Published signatures.
mod signatures;
