//! Rules about the callees and clauses of `dial`.

mod bad_tones;
mod unstarted_conference;

pub(super) use bad_tones::check as bad_tones;
pub(super) use unstarted_conference::check as unstarted_conference;
