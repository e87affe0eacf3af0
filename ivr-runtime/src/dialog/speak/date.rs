//! Dates, and how they are spoken.

use std::{fmt, str::FromStr};

use ivr_core::hours as calendar;
use serde::{Deserialize, Serialize};

use super::{
    ParseError,
    language::{Language, is_in},
};

/// Speaks a date with its year; see [the table](super). The author writes the words before it: "on {due:date}".
///
/// ```
/// use ivr_runtime::speak::{Date, date};
/// let due: Date = "2026-03-01".parse().unwrap();
/// assert_eq!(date(due, "en-US"), "March 1st, 2026");
/// assert_eq!(date(due, "en-GB"), "the 1st of March 2026");
/// assert_eq!(date(due, "fr-FR"), "1er mars 2026");
/// assert_eq!(date(due, "nl-NL"), "2026-03-01");
/// ```
#[must_use]
pub fn date(value: impl Into<Date>, language: &str) -> String {
    let value = value.into();
    let (year, day) = (value.year(), value.day());
    let Some(known) = Language::of(language) else { return value.to_string() };
    let month = value.month_in(known);
    match known {
        Language::English if is_in(language, "US") || !language.contains('-') => {
            format!("{month} {day}{}, {year}", ordinal(day))
        }
        Language::English => format!("the {day}{} of {month} {year}", ordinal(day)),
        Language::French if day == 1 => format!("1er {month} {year}"),
        Language::Italian if day == 1 => format!("primo {month} {year}"),
        Language::French | Language::Italian => format!("{day} {month} {year}"),
        Language::German => format!("{day}. {month} {year}"),
        Language::Portuguese if day == 1 && !is_in(language, "PT") => {
            format!("primeiro de {month} de {year}")
        }
        // In Spain the first day of a month is "uno", elsewhere "primero".
        Language::Spanish if day == 1 && language.contains('-') && !is_in(language, "ES") => {
            format!("primero de {month} de {year}")
        }
        Language::Spanish | Language::Portuguese => format!("{day} de {month} de {year}"),
    }
}

/// Returns the letters after an English number.
fn ordinal(number: u8) -> &'static str {
    match (number, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

/// A date of the Gregorian calendar, in the years 1 to 9999. It is written and stored as `2026-03-01`.
///
/// ```
/// use ivr_runtime::speak::Date;
/// let leap = Date::new(2028, 2, 29).unwrap();
/// assert_eq!((leap.year(), leap.month(), leap.day()), (2028, 2, 29));
/// assert_eq!(Date::new(2026, 2, 29), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date(calendar::Date);

impl Date {
    /// Creates a date, if the calendar has it.
    ///
    /// ```
    /// assert!(ivr_runtime::speak::Date::new(2026, 12, 31).is_some());
    /// ```
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        // `Option::map` is not `const`.
        match calendar::Date::new(year, month, day) {
            Some(date) => Some(Self(date)),
            None => None,
        }
    }

    /// Returns the year, from 1 to 9999.
    ///
    /// ```
    /// assert_eq!(ivr_runtime::speak::Date::new(2026, 12, 31).unwrap().year(), 2026);
    /// ```
    #[must_use]
    pub const fn year(self) -> u16 {
        self.0.year()
    }

    /// Returns the month, from 1 to 12.
    ///
    /// ```
    /// assert_eq!(ivr_runtime::speak::Date::new(2026, 12, 31).unwrap().month(), 12);
    /// ```
    #[must_use]
    pub const fn month(self) -> u8 {
        self.0.month()
    }

    /// Returns the day, from 1 to 31.
    ///
    /// ```
    /// assert_eq!(ivr_runtime::speak::Date::new(2026, 12, 31).unwrap().day(), 31);
    /// ```
    #[must_use]
    pub const fn day(self) -> u8 {
        self.0.day()
    }

    fn month_in(self, language: Language) -> &'static str {
        let months = match language {
            Language::English => ENGLISH,
            Language::French => FRENCH,
            Language::Spanish => SPANISH,
            Language::German => GERMAN,
            Language::Italian => ITALIAN,
            Language::Portuguese => PORTUGUESE,
        };
        months.split(' ').nth(usize::from(self.month()) - 1).unwrap_or_default()
    }
}

const ENGLISH: &str = "January February March April May June July August September October November December";
const FRENCH: &str = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre";
const SPANISH: &str =
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre";
const GERMAN: &str = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember";
const ITALIAN: &str =
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre";
const PORTUGUESE: &str =
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro";

/// The first day of 1970, the initial value of a field.
impl Default for Date {
    fn default() -> Self {
        Self(calendar::Date::UNIX_EPOCH)
    }
}

