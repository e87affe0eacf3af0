//! What the compiler makes of any tokens: an answer, without a panic, in time.
//!
//! No program can be linked with a procedural macro, so the files of the compiler are linked into this folder.
#![no_main]
#![expect(dead_code, unused_imports, unreachable_pub, reason = "only one function of the compiler is called")]

extern crate proc_macro;

mod catalogue;
mod check;
mod codegen;
mod compile;
mod diagnostics;
mod mistakes;
mod model;
mod shelf;
mod syntax;
mod tokens;
mod wording;
mod words;

thread_local! {
    static VOCABULARY: tokens::Vocabulary = tokens::Vocabulary::new();
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let tree = VOCABULARY.with(|vocabulary| vocabulary.decode(bytes));
    assert!(!compile::compile(tree).is_empty(), "whatever is asked, something is answered");
});
