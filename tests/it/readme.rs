//! The tree, the call and the error in the README are the real ones.

use ivr::phone::call;

use desk::Desk;

#[expect(dead_code, reason = "its `main` is for people")]
#[path = "../../examples/desk.rs"]
mod desk;

const README: &str = include_str!("../../README.md");

#[test]
fn its_tree_is_the_example() {
    let (_, code) = include_str!("../../examples/desk.rs").split_once("\n\n").unwrap();
    assert_eq!(block("rust,no_run", "pub tree Desk"), code.trim_end());
}

#[test]
fn its_call_goes_as_it_says() {
    let mut caller = call::<Desk>().press('1').press('7').press('0').no_answer().records(5);
    let transcript = caller.transcript();
    // The terminal shows requests only with `--requests`.
    let shown: Vec<&str> = transcript.lines().filter(|line| !line.contains(" [POST /")).collect();
    assert_eq!(block("text", "waits for"), shown.join("\n"));
}

#[test]
fn its_error_is_what_rustc_prints() {
    // Read when the test runs, because another test may overwrite it.
    let printed = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ui/fail/desk_without_silence.stderr");
    let printed = std::fs::read_to_string(printed).unwrap();
    let printed = printed.replace("--> fail/", "--> tests/ui/fail/");
    assert_eq!(block("text", "error: "), printed.trim_end());
}

/// The code block of this kind that holds `words`.
fn block(kind: &str, words: &str) -> &'static str {
    let opening = format!("```{kind}\n");
    let mut blocks = README.split(opening.as_str()).skip(1).map(|rest| rest.split("\n```").next().unwrap());
    let found = blocks.find(|block| block.contains(words));
    found.unwrap_or_else(|| panic!("the README has no {kind} block with {words:?}"))
}
