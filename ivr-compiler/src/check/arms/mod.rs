//! Rules about the inputs of a gather and the outcomes of verbs.

mod ambiguous_keys;
mod answered_as_missed;
mod continues_after_hang_up;
mod duplicate_arm;
mod finish_as_option;
mod impossible_outcome;
mod key_length;
mod key_without_keys;
mod phrase_without_speech;
mod unhandled_outcome;

pub(super) use ambiguous_keys::check as ambiguous_keys;
pub(super) use answered_as_missed::check as answered_as_missed;
pub(super) use continues_after_hang_up::check as continues_after_hang_up;
pub(super) use duplicate_arm::check as duplicate_arm;
pub(super) use finish_as_option::check as finish_as_option;
pub(super) use impossible_outcome::check as impossible_outcome;
pub(super) use key_length::check as key_length;
pub(super) use key_without_keys::check as key_without_keys;
pub(super) use phrase_without_speech::check as phrase_without_speech;
pub(super) use unhandled_outcome::check as unhandled_outcome;
