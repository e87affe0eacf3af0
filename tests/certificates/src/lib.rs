//! Certificates for the tests of TLS, with the feature `tls`: `cargo test --workspace --features tls`.

#[cfg(feature = "tls")]
pub use rcgen;
