//! `phone_tree!`, documented where it is re-exported, in `ivr`. The compiler behind it is `ivr-compiler`.

/// The compiler of phone trees. Use it as `ivr::phone_tree!`, where it is documented.
///
/// The input may begin with the crate that generated code names, in brackets: `[::ivr_runtime]`.
#[proc_macro]
pub fn phone_tree(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    ivr_compiler::compile(input.into()).into()
}
