//! What goes where: states that nobody reaches, nobody leaves, or that go round.

mod endless_silence;
mod no_way_out;
mod unreachable_state;

pub(super) use endless_silence::check as endless_silence;
pub(super) use no_way_out::check as no_way_out;
pub(super) use unreachable_state::check as unreachable_state;
