//! Callers who wait in a queue, over the real router: what they hear, how they move up, and how they leave.

mod kept;
mod many;
mod plain;
