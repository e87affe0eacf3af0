//! Rules about hooks for reports after a call.

mod after_nothing;
mod transcription_unused;

pub(crate) use after_nothing::check as after_nothing;
pub(crate) use transcription_unused::check as transcription_unused;
