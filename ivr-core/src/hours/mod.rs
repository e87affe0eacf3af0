//! Opening hours: the minutes of the days on which a schedule is open, in the local time of its zone.
//!
//! The module uses no clock and no zone data. The runtime converts an instant to a local date and minute.

// Dates of the proleptic Gregorian calendar.
mod date;

mod local_time;

// Hours in prompts, and the default sentences.
mod sentence;
mod spoken;

// The names of time zones.
mod zones;

pub use date::{Date, Weekday};
pub use local_time::{LocalTime, LocalTimeError};
pub use sentence::opening_sentence;
pub use spoken::{SpokenHours, spoken_hours};
pub use zones::{is_zone, zones};

use std::fmt;

/// The number of minutes in a day.
pub const MINUTES_PER_DAY: u16 = 24 * 60;

/// The maximum number of schedules of a tree. The set of open schedules is stored in the bits of one integer.
pub const MAX_SCHEDULES: usize = 32;

/// A span from one minute of a day to another, without the last one. Past midnight, the end is greater than a day.
///
/// ```
/// use ivr_core::hours::Span;
/// let night = Span::new((22, 0), (2, 0)).unwrap();
/// assert_eq!((night.from, night.to), (22 * 60, 26 * 60));
/// assert_eq!(night.to_string(), "22:00-2:00");
/// assert_eq!(Span::new((9, 0), (9, 0)), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
pub struct Span {
    /// Minutes since midnight.
    pub from: u16,
    /// Minutes since the same midnight, at most 48 hours.
    pub to: u16,
}

impl Span {
    /// Returns the span from one hour and minute to another, or `None` if a time does not exist or the span is empty.
    /// `24:00` is allowed as an end. An end before the beginning is on the next day.
    #[must_use]
    pub fn new(from: (u16, u16), to: (u16, u16)) -> Option<Self> {
        let minute = |(hour, minute): (u16, u16)| (minute < 60).then_some(hour * 60 + minute);
        let from = minute(from).filter(|from| *from < MINUTES_PER_DAY)?;
        let to = minute(to).filter(|to| *to <= MINUTES_PER_DAY && *to != from)?;
        Some(Self { from, to: if to > from { to } else { to + MINUTES_PER_DAY } })
    }

    /// Returns whether the span continues past midnight.
    #[must_use]
    pub const fn is_past_midnight(self) -> bool {
        self.to > MINUTES_PER_DAY
    }

    /// Returns whether two spans of one day overlap.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    const fn has(self, minute: u16) -> bool {
        self.from <= minute && minute < self.to
    }
}

/// Writes the span as in a tree: `9:00-12:30`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = if self.is_past_midnight() { self.to - MINUTES_PER_DAY } else { self.to };
        write!(f, "{}:{:02}-{}:{:02}", self.from / 60, self.from % 60, to / 60, to % 60)
    }
}

/// The day of an exception.
///
/// ```
/// use ivr_core::hours::{Date, Day};
/// let christmas: Day = "12-25".parse().unwrap();
/// assert!(christmas.is(Date::new(2026, 12, 25).unwrap()));
/// assert!("2026-02-29".parse::<Day>().is_err() && "02-29".parse::<Day>().is_ok());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String"))]
pub enum Day {
    /// `"12-25"`: the month and the day, in every year.
    EveryYear(u8, u8),
    /// `"2026-05-01"`: once.
    Once(Date),
}

impl Day {
    /// Returns whether this is the day.
    #[must_use]
    pub fn is(self, date: Date) -> bool {
        match self {
            Self::EveryYear(month, day) => (month, day) == (date.month(), date.day()),
            Self::Once(day) => day == date,
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EveryYear(month, day) => write!(f, "{month:02}-{day:02}"),
            Self::Once(date) => date.fmt(f),
        }
    }
}

impl TryFrom<String> for Day {
    type Error = DayError;

    fn try_from(text: String) -> Result<Self, DayError> {
        text.parse()
    }
}

impl std::str::FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let number = |part: &str, digits: usize| {
            let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| part.parse::<u16>().ok()).flatten()
        };
        let parts: Vec<&str> = text.split('-').collect();
        let day = match parts[..] {
            [month, day] => {
                // 2024 is a leap year, so it contains every possible day.
                let (month, day) = (number(month, 2), number(day, 2));
                let date = month.zip(day).map(|(month, day)| Date::new(2024, month as u8, day as u8));
                date.map(|date| date.map(|date| Self::EveryYear(date.month(), date.day())))
            }
            [year, month, day] => {
                let numbers = number(year, 4).zip(number(month, 2)).zip(number(day, 2));
                numbers.map(|((year, month), day)| Date::new(year, month as u8, day as u8).map(Self::Once))
            }
            _ => None,
        };
        day.ok_or(DayError::Unreadable)?.ok_or(DayError::Missing)
    }
}

