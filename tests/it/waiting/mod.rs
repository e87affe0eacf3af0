//! Callers who wait in a queue, over the real router: what they hear, how they move up, how they get out.

mod kept;
mod many;
mod plain;
