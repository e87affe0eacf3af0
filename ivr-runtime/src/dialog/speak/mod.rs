//! Values that are spoken and entered: what `{account:digits}`, `{amount:money}`, `{due:date}` and `{at:time}` say in
//! a language, and the types of fields that store an entry.
//!
//! | | `en-US` | `fr-FR` | `es-ES` | `de-DE` | `it-IT` | `pt-BR` | others |
//! |---|---|---|---|---|---|---|---|
//! | `{account:digits}` | 0 6 4 5 7 | 0 6 4 5 7 | 0 6 4 5 7 | 0 6 4 5 7 | 0 6 4 5 7 | 0 6 4 5 7 | 0 6 4 5 7 |
//! | `{amount:money}` | 12 euros and 50 cents | 12 euros et 50 centimes | 12 euros con 50 céntimos | 12 Euro und 50 Cent | 12 euro e 50 centesimi | 12 euros e 50 cêntimos | 12.50 EUR |
//! | `{due:date}` | March 1st, 2026 | 1er mars 2026 | 1 de marzo de 2026 | 1. März 2026 | primo marzo 2026 | primeiro de março de 2026 | 2026-03-01 |
//! | `{at:time}` | 2:30 PM | 14 heures 30 | 14 y 30 | 14 Uhr 30 | ore 14 e 30 | 14 horas e 30 minutos | 14:30 |
//!
//! Numbers remain digits, which every voice reads in its own language. The author writes the words before a value:
//! "on {due:date}", "le {due:date}", "am {due:date}"; "at {at:time}", "à {at:time}", "alle {at:time}".

// The errors of the parsers below.
mod parse_error;

pub use parse_error::ParseError;

// Entries of callers, and the parameters of a request to a named start.
mod digits;
mod entry;
mod given;
mod speech;

// The values in `gather`.
mod listened;

// The values in `dial`.
mod callees;

pub use callees::{Callees, callees};
pub use digits::{Digits, digits};
pub use entry::{Entry, enter, entered};
pub use given::{Given, UnreadFieldError};
pub use listened::{Hints, KeyCount, hints, key_count, seconds};
pub use speech::Speech;

/// Returns a value as `Display` writes it. For generated code, so that rustc reports a value without `Display` at
/// that value.
#[doc(hidden)]
#[must_use]
pub fn text<T: std::fmt::Display + ?Sized>(value: &T) -> String {
    value.to_string()
}

/// Calls [`digits`] for a reference. For generated code, so that rustc reports a value of another type at that value.
#[doc(hidden)]
#[must_use]
pub fn single_digits<T: AsRef<str> + ?Sized>(value: &T, language: &str) -> String {
    digits(value, language)
}

// The language that Rust chooses.
mod tree_language;

#[doc(hidden)]
pub use crate::tree_language;
#[doc(hidden)]
pub use serde;
#[doc(hidden)]
pub use tree_language::{TreeLanguage, language_tag, read_language, write_language};

// The languages in which values are spoken.
mod language;

mod currency;
mod date;
mod money;
mod plural;
mod time;

pub use currency::Currency;
pub use date::{Date, date};
pub use money::{Money, money};
pub use plural::{Count, plural, plural_word};
pub use time::{Time, time};
