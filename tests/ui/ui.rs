//! What rustc shows for trees that strand a caller, and that their legal neighbours compile.

/// `TRYBUILD=overwrite cargo test --test it ui` records the output anew.
#[test]
fn a_tree_that_strands_a_caller_is_one_error_on_the_token_that_has_to_change() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/fail/*.rs");
    cases.pass("tests/ui/pass/*.rs");
}
