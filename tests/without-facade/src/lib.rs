//! A crate that depends on the compiler and the runtime alone, and says so in the brackets.

use ivr_runtime as runtime;

macro_rules! phone_tree {
    ($($tree:tt)*) => { ivr_macros::phone_tree! { [::ivr_runtime] $($tree)* } };
}

use phone_tree;

#[path = "../../renamed/src/line.rs"]
pub mod line;
