//! Schedules in the local time of their zones.

use std::sync::atomic::{AtomicU64, Ordering};

use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{self, TimeZone, TimeZoneDatabase},
};

use crate::{description::Hours, service::config::SettingError};
use ivr_core::hours::{Date, LocalTime, OpenSet, Schedule};

/// The schedules of a tree, and the result of the last lookup.
#[derive(Debug)]
pub(super) struct Zoned {
    schedules: Vec<(TimeZone, Schedule)>,
    /// The minute of the last lookup since 1970, and the schedules that were open in it. Hours begin and end on a
    /// minute, and so do the offsets of zones.
    last: AtomicU64,
}

impl Zoned {
    pub(super) fn new(hours: &[Hours]) -> Result<Self, SettingError> {
        let zoned = hours.iter().map(|hours| Ok((zone(&hours.zone)?, hours.schedule.clone())));
        Ok(Self { schedules: zoned.collect::<Result<_, SettingError>>()?, last: AtomicU64::new(u64::MAX) })
    }

    /// Returns the schedules that are open at this time, in seconds since 1970.
    pub(super) fn open_at(&self, seconds: i64) -> OpenSet {
        let minute = u32::try_from(seconds.div_euclid(60)).unwrap_or(u32::MAX);
        let last = self.last.load(Ordering::Relaxed);
        if (last >> 32) as u32 == minute {
            return OpenSet::from_bits(last as u32);
        }
        let open = self.look(seconds);
        self.last.store(u64::from(minute) << 32 | u64::from(open.bits()), Ordering::Relaxed);
        open
    }

    fn look(&self, seconds: i64) -> OpenSet {
        let time = Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX);
        let each = self.schedules.iter().enumerate();
        each.fold(OpenSet::NONE, |open, (place, (zone, schedule))| {
            open.with(place, is_open(schedule, zone.to_datetime(time)))
        })
    }

    /// Returns the schedules that are open a number of seconds after this time in the zone of the first schedule.
    pub(super) fn open_after(&self, began: LocalTime, passed: u64) -> OpenSet {
        self.seconds(began).map_or(OpenSet::NONE, |began| self.open_at(began.saturating_add_unsigned(passed)))
    }

    /// Returns the seconds since 1970 for this time in the zone of the first schedule. If the local time occurs
    /// twice, the first one counts.
    fn seconds(&self, time: LocalTime) -> Option<i64> {
        let (zone, _) = self.schedules.first()?;
        let date = time.date;
        let (year, month, day) = (date.year() as i16, date.month() as i8, date.day() as i8);
        let (hour, minute) = ((time.minute / 60) as i8, (time.minute % 60) as i8);
        let time = DateTime::new(year, month, day, hour, minute, 0, 0).ok()?;
        Some(zone.to_ambiguous_timestamp(time).compatible().ok()?.as_second())
    }

    /// Returns the local time in the zone of the first schedule.
    pub(super) fn local_time(&self, seconds: i64) -> Option<LocalTime> {
        let (zone, _) = self.schedules.first()?;
        let (date, minute) = civil(zone.to_datetime(Timestamp::from_second(seconds).ok()?))?;
        Some(LocalTime { date, minute })
    }
}

fn zone(name: &str) -> Result<TimeZone, SettingError> {
    let found = tz::db().get(name).or_else(|_| TimeZoneDatabase::bundled().get(name));
    found.map_err(|error| SettingError::new("tree", format!("its hours are in the zone `{name}`: {error}")))
}

fn is_open(schedule: &Schedule, time: DateTime) -> bool {
    civil(time).is_some_and(|(date, minute)| schedule.is_open(date, minute))
}

fn civil(time: DateTime) -> Option<(Date, u16)> {
    let year = u16::try_from(time.year()).ok()?;
    let date = Date::new(year, time.month() as u8, time.day() as u8)?;
    Some((date, time.hour() as u16 * 60 + time.minute() as u16))
}

#[cfg(test)]
mod tests;
