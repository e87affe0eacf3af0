//! Rules about the callees and clauses of `dial`.

mod bad_tones;
mod idle_clause;
mod unstarted_conference;

pub(super) use bad_tones::check as bad_tones;
pub(super) use idle_clause::check as idle_clause;
pub(super) use unstarted_conference::check as unstarted_conference;
