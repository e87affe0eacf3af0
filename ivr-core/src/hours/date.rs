//! Dates and weekdays.

use std::fmt;

/// A day of the week.
///
/// ```
/// use ivr_core::hours::Weekday;
/// assert_eq!(Weekday::ALL.map(Weekday::as_str).join(" "), "mon tue wed thu fri sat sun");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Weekday {
    /// The first day of the week (ISO 8601).
    Monday,
    /// The second.
    Tuesday,
    /// The third.
    Wednesday,
    /// The fourth.
    Thursday,
    /// The fifth.
    Friday,
    /// The sixth.
    Saturday,
    /// The seventh.
    Sunday,
}

impl Weekday {
    /// From Monday to Sunday.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// Returns its word in the language of trees.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Monday => "mon",
            Self::Tuesday => "tue",
            Self::Wednesday => "wed",
            Self::Thursday => "thu",
            Self::Friday => "fri",
            Self::Saturday => "sat",
            Self::Sunday => "sun",
        }
    }

    /// Returns its English name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        }
    }
}

/// A date of the Gregorian calendar, in the years 1 to 9999.
///
/// ```
/// use ivr_core::hours::{Date, Weekday};
/// let date: Date = "2026-12-24".parse().unwrap();
/// assert_eq!(date.weekday(), Weekday::Thursday);
/// assert_eq!(Date::new(2026, 2, 29), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The first day of 1970.
    pub const UNIX_EPOCH: Self = Self { year: 1970, month: 1, day: 1 };

    /// Returns the date, or `None` if the calendar does not have it.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let exists = 1 <= year && year <= 9999 && 1 <= day && day <= days_of_month(year, month);
        if exists { Some(Self { year, month, day }) } else { None }
    }

    /// Returns the year.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Returns the month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Returns the day of the month, 1 to 31.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Returns the previous day, or `None` before the first date.
    #[must_use]
    pub const fn yesterday(self) -> Option<Self> {
        let Self { year, month, day } = self;
        if day > 1 {
            return Some(Self { year, month, day: day - 1 });
        }
        let (year, month) = if month > 1 { (year, month - 1) } else { (year - 1, 12) };
        Self::new(year, month, days_of_month(year, month))
    }

    /// Returns the number of days since 1 January 1970, which is negative before.
    ///
    /// ```
    /// use ivr_core::hours::Date;
    /// assert_eq!(Date::new(2000, 3, 1).map(Date::unix_day), Some(11_017));
    /// ```
    #[must_use]
    pub const fn unix_day(self) -> i64 {
        // Years are counted from March, so that a leap day is the last day of its year.
        let (year, month) = match self.month {
            month @ 1..=2 => (self.year as i64 - 1, month as i64 + 9),
            month => (self.year as i64, month as i64 - 3),
        };
        let days_of_year = (153 * month + 2) / 5 + self.day as i64 - 1;
        year * 365 + year / 4 - year / 100 + year / 400 + days_of_year - 719_468
    }

    /// Returns the date this number of days after 1 January 1970, or `None` outside of the supported years.
    ///
    /// ```
    /// use ivr_core::hours::Date;
    /// assert_eq!(Date::from_unix_day(11_017), Date::new(2000, 3, 1));
    /// ```
    #[must_use]
    pub const fn from_unix_day(day: i64) -> Option<Self> {
        let days = day + 719_468;
        if days < 0 || days > 4_000_000 {
            return None;
        }
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let (month, after) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
        let year = year_of_era + era * 400 + after;
        if year < 1 || year > 9_999 { None } else { Self::new(year as u16, month as u8, day as u8) }
    }

    /// Returns its day of the week, by Zeller's congruence.
    #[must_use]
    pub const fn weekday(self) -> Weekday {
        let (month, year) = match self.month {
            month @ 1..=2 => (month as u32 + 12, self.year as u32 - 1),
            month => (month as u32, self.year as u32),
        };
        // 0 is Saturday.
        match (self.day as u32 + 13 * (month + 1) / 5 + year + year / 4 + year / 400 - year / 100) % 7 {
            0 => Weekday::Saturday,
            1 => Weekday::Sunday,
            2 => Weekday::Monday,
            3 => Weekday::Tuesday,
            4 => Weekday::Wednesday,
            5 => Weekday::Thursday,
            _ => Weekday::Friday,
        }
    }
}

const fn days_of_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

/// `2026-12-24`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl std::str::FromStr for Date {
    type Err = super::DayError;

    fn from_str(text: &str) -> Result<Self, super::DayError> {
        match text.parse()? {
            super::Day::Once(date) => Ok(date),
            super::Day::EveryYear(..) => Err(super::DayError::Unreadable),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_of_four_hundred_years_is_walked_back_day_by_day() {
        let mut date = Date::new(2400, 12, 31).unwrap();
        let (mut days, mut weekday) = (1, 6);
        assert_eq!(date.weekday(), Weekday::Sunday);
        while date != Date::new(2001, 1, 1).unwrap() {
            date = date.yesterday().unwrap();
            weekday = (weekday + 6) % 7;
            assert_eq!(date.weekday(), Weekday::ALL[weekday], "{date}");
            days += 1;
        }
        assert_eq!(days, 146_097);
    }

    #[test]
    fn every_day_of_four_hundred_years_has_a_number_of_its_own() {
        let mut date = Date::new(2400, 12, 31).unwrap();
        let mut day = date.unix_day();
        while date != Date::new(2000, 1, 1).unwrap() {
            assert_eq!(Date::from_unix_day(day), Some(date));
            (date, day) = (date.yesterday().unwrap(), day - 1);
            assert_eq!(date.unix_day(), day, "{date}");
        }
        assert_eq!(Date::from_unix_day(0), Date::new(1970, 1, 1));
        assert_eq!([Date::from_unix_day(-719_163), Date::from_unix_day(2_932_897)], [None, None]);
    }

    #[test]
    fn there_is_no_day_before_the_first() {
        assert_eq!(Date::new(1, 1, 1).unwrap().yesterday(), None);
        assert_eq!(Date::new(1, 1, 1).unwrap().weekday(), Weekday::Monday);
    }
}
