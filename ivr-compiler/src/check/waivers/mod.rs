//! What is asked of the rules: `#[allow(…)]` is itself held to something.

mod bad_waiver;
mod unused_waiver;

pub(super) use bad_waiver::check as bad_waiver;
pub(super) use unused_waiver::{UNUSED, unused};
