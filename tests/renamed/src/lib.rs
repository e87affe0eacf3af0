//! A crate that knows the facade by another name: the expansion names what `telephone` is, not `ivr`.

use telephone::{self as runtime, phone_tree};

pub mod line;
