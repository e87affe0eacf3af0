//! Speech and text on the telephone: one normal form for phrases and utterances, and number words by language.
//!
//! The module has no dependencies, so the compiler of trees and the runtime always agree.

// The normal form: case, accents and punctuation folded.
mod fold;
mod normal;

pub use normal::{MAX_SPEECH_LENGTH, contains, normalise};

// The search for phrases in an utterance.
mod phrases;

pub use phrases::{Phrases, same_words};

// Word boundaries in scripts without spaces.
mod script;

// A trie of texts.
mod trie;

// Plural forms.
mod plural;

pub use plural::{plural_categories, plural_form, takes_plural_forms};

// Callers who withhold their number.
mod withheld;

pub use withheld::is_withheld;

// The duration of a text.
mod duration;

pub use duration::{AUDIO_FILE_TIME, Sound, speaking_time, whole_seconds, word_count};

// The words of a language for numbers and keys.
mod vocabulary;

// Keys that a caller says.
mod spoken;

pub use spoken::{SpokenEntry, spoken_entry, spoken_keys};

// Phrases that a prompt offers.
mod offered;

pub use offered::offered_phrases;

// Keys that a prompt announces.
mod sentence;

mod announced;

// The tone before a recording.
mod beep;

pub use beep::tells_of_beep;

pub use announced::{
    Announced, Announcement, announced, entry_length, is_pressed_alone, is_read, mentions_key, names_key,
};

#[cfg(test)]
mod corpus;

#[cfg(test)]
mod reference;
