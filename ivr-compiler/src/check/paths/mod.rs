//! Rules about paths: states that cannot be reached or left, and cycles.

mod endless_silence;
mod no_way_out;
mod unreachable_state;

pub(super) use endless_silence::check as endless_silence;
pub(super) use no_way_out::check as no_way_out;
pub(super) use unreachable_state::{check as unreachable_state, renamed};