impl From<&Date> for Date {
    fn from(date: &Date) -> Self {
        *date
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Date {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        text.parse().map(Self).map_err(|_| NO_DATE)
    }
}

impl TryFrom<String> for Date {
    type Error = ParseError;

    fn try_from(text: String) -> Result<Self, ParseError> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

/// The error for a text with another format.
const NO_DATE: ParseError = ParseError("a date is written as 2026-03-01 and must exist");

#[cfg(test)]
mod tests {
    use super::*;

    const LANGUAGES: [&str; 6] = ["en-US", "fr-FR", "es-ES", "de-DE", "it-IT", "pt-BR"];

    #[test]
    fn a_date_is_spoken_as_in_its_language() {
        for (day, spoken) in [
            (
                "2026-03-01",
                [
                    "March 1st, 2026",
                    "1er mars 2026",
                    "1 de marzo de 2026",
                    "1. März 2026",
                    "primo marzo 2026",
                    "primeiro de março de 2026",
                ],
            ),
            (
                "2028-02-29",
                [
                    "February 29th, 2028",
                    "29 février 2028",
                    "29 de febrero de 2028",
                    "29. Februar 2028",
                    "29 febbraio 2028",
                    "29 de fevereiro de 2028",
                ],
            ),
            (
                "0999-12-31",
                [
                    "December 31st, 999",
                    "31 décembre 999",
                    "31 de diciembre de 999",
                    "31. Dezember 999",
                    "31 dicembre 999",
                    "31 de dezembro de 999",
                ],
            ),
        ] {
            let value: &Date = &day.parse().unwrap();
            for (language, spoken) in LANGUAGES.into_iter().zip(spoken) {
                assert_eq!(date(value, language), spoken, "{day} in {language}");
            }
            assert_eq!(date(value, "sv-SE"), day);
        }
    }

    #[test]
    fn a_region_has_a_form_of_its_own() {
        let day = Date::new(2026, 7, 1).unwrap();
        for (language, spoken) in [
            ("en", "July 1st, 2026"),
            ("EN-us", "July 1st, 2026"),
            ("en-GB", "the 1st of July 2026"),
            ("en-AU", "the 1st of July 2026"),
            ("pt-PT", "1 de julho de 2026"),
            ("es-ES", "1 de julio de 2026"),
            ("es-MX", "primero de julio de 2026"),
            ("es-US", "primero de julio de 2026"),
            ("fr-CA", "1er juillet 2026"),
        ] {
            assert_eq!(date(day, language), spoken, "{language}");
        }
    }

    #[test]
    fn english_days_have_their_letters() {
        for (letters, days) in
            [("st", &[1, 21, 31][..]), ("nd", &[2, 22]), ("rd", &[3, 23]), ("th", &[4, 11, 12, 13, 20, 30])]
        {
            for day in days {
                assert_eq!(ordinal(*day), letters, "{day}");
            }
        }
    }

    #[test]
    fn every_month_has_a_name_in_every_language() {
        for language in LANGUAGES {
            let language = Language::of(language).unwrap();
            let mut names: Vec<_> =
                (1..=12).map(|month| Date::new(2026, month, 1).unwrap().month_in(language)).collect();
            assert!(names.iter().all(|name| !name.is_empty()), "{language:?}");
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), 12, "{language:?}");
        }
    }

    #[test]
    fn every_day_of_the_calendar_is_read_as_it_is_written() {
        let mut all = 0;
        for (year, month, day) in
            (1999..=2004).flat_map(|y| (0..=13).flat_map(move |m| (0..=32).map(move |d| (y, m, d))))
        {
            if let Some(date) = Date::new(year, month, day) {
                assert_eq!(date.to_string().parse(), Ok(date));
                all += 1;
            }
        }
        assert_eq!(all, 6 * 365 + 2);
        assert_eq!((Date::new(1900, 2, 29), Date::new(2100, 2, 29)), (None, None));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2026-3-1",
            "26-03-01",
            "2026-13-01",
            "2026-00-10",
            "2026-02-29",
            "0000-01-01",
            "2026-03-01-",
            "+026-03-01",
            "2026/03/01",
            "２026-03-01",
        ] {
            assert_eq!(text.parse::<Date>(), Err(NO_DATE), "{text}");
        }
    }

    #[test]
    fn a_stored_date_is_read_back() {
        let day = Date::new(2026, 3, 1).unwrap();
        assert_eq!(serde_json::to_string(&day).unwrap(), r#""2026-03-01""#);
        assert_eq!(serde_json::from_str::<Date>(r#""2026-03-01""#).unwrap(), day);
        assert!(serde_json::from_str::<Date>(r#""2026-02-30""#).is_err());
    }
}
