//! The development pages, over HTTP and in a real browser.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

// The trees that are served, and a client.
#[path = "../../../ivr-runtime/src/fixture/mod.rs"]
#[expect(clippy::indexing_slicing, reason = "a state is numbered by its place")]
mod fixture;
#[path = "../../../ivr-runtime/tests/service/provider.rs"]
#[expect(dead_code, reason = "shared with the tests of the service")]
mod provider;

// Who is shown a page.
mod access;

// What people see in it.
mod browser;

// The fixture names it as a module of its own crate.
use ivr_runtime::tree;
