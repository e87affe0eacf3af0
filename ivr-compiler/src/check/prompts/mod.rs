//! What is said, and what is listened for.

mod prompt_key_mismatch;

pub(super) use prompt_key_mismatch::check as prompt_key_mismatch;
