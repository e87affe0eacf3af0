//! A crate that depends only on the compiler and the runtime, and names the runtime in the brackets.

use ivr_runtime as runtime;

macro_rules! phone_tree {
    ($($tree:tt)*) => { ivr_macros::phone_tree! { [::ivr_runtime] $($tree)* } };
}

use phone_tree;

#[path = "../../renamed/src/line.rs"]
pub mod line;
