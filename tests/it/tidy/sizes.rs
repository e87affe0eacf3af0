//! Files stay small enough to be read whole, and say at their head what they are.

use super::files;

/// The most lines of a file before its tests.
const LONGEST: usize = 400;
/// Too long still. The list only gets shorter.
const TO_BE_SPLIT: &[&str] = &["ivr-runtime/src/description.rs"];

#[test]
fn a_file_has_at_most_400_lines_before_its_tests() {
    let long = files(&["rs"]).into_iter().filter(|file| file.production().len() > LONGEST);
    let long: Vec<String> = long.map(|file| file.path).collect();
    assert_eq!(long, TO_BE_SPLIT, "left: too long, to be split by subject; right: known");
}

#[test]
fn every_file_says_at_its_head_what_it_is() {
    let silent = files(&["rs"]).into_iter().filter(|file| !file.text.starts_with("//! "));
    let silent: Vec<String> = silent.map(|file| file.path).collect();
    assert!(silent.is_empty(), "these begin without `//! …`:\n{}", silent.join("\n"));
}
