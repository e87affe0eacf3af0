//! The compiler behind `ivr::phone_tree!`: parse → resolve → check → generate, a folder for each stage.
//!
//! Depends on nothing of the project; the language is documented where the macro is re-exported, in `ivr`.

mod compile;

// What every stage reports into.
mod diagnostics;

// What reading and resolving report.
mod mistakes;

// The stages.
mod syntax;

// The words that stand in a file.
mod wording;

// What lies in a folder beside the source: the same folder as in the runtime.
mod shelf;

mod model;

mod check;

mod codegen;

#[expect(unused_imports, reason = "each of the two asks for something else")]
/// What a file of words must be: the same folder as in the runtime, so that both refuse the same files.
mod catalogue;

/// Words as a telephone hears them: the same folder as in the runtime, so that both agree to the letter.
#[expect(unreachable_pub, reason = "shared with the runtime, which publishes all of it")]
#[cfg_attr(not(test), expect(unused_imports, reason = "tests read what the compiler does not"))]
mod words;

/// The compiler of phone trees. Use it as `ivr::phone_tree!`, where it is documented.
///
/// The input may begin with the crate that generated code names, in brackets: `[::ivr_runtime]`.
#[proc_macro]
pub fn phone_tree(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    compile::compile(input.into()).into()
}
