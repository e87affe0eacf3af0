//! Renders a [`Reply`](crate::dialog::tree::Reply) to a TwiML document. Only this module writes TwiML.
//!
//! The modules are in the order of the work: the replies and what each says, then lines and verbs as XML, then the
//! table for requests.

// What a reply comes to: everything said on the way, and where the call rests.
mod course;

// Every reply that a call can lead to.
mod walk;

// A writer that cannot leave an element open or a value unescaped; pictures are written with it, too.
pub mod xml;

// Say, Play and Pause.
mod lines;
mod split;
mod split_ssml;

// Gather, Dial, Record, Enqueue and the endings.
mod number;
mod values;
mod verbs;

// What is said in our words.
mod apology;

// What is said when our side fails, and where that leads.
pub(crate) mod failing;

// The table: all documents, ready before the first call.
mod documents;
mod ready;

// What is heard by somebody who is called.
mod screens;

// The same URL once more.
mod again;

// New calls that cannot be answered.
mod turned_away;

// What is said while no server answers.
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

// What every document must be, checked over whole trees.
#[cfg(test)]
mod complete;
