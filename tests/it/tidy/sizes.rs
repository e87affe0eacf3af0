//! Files stay small enough to be read whole, and say at their head what they are.

use super::files;

/// The most lines of a file before its tests.
const MAX_LINES: usize = 400;

#[test]
fn a_file_has_at_most_400_lines_before_its_tests() {
    let long = files(&["rs"]).into_iter().filter(|file| file.production().len() > MAX_LINES);
    let long: Vec<String> = long.map(|file| file.path).collect();
    assert!(long.is_empty(), "to be split by subject:\n{}", long.join("\n"));
}

#[test]
fn every_file_says_at_its_head_what_it_is() {
    let silent = files(&["rs"]).into_iter().filter(|file| !file.text.starts_with("//! "));
    let silent: Vec<String> = silent.map(|file| file.path).collect();
    assert!(silent.is_empty(), "these begin without `//! …`:\n{}", silent.join("\n"));
}
