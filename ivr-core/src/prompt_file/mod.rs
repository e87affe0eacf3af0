//! Reads the prompt file of a tree and compares it with what the tree requires.
//!
//! The module depends only on `text`, so the compiler of trees and the runtime reject the same files with the same
//! messages.

// What is wrong, and where.
mod error;
mod nearest;

pub use error::{Location, PromptError};
pub use nearest::nearest;

// The file as it is written.
mod read;

// What a text may be.
mod placeholder;
mod text;

pub use placeholder::{Format, Piece, field_of, has_brace, pieces};
pub use text::{carried, first_not_carried, longest};

// Markup in words, and where it has its place.
mod markup;
mod ssml;

pub use markup::markup;
pub use ssml::{Ssml, SsmlError, break_time, break_times, ssml};

// What the tree asks for, and what it gets.
mod asked;
mod entry;

pub use asked::{Asked, Kept, Key, Prompt, read_prompts};

// Whether it announces what the tree takes.
mod options;

pub use crate::text::is_read;
pub use options::{Difference, Options, SpokenText, Taken, difference};
