//! Random trees: what one is, and what a call of it must hear.
//!
//! `build.rs` writes the trees of [`tree`] as source and compiles them by `phone_tree!`; `tests/calls.rs` calls the
//! server with them and compares it with [`interpreter`], which reads nothing but the tree.

#![expect(clippy::indexing_slicing, reason = "a wrong index fails the test that it is for")]

pub mod dice;
pub mod interpreter;
pub mod tree;
