//! The compiler of `ivr::phone_tree!`: parse → resolve → check → generate, with one module for each stage.
//!
//! `docs/language.md` documents the language, and `docs/errors.md` its errors.

extern crate proc_macro;

mod compile;

// What rustc alone can decide.
mod conditional;

pub use compile::compile;

// What every stage reports into.
mod diagnostics;

// What reading and resolving report.
mod mistakes;

// The stages.
mod syntax;

// The words that stand in a file.
mod prompts;

mod model;

mod check;

mod codegen;

// What the runtime reads in the same way.
use ivr_core::{audio_folder, prompt_file, text as words};
