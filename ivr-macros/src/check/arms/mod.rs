//! What is listened for, and what comes of a verb.

mod duplicate_arm;
mod unhandled_outcome;

pub(super) use duplicate_arm::check as duplicate_arm;
pub(super) use unhandled_outcome::check as unhandled_outcome;
