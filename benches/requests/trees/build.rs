//! Writes the rings.

use std::{env, fs, path::PathBuf};

#[path = "../../compile/src/tree.rs"]
mod tree;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../compile/src/tree.rs");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where"));
    let waiver = "    #[allow(tree_too_deep, reason = \"nobody calls it\")]\n";
    for (name, states, waiver) in [("small", 7, ""), ("large", 10_000, waiver)] {
        let ring = tree::ring(states, tree::Prompts::Different);
        let source = format!("ivr::phone_tree! {{\n{waiver}{ring}}}\n");
        fs::write(folder.join(name).with_extension("rs"), source).expect("cargo's folder can be written");
    }
}
