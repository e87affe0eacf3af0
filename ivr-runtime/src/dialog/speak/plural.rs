//! The form of a word for a number.

use std::fmt::Display;

use ivr_core::text::plural_form;

/// A whole number of things, for `{n:plural …}` and `{n:plural_word …}`.
///
/// ```
/// use ivr_runtime::speak::Count;
/// assert_eq!((-3_i32).magnitude(), 3);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not count things",
    label = "not a whole number",
    note = "`plural` and `plural_word` speak the integers of Rust, such as `u32`"
)]
pub trait Count: Display {
    /// Returns the number without its sign.
    fn magnitude(&self) -> u128;
}

macro_rules! counts {
    ($($unsigned:ty)*; $($signed:ty)*) => {
        $(impl Count for $unsigned {
            fn magnitude(&self) -> u128 {
                u128::try_from(*self).unwrap_or(u128::MAX)
            }
        })*
        $(impl Count for $signed {
            fn magnitude(&self) -> u128 {
                u128::try_from(self.unsigned_abs()).unwrap_or(u128::MAX)
            }
        })*
    };
}

counts!(u8 u16 u32 u64 u128 usize; i8 i16 i32 i64 i128 isize);

impl<N: Count> Count for &N {
    fn magnitude(&self) -> u128 {
        (**self).magnitude()
    }
}

/// Returns the form of a word for a number, by the plural categories of CLDR.
///
/// `forms` are those of the language in the order of its categories: `one`, `few`, `many` in Russian. For an unknown
/// language the English rule applies. If there are too few forms, the last is used; without forms, the result is
/// empty.
///
/// ```
/// use ivr_runtime::speak::plural_word;
/// assert_eq!(plural_word(&1, &["message", "messages"], "en-US"), "message");
/// assert_eq!(plural_word(&0, &["message", "messages"], "fr-FR"), "message");
/// assert_eq!(plural_word(&21, &["сообщение", "сообщения", "сообщений"], "ru-RU"), "сообщение");
/// ```
#[must_use]
pub fn plural_word<'f>(count: &impl Count, forms: &[&'f str], language: &str) -> &'f str {
    forms.get(plural_form(count.magnitude(), language, forms.len())).copied().unwrap_or_default()
}

/// Returns a number and the form of the word for it.
///
/// ```
/// use ivr_runtime::speak::plural;
/// assert_eq!(plural(&2, &["message", "messages"], "en-US"), "2 messages");
/// assert_eq!(plural(&3, &["件"], "ja-JP"), "3件");
/// ```
#[must_use]
pub fn plural(count: &impl Count, forms: &[&str], language: &str) -> String {
    let blank = if is_written_without_blanks(language) { "" } else { " " };
    format!("{count}{blank}{}", plural_word(count, forms, language))
}

fn is_written_without_blanks(language: &str) -> bool {
    let language = language.split('-').next().unwrap_or_default();
    ["cmn", "ja", "th", "yue", "zh"].iter().any(|other| other.eq_ignore_ascii_case(language))
}

/// Returns whether this number uses the form for one.
pub(super) fn is_one(count: u64, language: &str) -> bool {
    plural_form(count.into(), language, 2) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_takes_the_form_of_its_language() {
        for (language, none, one, two) in [
            ("en-US", "many", "one", "many"),
            ("fr-FR", "one", "one", "many"),
            ("FR-ca", "one", "one", "many"),
            ("es-ES", "many", "one", "many"),
            ("de-DE", "many", "one", "many"),
            ("it-IT", "many", "one", "many"),
            ("pt-BR", "one", "one", "many"),
            ("pt-PT", "many", "one", "many"),
            ("", "many", "one", "many"),
        ] {
            for (count, form) in [(0, none), (1, one), (2, two), (21, "many"), (101, "many")] {
                assert_eq!(plural_word(&count, &["one", "many"], language), form, "{count} in {language}");
            }
        }
    }

    #[test]
    fn a_number_is_spoken_with_its_word() {
        let messages = ["сообщение", "сообщения", "сообщений"];
        for (count, spoken) in [
            (0, "0 сообщений"),
            (1, "1 сообщение"),
            (2, "2 сообщения"),
            (5, "5 сообщений"),
            (11, "11 сообщений"),
            (21, "21 сообщение"),
            (112, "112 сообщений"),
            (-1, "-1 сообщение"),
        ] {
            assert_eq!(plural(&count, &messages, "ru-RU"), spoken);
        }
        assert_eq!(plural(&1_000_000_u64, &["jour", "de jours", "jours"], "fr-FR"), "1000000 de jours");
        assert_eq!(plural(&u128::MAX, &["day", "days"], "en-US"), format!("{} days", u128::MAX));
        assert_eq!(plural_word(&1, &[], "en-US"), "");
    }
}
