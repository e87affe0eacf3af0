//! The compiler of `ivr::phone_tree!`: parse → resolve → check → generate, with one module for each stage.
//!
//! `docs/language.md` documents the language, and `docs/errors.md` its errors.

extern crate proc_macro;

mod compile;

// Conditions that only rustc can evaluate.
mod conditional;

pub use compile::compile;

// The errors and warnings of all stages.
mod diagnostics;

// The errors of parsing and resolving.
mod errors;

// The stages.
mod syntax;

// The prompt file.
mod prompts;

mod model;

mod check;

mod codegen;

// Modules that the runtime uses, too.
use ivr_core::{audio_folder, prompt_file, text as words};
