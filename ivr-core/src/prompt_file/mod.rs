//! Reads the prompt file of a tree and compares it with what the tree requires.
//!
//! The module depends only on `text`, so the compiler of trees and the runtime reject the same files with the same
//! messages.

// Errors with their location.
mod error;
mod nearest;

pub use error::{Location, PromptError};
pub use nearest::nearest;

// The parser of the file.
mod read;

// Texts and their placeholders.
mod placeholder;
mod text;

pub use placeholder::{Format, Piece, field_of, has_brace, pieces};
pub use text::{carried, first_not_carried, longest};

// Markup in texts.
mod markup;
mod ssml;

pub use markup::markup;
pub use ssml::{Ssml, SsmlError, break_time, break_times, ssml};

// The required prompts and the prompts of a file.
mod asked;
mod entry;

pub use asked::{Asked, Kept, Key, Prompt, read_prompts};

// The check that prompts announce the keys of the tree.
mod options;

pub use crate::text::is_read;
pub use options::{Difference, Options, SpokenText, Taken, difference};
