//! Phone trees in Rust.

pub use ivr_runtime::*;

/// What `phone_tree!` expands through; not part of the interface.
#[doc(hidden)]
pub mod __private {
    pub use ivr_macros::phone_tree;
}

/// Turns a declarative phone tree into the exhaustive enum of its states and a match-based transition function.
#[macro_export]
macro_rules! phone_tree {
    ($($tree:tt)*) => { $crate::__private::phone_tree! { [$crate] $($tree)* } };
}
