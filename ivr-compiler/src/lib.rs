//! The compiler behind `ivr::phone_tree!`: parse → resolve → check → generate, a module for each stage.
//!
//! The language is documented in `docs/language.md`, its errors in `docs/errors.md`.

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
