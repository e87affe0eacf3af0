//! Rules about the attributes that waive rules.

mod bad_waiver;
mod unused_waiver;

pub(super) use bad_waiver::check as bad_waiver;
pub(super) use unused_waiver::{UNUSED, unused};
