//! Writes random trees into the build folder, each with its model. `RANDOM_TREES` is their number, and `RANDOM_SEED`
//! the seed.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a build that fails says why"
)]
#![expect(dead_code, unreachable_pub, reason = "the tests use the rest, as a library")]

#[path = "src/dice.rs"]
mod dice;
mod generate;
#[path = "src/tree.rs"]
mod tree;
mod written;

use std::{env, fmt::Write as _, fs, path::PathBuf};

use dice::Dice;
use tree::Tree;

fn main() {
    for name in ["RANDOM_TREES", "RANDOM_SEED"] {
        println!("cargo::rerun-if-env-changed={name}");
    }
    println!("cargo::rerun-if-changed=generate.rs");
    println!("cargo::rerun-if-changed=written.rs");
    println!("cargo::rerun-if-changed=src");
    let number = |name: &str, default: usize| {
        env::var(name)
            .map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} is not a number")))
    };
    let (count, seed) = (number("RANDOM_TREES", 8), number("RANDOM_SEED", 1));
    let mut dice = Dice::new(seed as u64);
    let (mut modules, mut list, mut made) = (String::new(), String::new(), 0);
    let mut refused = Vec::new();
    while made < count {
        let mut tree = generate::tree(&format!("Tree{made}"), &mut dice);
        generate::bind(&mut tree, &mut dice);
        let source = written::source(&tree);
        match errors(&source) {
            errors if errors.is_empty() => {
                put(&mut modules, &mut list, &tree, &source);
                made += 1;
            }
            errors => refused.push(format!("{errors}\n{source}")),
        }
        // A generator that rarely writes a valid tree would test nothing.
        assert!(
            refused.len() <= 20 + 4 * made,
            "too many trees are refused; the last: {}",
            refused[refused.len() - 1]
        );
    }
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where to write"));
    let text = format!("{modules}\nconst TREES: &[(&str, &str, Drive)] = &[{list}];\n");
    fs::write(folder.join("trees.rs"), text).expect("the folder of the build can be written");
}

fn put(modules: &mut String, list: &mut String, tree: &Tree, source: &str) {
    let (name, module) = (&tree.name, tree.name.to_lowercase());
    let _ = writeln!(modules, "mod {module} {{ ivr::phone_tree! {{ {source} }} }}");
    let model = serde_json::to_string(tree).expect("a tree can be written");
    let _ = writeln!(list, "(r####\"{model}\"####, r####\"{source}\"####, drive::<{module}::{name}>),");
}

/// What the compiler has against a tree.
fn errors(source: &str) -> String {
    let tokens = source.parse().unwrap_or_else(|error| panic!("{error}: {source}"));
    let compiled = ivr_compiler::compile(tokens).to_string();
    let told: Vec<&str> =
        compiled.split("compile_error ! {").skip(1).filter_map(|rest| rest.split('}').next()).collect();
    let told = if told.is_empty() {
        compiled.split("compile_error").skip(1).filter_map(|rest| rest.get(..200)).collect()
    } else {
        told
    };
    told.join("; ")
}
