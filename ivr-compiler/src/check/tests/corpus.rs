//! Replays the findings of the fuzzer (see `fuzz/run`): each input gets an answer.

use std::{fs, path::Path};

use crate::compile::compile;

#[test]
fn every_tree_that_the_fuzzer_keeps_is_answered() {
    let corpus =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus.txt")).unwrap();
    let mut trees = 0;
    for tree in corpus.lines() {
        assert!(!compile(tree.parse().unwrap()).is_empty(), "{tree}");
        trees += 1;
    }
    assert!(trees > 200, "the corpus has {trees} trees");
}
