//! Rules about texts, numbers and names that Twilio or Rust would reject.

// Texts.
mod bad_character;
mod empty_text;
mod markup_in_text;
mod placeholder_in_phrase;
mod placeholder_in_value;
mod text_too_long;

// Values with a syntax of their own.
mod bad_language;
mod bad_name;
mod bad_number;
mod bad_url;
mod bad_voice;
mod languages;
mod voices;

// Numbers and durations.
mod out_of_range;

pub(super) use bad_character::check as bad_character;
pub(super) use bad_language::{check as bad_language, in_a_region};
pub(super) use bad_name::check as bad_name;
pub(super) use bad_number::check as bad_number;
pub(super) use bad_url::check as bad_url;
pub(super) use bad_voice::check as bad_voice;
pub(super) use empty_text::check as empty_text;
pub(super) use markup_in_text::check as markup_in_text;
pub(super) use out_of_range::check as out_of_range;
pub(super) use placeholder_in_phrase::check as placeholder_in_phrase;
pub(super) use placeholder_in_value::{check as placeholder_in_value, has_placeholder};
pub(super) use text_too_long::check as text_too_long;
