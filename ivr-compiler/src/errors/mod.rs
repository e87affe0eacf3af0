//! What parsing and resolving report: a file for each error, with its page in the head comment, its words and
//! its tests. Where a mistake is met stays with the stage that meets it.

// Errors of syntax.
mod after_the_ending;
mod connect_clauses;
mod no_ending;
mod run_clause;
mod syntax;

// Errors of names.
mod back_to_nowhere;
mod duplicate_after;
mod duplicate_hours;
mod duplicate_start;
mod duplicate_state;
mod no_start;
mod too_many_conditions;
mod too_many_counters;
mod unknown_condition;
mod unknown_hours;
mod unknown_start;
mod unknown_state;

// Errors of values.
mod bad_placeholder;
mod bad_ssml;
mod duplicate_field;
mod misplaced_effect;
mod plural_forms;
mod secret_spoken;
mod unknown_field;

// Errors in the prompt file.
mod bad_switch;
mod unknown_words;
mod unreadable_words;
mod unused_words;

pub(crate) use after_the_ending::after_the_ending;
pub(crate) use back_to_nowhere::back_to_nowhere;
pub(crate) use bad_placeholder::{
    bad_placeholder, misspelt_format, placeholder_of_path, placeholder_of_rust,
};
pub(crate) use bad_ssml::{bad_ssml, half_ssml};
pub(crate) use bad_switch::half_optional;
pub(crate) use duplicate_after::duplicate_after;
pub(crate) use duplicate_field::{duplicate_field, field_called_key};
pub(crate) use duplicate_hours::duplicate_hours;
pub(crate) use duplicate_start::duplicate_start;
pub(crate) use duplicate_state::duplicate_state;
pub(crate) use misplaced_effect::{
    conditional_effect, effect_among_prompts, effect_in_block, repeated_effect,
};
pub(crate) use no_ending::no_ending;
pub(crate) use no_start::{no_start, word_before_state};
pub(crate) use plural_forms::plural_forms;
pub(crate) use run_clause::{run_without_comma, unknown_run_clause};
pub(crate) use secret_spoken::secret_spoken;
pub(crate) use too_many_conditions::too_many_conditions;
pub(crate) use too_many_counters::too_many_counters;
pub(crate) use unknown_condition::{ambiguous_condition, secret_condition, unknown_condition};
pub(crate) use unknown_field::{bare_field, no_list, state_as_field, undeclared_item, unknown_field};
pub(crate) use unknown_hours::unknown_hours;
pub(crate) use unknown_start::unknown_start;
pub(crate) use unknown_state::{no_state, unknown_state, unknown_target};
pub(crate) use unknown_words::words_of_no_file;
pub(crate) use unreadable_words::unreadable_words;

/// The names of all errors.
pub(crate) const NAMES: [&str; 28] = [
    "syntax",
    "no_ending",
    "after_the_ending",
    "duplicate_state",
    "unknown_state",
    "no_start",
    "duplicate_start",
    "unknown_start",
    "duplicate_hours",
    "unknown_hours",
    "back_to_nowhere",
    "too_many_counters",
    "unknown_condition",
    "too_many_conditions",
    "unknown_field",
    "duplicate_field",
    "misplaced_effect",
    "bad_placeholder",
    "bad_ssml",
    "plural_forms",
    "secret_spoken",
    "unreadable_words",
    "unknown_words",
    "unused_words",
    "bad_switch",
    "run_clause",
    "duplicate_after",
    "connect_clauses",
];
