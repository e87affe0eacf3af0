//! The languages with their own forms for values.

/// A language in which values are spoken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Language {
    English,
    French,
    Spanish,
    German,
    Italian,
    Portuguese,
}

impl Language {
    /// Returns the language of a BCP 47 tag.
    pub(super) fn of(tag: &str) -> Option<Self> {
        let language = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        Some(match language.as_str() {
            "en" => Self::English,
            "fr" => Self::French,
            "es" => Self::Spanish,
            "de" => Self::German,
            "it" => Self::Italian,
            "pt" => Self::Portuguese,
            _ => return None,
        })
    }
}

/// Returns whether a BCP 47 tag has this region, as `en-US` has `US`.
pub(super) fn is_in(tag: &str, region: &str) -> bool {
    tag.split('-').skip(1).any(|part| part.eq_ignore_ascii_case(region))
}
