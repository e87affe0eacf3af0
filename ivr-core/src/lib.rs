//! Definitions that the compiler of phone trees and the runtime share: the events of a call, the position of a call,
//! and how texts are recognized and spoken.
//!
//! The crate has no dependencies, so it adds almost nothing to the build of a crate with a `phone_tree!`.

// The events and the position of a call.
pub mod event;
pub mod position;

// Reports of Twilio in addition to the requests of a call.
pub mod callback;

// The choice of an arm.
pub mod matching;

// Conditional options.
pub mod condition;

// The keys of offered items.
pub mod offer;

// Spoken and recognized text.
pub mod text;

// The limits of Twilio.
pub mod twiml;

// The description of a tree.
pub mod description;

// Guidelines for dialogues.
pub mod guidance;

// Opening hours.
pub mod hours;

// Files next to the source.
pub mod audio_folder;
pub mod prompt_file;

/// Paths under a tree that the server uses itself, for reports by Twilio and for the development pages. A start
/// cannot have one of these names.
pub const RESERVED_PATHS: [&str; 6] = ["status", "recording", "transcription", "phone", "watch", "events"];
