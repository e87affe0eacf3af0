//! Without code: Cargo unifies the features of this package's dependencies with those of `ivr`, so that `cargo test
//! --workspace` after `cargo run --example acme` builds no dependency a second time.
