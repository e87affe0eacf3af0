//! Renders a [`Reply`](crate::dialog::tree::Reply) to a TwiML document. Only this module writes TwiML.
//!
//! The modules are in the order of the work: the replies and what each says, then lines and verbs as XML, then the
//! table for requests.

// The course of a reply: its prompts, and the state in which the call waits.
mod course;

// All replies that a call can lead to.
mod walk;

// A writer that closes every element and escapes every value. Pictures use it, too.
pub mod xml;

// Say, Play and Pause.
mod lines;
mod split;
mod split_ssml;

// Gather, Dial, Record, Enqueue and the endings.
mod number;
mod values;
mod verbs;

// The default apologies.
mod apology;

// The document for failures of the server.
pub(crate) mod failing;

// The table of all documents, rendered before the first call.
mod documents;
mod ready;

// The documents of a screen.
mod screens;

// Repeats the request of the current URL.
mod again;

// New calls that cannot be answered.
mod turned_away;

// The document for the time when no server answers.
mod fallback;

pub(crate) use course::{Course, Page, Rest, Said, Visitor};
pub use documents::{Documents, TooLong};
pub(crate) use documents::{Live, leave, wait_on};
pub use fallback::{Fallback, fallback};
pub(crate) use lines::{are_tones, filled};
pub(crate) use screens::{accept, decline};
pub(crate) use turned_away::TurnedAway;
pub(crate) use values::{InCall, counted, in_call};

#[cfg(test)]
mod clinic;

// Checks of all documents of whole trees.
#[cfg(test)]
mod complete;
