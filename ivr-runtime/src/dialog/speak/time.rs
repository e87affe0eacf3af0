//! Times of day, and how they are spoken.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{ParseError, language::Language};

/// Speaks a time of day; see [the table](super). The author writes the words before it: "at {at:time}".
///
/// ```
/// use ivr_runtime::speak::{Time, time};
/// let at: Time = "14:05".parse().unwrap();
/// assert_eq!(time(at, "en-US"), "2:05 PM");
/// assert_eq!(time(at, "fr-FR"), "14 heures 5");
/// assert_eq!(time(at, "de-DE"), "14 Uhr 5");
/// assert_eq!(time(at, "nl-NL"), "14:05");
/// ```
#[must_use]
pub fn time(value: impl Into<Time>, language: &str) -> String {
    let value = value.into();
    let Time { hour, minute } = value;
    let Some(known) = Language::of(language) else { return value.to_string() };
    match (known, minute) {
        (Language::English, _) => english(value),
        (Language::French, 0) => french_hour(hour),
        (Language::French, _) => format!("{} {minute}", french_hour(hour)),
        (Language::Spanish | Language::Portuguese, 0) => format!("{hour} {}", horas(hour)),
        // Before `y` a voice reads 1 and 21 as "uno" and "veintiuno" instead of "una" and "veintiuna".
        (Language::Spanish, _) if matches!(hour, 1 | 21) => {
            format!("{hour} {} y {minute} {}", horas(hour), minutos(minute))
        }
        (Language::Spanish, _) => format!("{hour} y {minute}"),
        (Language::German, 0) => format!("{hour} Uhr"),
        (Language::German, _) => format!("{hour} Uhr {minute}"),
        (Language::Italian, 0) => format!("ore {hour}"),
        (Language::Italian, _) => format!("ore {hour} e {minute}"),
        (Language::Portuguese, _) => format!("{hour} {} e {minute} {}", horas(hour), minutos(minute)),
    }
}

fn english(Time { hour, minute }: Time) -> String {
    let half = if hour < 12 { "AM" } else { "PM" };
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    match (hour, minute) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "noon".to_owned(),
        (_, 0) => format!("{twelve} {half}"),
        _ => format!("{twelve}:{minute:02} {half}"),
    }
}

/// Returns the unit in Spanish and Portuguese.
fn horas(hour: u8) -> &'static str {
    if hour == 1 { "hora" } else { "horas" }
}

/// Returns the unit in Spanish and Portuguese.
fn minutos(minute: u8) -> &'static str {
    if minute == 1 { "minuto" } else { "minutos" }
}

fn french_hour(hour: u8) -> String {
    match hour {
        0 => "minuit".to_owned(),
        1 => "1 heure".to_owned(),
        12 => "midi".to_owned(),
        _ => format!("{hour} heures"),
    }
}

/// A time of day, to the minute. It is written and stored as `14:05`.
///
/// ```
/// use ivr_runtime::speak::Time;
/// let at = Time::new(14, 5).unwrap();
/// assert_eq!((at.hour(), at.minute()), (14, 5));
/// assert_eq!(Time::new(24, 0), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Time {
    hour: u8,
    minute: u8,
}

impl Time {
    /// Creates a time, if it exists.
    ///
    /// ```
    /// assert!(ivr_runtime::speak::Time::new(23, 59).is_some());
    /// ```
    #[must_use]
    pub const fn new(hour: u8, minute: u8) -> Option<Self> {
        if hour > 23 || minute > 59 { None } else { Some(Self { hour, minute }) }
    }

    /// Returns the hour, from 0 to 23.
    ///
    /// ```
    /// assert_eq!(ivr_runtime::speak::Time::new(23, 59).unwrap().hour(), 23);
    /// ```
    #[must_use]
    pub const fn hour(self) -> u8 {
        self.hour
    }

    /// Returns the minute, from 0 to 59.
    ///
    /// ```
    /// assert_eq!(ivr_runtime::speak::Time::new(23, 59).unwrap().minute(), 59);
    /// ```
    #[must_use]
    pub const fn minute(self) -> u8 {
        self.minute
    }
}

