//! What is said, and what is listened for.

mod announced_nowhere;
mod any_key;
mod entry_length;
mod finish_alone;
mod phrase_without_arm;
mod prompt_key_mismatch;

pub(super) use announced_nowhere::check as announced_nowhere;
pub(super) use any_key::check as any_key;
pub(super) use entry_length::check as entry_length;
pub(super) use finish_alone::check as finish_alone;
pub(super) use phrase_without_arm::check as phrase_without_arm;
pub(super) use prompt_key_mismatch::check as prompt_key_mismatch;
