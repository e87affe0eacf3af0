//! Files are small enough to be read as a whole, and their head says what they contain.

use super::{files, texts::document};

/// The most lines of a file before its tests.
const MAX_LINES: usize = 400;

/// The most lines of at least half of them.
const MEDIAN_LINES: usize = 120;

#[test]
fn a_file_has_at_most_400_lines_before_its_tests() {
    let long = files(&["rs"]).into_iter().filter(|file| file.production().len() > MAX_LINES);
    let long: Vec<String> = long.map(|file| file.path).collect();
    assert!(long.is_empty(), "to be split by subject:\n{}", long.join("\n"));
}

/// Whether a file belongs to a crate that users depend on.
fn is_product(path: &str) -> bool {
    path.starts_with("src/") || path.starts_with("ivr-") && path.contains("/src/")
}

#[test]
fn half_of_the_files_of_the_product_have_at_most_120_lines() {
    let product = files(&["rs"]).into_iter().filter(|file| !file.only_tests && is_product(&file.path));
    let mut lengths: Vec<usize> = product.map(|file| file.production().len()).collect();
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median <= MEDIAN_LINES, "{median} lines");
}

/// clippy counts the lines of functions, in all crates and with `-D warnings`.
#[test]
fn lints_refuse_a_function_of_more_than_60_lines() {
    assert!(document("clippy.toml").contains("too-many-lines-threshold = 60\n"));
    assert!(document("Cargo.toml").contains("\ntoo_many_lines = \"warn\"\n"));
    let is_waiver = |line: &&str| line.contains("(clippy::too_many_lines");
    let product = files(&["rs"]).into_iter().filter(|file| is_product(&file.path));
    let waived = product.filter(|file| file.production().iter().any(is_waiver));
    let waived: Vec<String> = waived.map(|file| file.path).collect();
    assert!(waived.is_empty(), "{}", waived.join("\n"));
}

#[test]
fn every_file_says_at_its_head_what_it_is() {
    let silent = files(&["rs"]).into_iter().filter(|file| !file.text.starts_with("//! "));
    let silent: Vec<String> = silent.map(|file| file.path).collect();
    assert!(silent.is_empty(), "these begin without `//! …`:\n{}", silent.join("\n"));
}
