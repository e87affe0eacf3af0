//! Compiles any tokens: there must be an answer, without a panic, in time.
#![no_main]
#![expect(dead_code, reason = "the other program encodes and this one decodes")]

mod tokens;

thread_local! {
    static VOCABULARY: tokens::Vocabulary = tokens::Vocabulary::new();
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let tree = VOCABULARY.with(|vocabulary| vocabulary.decode(bytes));
    assert!(!ivr_compiler::compile(tree).is_empty(), "whatever is asked, something is answered");
});
