//! Writes the rings.

use std::{env, fs, path::PathBuf};

#[path = "../../compile/src/tree.rs"]
mod tree;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../compile/src/tree.rs");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where"));
    for (name, states) in [("small", 7), ("large", 10_000)] {
        let source = format!("ivr::phone_tree! {{\n{}}}\n", tree::ring(states, tree::Prompts::Different));
        fs::write(folder.join(name).with_extension("rs"), source).expect("cargo's folder can be written");
    }
}
