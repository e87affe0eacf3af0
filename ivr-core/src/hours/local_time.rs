//! A date and a time of day without a time zone.

use std::fmt;

use super::{Date, DayError};

/// A local time such as `2026-12-24 15:59`.
///
/// ```
/// use ivr_core::hours::LocalTime;
/// let time: LocalTime = "2026-12-24 15:59".parse().unwrap();
/// assert_eq!(time.minute, 15 * 60 + 59);
/// assert_eq!(time.to_string(), "2026-12-24 15:59");
/// assert!("15:59".parse::<LocalTime>().is_err() && "2026-12-24 24:00".parse::<LocalTime>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LocalTime {
    /// The date.
    pub date: Date,
    /// Minutes since midnight.
    pub minute: u16,
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:02}:{:02}", self.date, self.minute / 60, self.minute % 60)
    }
}

impl std::str::FromStr for LocalTime {
    type Err = LocalTimeError;

    fn from_str(text: &str) -> Result<Self, LocalTimeError> {
        let unreadable = || LocalTimeError(text.to_owned(), None);
        let (date, time) = text.split_once([' ', 'T']).ok_or_else(unreadable)?;
        let date = date.parse().map_err(|why| LocalTimeError(text.to_owned(), Some(why)))?;
        let (hour, minute) = time.split_once(':').ok_or_else(unreadable)?;
        let number = |part: &str, most: u16| {
            let is_number = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<u16>().ok().filter(|value| is_number && *value < most)
        };
        let (hour, minute) = number(hour, 24).zip(number(minute, 60)).ok_or_else(unreadable)?;
        Ok(Self { date, minute: hour * 60 + minute })
    }
}

/// The error for a text that is not a [`LocalTime`].
///
/// ```
/// let error = "noon".parse::<ivr_core::hours::LocalTime>().unwrap_err();
/// assert_eq!(error.to_string(), "`noon` is not a time such as `2026-12-24 15:59`");
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LocalTimeError(String, Option<DayError>);

impl fmt::Display for LocalTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.1 {
            Some(DayError::Missing) => write!(f, "the calendar does not have the day of `{}`", self.0),
            Some(DayError::Unreadable) | None => {
                write!(f, "`{}` is not a time such as `2026-12-24 15:59`", self.0)
            }
        }
    }
}

impl std::error::Error for LocalTimeError {}
