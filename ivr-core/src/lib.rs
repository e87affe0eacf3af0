//! Definitions that the compiler of phone trees and the runtime share: the events of a call, the position of a call,
//! and how texts are recognized and spoken.
//!
//! The crate has no dependencies, so it adds almost nothing to the build of a crate with a `phone_tree!`.

// What happened, and where a call stands.
pub mod event;
pub mod position;

// What is reported beside the call.
pub mod callback;

// Which arm an answer takes.
pub mod matching;

// Options that may be there or not.
pub mod condition;

// The keys of offered items.
pub mod offer;

// What is said and heard.
pub mod text;

// What Twilio takes.
pub mod twiml;

// All of a tree that is not control.
pub mod description;

// What makes a dialogue easy to follow.
pub mod guidance;

// When somebody is there.
pub mod hours;

// Files beside the source.
pub mod audio_folder;
pub mod prompt_file;

/// Paths under a tree that the server uses itself, for reports by Twilio and for the development pages. A start
/// cannot have one of these names.
pub const RESERVED_PATHS: [&str; 6] = ["status", "recording", "transcription", "phone", "watch", "events"];
