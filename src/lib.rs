//! Phone trees in Rust.

pub use ivr_runtime::*;
