//! Promises of the author about every call, proved over all positions of a call, including attempts.

mod before;
mod first_option;
mod nothing;
mod silence;
mod within_keys;

// The path that refutes a promise.
mod counterexample;

pub(super) use before::check as promise_before;
pub(super) use first_option::check as promise_first_option;
pub(super) use nothing::check as promise_nothing;
pub(super) use silence::check as promise_silence;
pub(super) use within_keys::check as promise_within_keys;
