//! One, or many: the form of a word that goes with a number.

use super::language::{Language, is_in};

/// The form of a word that goes with a number: `one` or `many`.
///
/// French counts nothing as one, and so does the Portuguese of Brazil. A language that is not known has the rule of
/// English.
///
/// ```
/// use ivr_runtime::speak::plural;
/// assert_eq!(plural(&1, "message", "messages", "en-US"), "message");
/// assert_eq!(plural(&0, "message", "messages", "en-US"), "messages");
/// assert_eq!(plural(&0, "message", "messages", "fr-FR"), "message");
/// ```
#[must_use]
pub fn plural<'f, N>(count: &N, one: &'f str, many: &'f str, language: &str) -> &'f str
where
    N: PartialEq + From<u8>,
{
    if is_one(count, language) { one } else { many }
}

/// Whether this number of things takes the form for one.
pub(super) fn is_one<N: PartialEq + From<u8>>(count: &N, language: &str) -> bool {
    let nothing_is_one = match Language::of(language) {
        Some(Language::French) => true,
        Some(Language::Portuguese) => !is_in(language, "PT"),
        _ => false,
    };
    *count == N::from(1) || (nothing_is_one && *count == N::from(0))
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
            ("ja-JP", "many", "one", "many"),
            ("", "many", "one", "many"),
        ] {
            for (count, form) in [(0, none), (1, one), (2, two), (21, "many"), (101, "many")] {
                assert_eq!(plural(&count, "one", "many", language), form, "{count} in {language}");
            }
        }
    }
}