/// Why a text is not the day of an exception.
///
/// ```
/// use ivr_core::hours::{Day, DayError};
/// assert_eq!("04-31".parse::<Day>(), Err(DayError::Missing));
/// assert_eq!("25/12".parse::<Day>(), Err(DayError::Unreadable));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayError {
    /// The text is neither `MM-DD` nor `YYYY-MM-DD`.
    Unreadable,
    /// The calendar does not have the day.
    Missing,
}

impl fmt::Display for DayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "a date is written `MM-DD` or `YYYY-MM-DD`",
            Self::Missing => "the calendar does not have this day",
        })
    }
}

impl std::error::Error for DayError {}

/// The hours of one day, which replace those of its weekday. No spans if it is closed.
///
/// ```
/// use ivr_core::hours::Exception;
/// let closed = Exception { day: "12-25".parse().unwrap(), spans: Vec::new() };
/// assert!(closed.spans.is_empty());
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Exception {
    /// The day.
    pub day: Day,
    /// When it is open.
    #[cfg_attr(feature = "serde", serde(default))]
    pub spans: Vec<Span>,
}

/// The hours of a week, and the exceptions.
///
/// A span belongs to the day on which it begins: a closed next day does not end it at midnight.
///
/// ```
/// use ivr_core::hours::{Date, Schedule, Span, Weekday};
/// let mut schedule = Schedule::default();
/// schedule.week[Weekday::Friday as usize].push(Span::new((22, 0), (2, 0)).unwrap());
/// let saturday = Date::new(2026, 12, 26).unwrap();
/// assert!(schedule.is_open(saturday, 119) && !schedule.is_open(saturday, 120));
/// ```
#[derive(Clone, PartialEq, Eq, Default, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Schedule {
    /// The hours of each weekday, Monday first.
    pub week: [Vec<Span>; 7],
    /// The exceptions. One for a date takes precedence over one for every year.
    #[cfg_attr(feature = "serde", serde(default))]
    pub exceptions: Vec<Exception>,
}

impl Schedule {
    /// Returns whether it is open in this minute of a day, in local time.
    #[must_use]
    pub fn is_open(&self, date: Date, minute: u16) -> bool {
        let today = self.spans(date).iter().any(|span| span.has(minute));
        let of_yesterday = |span: &Span| span.has(minute + MINUTES_PER_DAY);
        today || date.yesterday().is_some_and(|date| self.spans(date).iter().any(of_yesterday))
    }

    /// Returns the spans that begin on a day.
    #[must_use]
    pub fn spans(&self, date: Date) -> &[Span] {
        match self.exception(date) {
            Some(exception) => &exception.spans,
            None => self.of_weekday(date.weekday()),
        }
    }

    /// Returns the spans of a weekday.
    #[must_use]
    pub fn of_weekday(&self, weekday: Weekday) -> &[Span] {
        self.week.get(weekday as usize).map_or(&[], Vec::as_slice)
    }

    fn exception(&self, date: Date) -> Option<&Exception> {
        let on = |exception: &&Exception| exception.day.is(date);
        let once = self.exceptions.iter().filter(on).find(|exception| matches!(exception.day, Day::Once(_)));
        once.or_else(|| self.exceptions.iter().find(on))
    }

    /// Returns `Some(true)` if the schedule is always open, `Some(false)` if it is never open, and `None` if it
    /// changes, including on an exception.
    #[must_use]
    pub fn constant(&self) -> Option<bool> {
        let mut minutes = vec![false; 7 * usize::from(MINUTES_PER_DAY)];
        let length = minutes.len();
        for (day, spans) in self.week.iter().enumerate() {
            for minute in spans.iter().flat_map(|span| span.from..span.to) {
                let place = (day * usize::from(MINUTES_PER_DAY) + usize::from(minute)) % length;
                if let Some(open) = minutes.get_mut(place) {
                    *open = true;
                }
            }
        }
        let first = minutes.first().copied().unwrap_or_default();
        let all_day =
            |exception: &Exception| exception.spans.iter().any(|span| span.to - span.from >= MINUTES_PER_DAY);
        let same =
            |exception: &Exception| if first { all_day(exception) } else { exception.spans.is_empty() };
        (minutes.iter().all(|open| *open == first) && self.exceptions.iter().all(same)).then_some(first)
    }
}

/// The set of open schedules of a tree, by index.
///
/// ```
/// use ivr_core::hours::OpenSet;
/// let open = OpenSet::NONE.with(2, true);
/// assert!(open.has(2) && !open.has(0));
/// assert!(OpenSet::ALL.has(31) && OpenSet::ALL.first(3) == OpenSet::from_bits(0b111));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct OpenSet(u32);

impl OpenSet {
    /// The set in which all are closed.
    pub const NONE: Self = Self(0);
    /// The set in which all are open.
    pub const ALL: Self = Self(u32::MAX);

