//! What the compiler of phone trees and the runtime agree on: what can happen in a call, where a call stands, and
//! how texts are heard and spoken.
//!
//! Has no dependencies, so that it costs a crate with a `phone_tree!` next to nothing.

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

/// Paths under a tree that the server answers itself, so that no start can have one of these names: what Twilio only
/// wants to tell, and the development pages.
pub const RESERVED_PATHS: [&str; 6] = ["status", "recording", "transcription", "phone", "watch", "events"];
