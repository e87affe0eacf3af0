//! The macro `phone_tree!`. `ivr` re-exports and documents it. `ivr-compiler` implements it.

/// Compiles a phone tree. Use it as `ivr::phone_tree!`, where it is documented.
///
/// The input may begin with the path of the crate that generated code refers to, in brackets: `[::ivr_runtime]`.
#[proc_macro]
pub fn phone_tree(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    ivr_compiler::compile(input.into()).into()
}
