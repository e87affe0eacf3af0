//! `cargo test --workspace` uses the dependencies that `cargo run --example acme` built, because both enable the same
//! features. A second build of them, and of the compiler, takes most of a minute. `cargo tree` joins the features that a
//! crate has in programs and in procedural macros, so a difference between these is not noticed.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
};

/// Each dependency with the sets of features that it is built with.
fn dependencies(packages: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let tree = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--edges=normal,build,dev",
            "--no-dedupe",
            "--prefix=none",
            "--format={p}|{f}|",
            "--locked",
        ])
        .args(packages)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in String::from_utf8_lossy(&tree.stdout).lines() {
        // A line without columns separates two packages.
        let Some((package, features)) = line.split_once('|') else { continue };
        let (features, _) = features.split_once('|').unwrap();
        found.entry(package.to_owned()).or_default().insert(features.to_owned());
    }
    found
}

#[test]
fn tests_build_no_dependency_of_the_examples_again() {
    let (examples, all) = (dependencies(&["--package=ivr"]), dependencies(&["--workspace"]));
    assert!(examples.len() > 50, "{examples:#?}");
    let again: Vec<String> = all
        .iter()
        .filter_map(|(package, sets)| {
            let built = examples.get(package)?;
            (!sets.is_subset(built)).then(|| format!("{package}: {sets:?}; for the examples: {built:?}"))
        })
        .collect();
    assert!(again.is_empty(), "add the features to `tests/features/Cargo.toml`:\n{}", again.join("\n"));
}
