//! Events of calls, one for each step, with the names of the tree and without anything that a caller pressed or said.
//! They are written to a file, to standard output, or passed to a function of the program.
//!
//! A request puts numbers into a bounded queue and continues; a thread looks up the names and writes the events. If
//! the queue is full, events are dropped and counted, because callers must not wait for a disk.

// An event and its format.
mod call_event;
mod timestamp;

// The destinations of events.
mod output;

// The queue between requests and the thread that writes.
mod names;
mod queue;

pub use call_event::{CallEvent, Happened};
pub use output::EventFn;
pub(crate) use output::EventOutput;
pub(crate) use queue::{Events, Rest, What};
pub use timestamp::{Timestamp, TimestampError};

pub use crate::description::End;
pub use ivr_core::callback::CallStatus;
