//! A crate that renames the facade: the expansion refers to `telephone`, not `ivr`.

use telephone::{self as runtime, phone_tree};

pub mod line;