    /// Returns the set with these bits.
    #[must_use]
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// Returns the bits of the set, one for each schedule.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// Returns the set with the first `count` schedules unchanged and all others closed.
    #[must_use]
    pub const fn first(self, count: usize) -> Self {
        if count >= MAX_SCHEDULES { self } else { Self(self.0 & ((1 << count) - 1)) }
    }

    /// Returns whether the schedule at this index is open.
    #[must_use]
    pub const fn has(self, place: usize) -> bool {
        place < MAX_SCHEDULES && self.0 & (1 << place) != 0
    }

    /// Returns the set with the schedule at this index open or closed.
    #[must_use]
    pub const fn with(self, place: usize, is_open: bool) -> Self {
        if place >= MAX_SCHEDULES {
            return self;
        }
        Self(if is_open { self.0 | 1 << place } else { self.0 & !(1 << place) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: u16, to: u16) -> Span {
        Span::new((from, 0), (to, 0)).unwrap()
    }

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// Open on weekdays with a pause, in the night to Sunday, never on Christmas, and late on one Christmas Eve.
    fn office() -> Schedule {
        let mut schedule = Schedule::default();
        for day in 0..5 {
            schedule.week[day] = vec![span(9, 12), span(14, 18)];
        }
        schedule.week[5] = vec![span(22, 2)];
        schedule.exceptions = vec![
            Exception { day: "12-24".parse().unwrap(), spans: Vec::new() },
            Exception { day: "2026-12-24".parse().unwrap(), spans: vec![span(10, 16)] },
            Exception { day: "12-25".parse().unwrap(), spans: Vec::new() },
        ];
        schedule
    }

    /// 2026-11-02 is a Monday.
    #[test]
    fn every_hour_of_a_week_is_open_or_closed_as_it_is_written() {
        let schedule = office();
        for day in 0..7u8 {
            for hour in 0..24u16 {
                let weekday = (9..12).contains(&hour) || (14..18).contains(&hour);
                let open = match day {
                    0..=4 => weekday,
                    5 => hour >= 22,
                    _ => hour < 2,
                };
                let date = Date::new(2026, 11, 2 + day).unwrap();
                for minute in [0, 1, 30, 59] {
                    assert_eq!(schedule.is_open(date, hour * 60 + minute), open, "{date} {hour}:{minute}");
                }
            }
        }
    }

    #[test]
    fn a_date_goes_before_a_day_of_every_year_and_both_before_the_weekday() {
        let schedule = office();
        assert!(schedule.is_open(date("2026-12-24"), 15 * 60 + 59));
        assert!(!schedule.is_open(date("2026-12-24"), 16 * 60));
        assert!(!schedule.is_open(date("2027-12-24"), 10 * 60));
        assert!(!schedule.is_open(date("2026-12-25"), 10 * 60));
        assert!(schedule.is_open(date("2026-12-28"), 10 * 60));
    }

    #[test]
    fn a_night_goes_on_into_a_day_that_is_closed_and_a_closed_day_has_no_night() {
        let mut schedule = office();
        let closed = |day: &str| Exception { day: day.parse().unwrap(), spans: Vec::new() };
        schedule.exceptions.push(closed("2026-11-08"));
        assert!(schedule.is_open(date("2026-11-08"), 60));
        schedule.exceptions.push(closed("2026-11-07"));
        assert!(!schedule.is_open(date("2026-11-07"), 23 * 60));
        assert!(!schedule.is_open(date("2026-11-08"), 60));
    }

    #[test]
    fn a_schedule_that_never_changes_is_known() {
        assert_eq!(office().constant(), None);
        assert_eq!(Schedule::default().constant(), Some(false));
        let all_day = Span::new((0, 0), (24, 0)).unwrap();
        let mut always = Schedule { week: std::array::from_fn(|_| vec![all_day]), ..Schedule::default() };
        assert_eq!(always.constant(), Some(true));
        always.exceptions.push(Exception { day: "01-01".parse().unwrap(), spans: Vec::new() });
        assert_eq!(always.constant(), None);
        let halves =
            Schedule { week: std::array::from_fn(|_| vec![span(8, 20), span(20, 8)]), ..Schedule::default() };
        assert_eq!(halves.constant(), Some(true));
    }

    #[test]
    fn a_day_is_read_in_one_form_only() {
        for (text, why) in [
            ("12-32", DayError::Missing),
            ("13-01", DayError::Missing),
            ("00-10", DayError::Missing),
            ("2026-02-29", DayError::Missing),
            ("2100-02-29", DayError::Missing),
            ("1-1", DayError::Unreadable),
            ("2026-1-1", DayError::Unreadable),
            ("26-01-01", DayError::Unreadable),
            ("2026/01/01", DayError::Unreadable),
            ("+1-01", DayError::Unreadable),
            ("", DayError::Unreadable),
        ] {
            assert_eq!(text.parse::<Day>(), Err(why), "{text}");
        }
        for text in ["02-29", "2024-02-29", "2000-02-29", "12-31"] {
            assert_eq!(text.parse::<Day>().unwrap().to_string(), text);
        }
    }
}