impl From<&Time> for Time {
    fn from(time: &Time) -> Self {
        *time
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

impl FromStr for Time {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let two = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        let parts = text.split_once(':').filter(|(hour, minute)| two(hour) && two(minute));
        let Some((Ok(hour), Ok(minute))) = parts.map(|(hour, minute)| (hour.parse(), minute.parse())) else {
            return Err(NO_TIME);
        };
        Self::new(hour, minute).ok_or(NO_TIME)
    }
}

impl TryFrom<String> for Time {
    type Error = ParseError;

    fn try_from(text: String) -> Result<Self, ParseError> {
        text.parse()
    }
}

impl From<Time> for String {
    fn from(time: Time) -> Self {
        time.to_string()
    }
}

/// The error for a text with another format.
const NO_TIME: ParseError = ParseError("a time is written as 14:05, from 00:00 to 23:59");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_spoken_as_in_its_language() {
        for (at, spoken) in [
            ("00:00", ["midnight", "minuit", "0 horas", "0 Uhr", "ore 0", "0 horas"]),
            ("00:30", ["12:30 AM", "minuit 30", "0 y 30", "0 Uhr 30", "ore 0 e 30", "0 horas e 30 minutos"]),
            ("01:00", ["1 AM", "1 heure", "1 hora", "1 Uhr", "ore 1", "1 hora"]),
            (
                "01:30",
                [
                    "1:30 AM",
                    "1 heure 30",
                    "1 hora y 30 minutos",
                    "1 Uhr 30",
                    "ore 1 e 30",
                    "1 hora e 30 minutos",
                ],
            ),
            (
                "21:01",
                [
                    "9:01 PM",
                    "21 heures 1",
                    "21 horas y 1 minuto",
                    "21 Uhr 1",
                    "ore 21 e 1",
                    "21 horas e 1 minuto",
                ],
            ),
            ("09:05", ["9:05 AM", "9 heures 5", "9 y 5", "9 Uhr 5", "ore 9 e 5", "9 horas e 5 minutos"]),
            ("12:00", ["noon", "midi", "12 horas", "12 Uhr", "ore 12", "12 horas"]),
            ("12:01", ["12:01 PM", "midi 1", "12 y 1", "12 Uhr 1", "ore 12 e 1", "12 horas e 1 minuto"]),
            (
                "14:30",
                ["2:30 PM", "14 heures 30", "14 y 30", "14 Uhr 30", "ore 14 e 30", "14 horas e 30 minutos"],
            ),
            (
                "23:59",
                ["11:59 PM", "23 heures 59", "23 y 59", "23 Uhr 59", "ore 23 e 59", "23 horas e 59 minutos"],
            ),
        ] {
            let value: &Time = &at.parse().unwrap();
            let languages = ["en-US", "fr-FR", "es-ES", "de-DE", "it-IT", "pt-BR"];
            for (language, spoken) in languages.into_iter().zip(spoken) {
                assert_eq!(time(value, language), spoken, "{at} in {language}");
            }
            assert_eq!(time(value, "sv-SE"), at);
        }
    }

    #[test]
    fn a_time_is_read_as_it_is_written() {
        for hour in 0..24 {
            for minute in 0..60 {
                let at = Time::new(hour, minute).unwrap();
                assert_eq!(at.to_string().parse(), Ok(at));
            }
        }
        for text in ["", "24:00", "12:60", "1:00", "01:0", "+1:00", "01:00:00", "01-00", "é1:00", "01:00 "] {
            assert_eq!(text.parse::<Time>(), Err(NO_TIME), "{text}");
        }
    }

    #[test]
    fn a_stored_time_is_read_back() {
        let at = Time::new(7, 5).unwrap();
        assert_eq!(serde_json::to_string(&at).unwrap(), r#""07:05""#);
        assert_eq!(serde_json::from_str::<Time>(r#""07:05""#).unwrap(), at);
        assert!(serde_json::from_str::<Time>(r#""7:5""#).is_err());
    }
}
