//! What happened in calls, an event for each step: by the names of the tree, and never by what a caller pressed, said or
//! is called by. They go to a file, to standard output, or to a function of the program.
//!
//! A request puts numbers into a bounded queue and goes on; a thread turns them into names and writes them. When the
//! queue is full, events are dropped and counted, because callers must not wait for a disk.

// One event, as it is written and read.
mod call_event;
mod timestamp;

// Where they go.
mod output;

// From a request to the thread that writes.
mod names;
mod queue;

pub use call_event::{CallEvent, Happened};
pub use output::EventFn;
pub(crate) use output::EventOutput;
pub(crate) use queue::{Events, Rest, What};
pub use timestamp::{Timestamp, TimestampError};

pub use crate::description::End;
pub use ivr_core::callback::CallStatus;
