//! Texts, numbers and names that a provider or Rust would refuse.
