//! Schedules against an independent calendar.

use super::*;
use ivr_core::hours::{Exception, Span, is_zone, zones};

/// The offsets of every zone over ten years, as CPython reads them; see `vectors.py` beside the file.
const TRANSITIONS: &str = include_str!("../../../../tests/zones/transitions.txt");

const DAY: i64 = 24 * 60 * 60;

/// Zones that are alike, the first offset, and every change with the offset behind it.
struct Alike {
    zones: Vec<&'static str>,
    first: i64,
    changes: Vec<(i64, i64)>,
}

fn every_zone() -> Vec<Alike> {
    let number = |text: &str| text.parse::<i64>().unwrap();
    let alike = TRANSITIONS.lines().map(|line| {
        let (zones, offsets) = line.split_once(" | ").unwrap();
        let mut offsets = offsets.split(' ');
        let first = number(offsets.next().unwrap());
        let change =
            |change: &str| change.split_once(':').map(|(at, offset)| (number(at), number(offset))).unwrap();
        Alike { zones: zones.split(' ').collect(), first, changes: offsets.map(change).collect() }
    });
    alike.collect()
}

/// Hours that begin and end in the nights in which clocks change, on weekdays of their own, past midnight, and on
/// dates of their own.
fn nights() -> Schedule {
    let span = |from, to| Span::new(from, to).unwrap();
    let mut schedule = Schedule::default();
    for (day, spans) in schedule.week.iter_mut().enumerate() {
        let minute = day as u16 * 7;
        spans.extend([span((0, minute), (1, 30)), span((2, 15), (2, 50)), span((3, 0), (3, minute + 1))]);
        spans.push(span((23, 5 + minute), (23, 59)));
    }
    schedule.week[5] = vec![span((22, 30), (2, 45)), span((3, 30), (12, 0))];
    schedule.week[6] = vec![span((2, 45), (3, 20)), span((23, 0), (0, 30))];
    for (day, spans) in
        [("2026-03-29", vec![span((1, 0), (2, 30))]), ("2026-10-25", Vec::new()), ("11-01", Vec::new())]
    {
        schedule.exceptions.push(Exception { day: day.parse().unwrap(), spans });
    }
    schedule
}

/// The same question by another calendar: days since 1970 by the civil-from-days algorithm, and every minute that the
/// spans of today and of yesterday have.
fn naive(schedule: &Schedule, local: i64) -> bool {
    let (day, minute) = (local.div_euclid(DAY), local.rem_euclid(DAY) / 60);
    let holds = |day: i64, minute: i64| {
        let (year, month, of_month) = date_of(day);
        let spans = schedule
            .exceptions
            .iter()
            .find(|exception| {
                let text = exception.day.to_string();
                text == format!("{year:04}-{month:02}-{of_month:02}")
                    || text == format!("{month:02}-{of_month:02}")
            })
            .map_or(&schedule.week[(day + 3).rem_euclid(7) as usize], |exception| &exception.spans);
        spans.iter().any(|span| (i64::from(span.from)..i64::from(span.to)).contains(&minute))
    };
    holds(day, minute) || holds(day - 1, minute + 24 * 60)
}

/// The date of a day since 1970.
fn date_of(day: i64) -> (i64, i64, i64) {
    let (mut year, mut left) = (1970, day);
    let leap = |year: i64| i64::from(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    while left >= 365 + leap(year) {
        left -= 365 + leap(year);
        year += 1;
    }
    let months = [31, 28 + leap(year), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    for (month, days) in (1..).zip(months) {
        if left < days {
            return (year, month, left + 1);
        }
        left -= days;
    }
    unreachable!("a year has twelve months")
}

fn zoned(zone: &str, schedule: Schedule) -> Zoned {
    // The bundled data, from which the vectors were generated, instead of that of the system.
    let zone = TimeZoneDatabase::bundled().get(zone).unwrap();
    Zoned { schedules: vec![(zone, schedule)], last: AtomicU64::new(u64::MAX) }
}

#[test]
fn every_zone_of_the_table_is_one_of_jiff_and_every_zone_of_jiff_is_in_the_table() {
    let mut ours: Vec<String> = zones().collect();
    let mut theirs: Vec<String> =
        TimeZoneDatabase::bundled().available().map(|name| name.to_string()).collect();
    ours.sort();
    theirs.sort();
    assert_eq!(ours, theirs);
    assert!(theirs.iter().all(|name| is_zone(name)));
    let mut vectors: Vec<&str> = every_zone().into_iter().flat_map(|alike| alike.zones).collect();
    vectors.sort_unstable();
    assert_eq!(vectors, theirs, "tests/zones/vectors.py writes them anew");
}

/// Two hours before and after each change of ten years, minute by minute.
#[test]
fn hours_around_each_transition_of_each_zone_are_those_of_an_independent_calendar() {
    let (schedule, mut compared, mut opened) = (nights(), 0_u32, 0_u32);
    for Alike { zones, first, changes } in every_zone() {
        // Zones with the same offsets behave alike, so one of them is compared at each minute around a change, and the
        // others only at the change itself.
        let all: Vec<Zoned> = zones.iter().map(|zone| zoned(zone, schedule.clone())).collect();
        let mut before = first;
        for (at, after) in &changes {
            let offset = |time: i64| if time < *at { before } else { *after };
            for minute in -120..=120 {
                let time = at + minute * 60;
                let expected = naive(&schedule, time + offset(time));
                let edge = if minute.abs() <= 1 { all.len() } else { 1 };
                for (zone, zoned) in zones.iter().zip(&all).take(edge) {
                    assert_eq!(zoned.open_at(time).has(0), expected, "{zone} at {time}");
                    compared += 1;
                }
                opened += u32::from(expected);
            }
            before = *after;
        }
    }
    assert!(compared > 100_000, "{compared}");
    assert!(opened > compared / 5 && opened < compared / 5 * 4, "{opened} of {compared}");
}

#[test]
fn every_minute_of_the_weeks_in_which_clocks_change_is_open_or_closed_as_it_is_written() {
    let schedule = nights();
    for name in ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"] {
        let zoned = zoned(name, schedule.clone());
        let alike = every_zone().into_iter().find(|alike| alike.zones.contains(&name)).unwrap();
        let offset = |time: i64| {
            alike.changes.iter().rev().find(|(at, _)| *at <= time).map_or(alike.first, |(_, offset)| *offset)
        };
        let weeks = alike.changes.iter().map(|(at, _)| *at).take(4).chain([1_780_000_000]);
        for week in weeks {
            for minute in 0..7 * 24 * 60 {
                let time = week - 3 * DAY + minute * 60;
                let expected = naive(&schedule, time + offset(time));
                assert_eq!(zoned.open_at(time).has(0), expected, "{name} at {time}");
            }
        }
    }
}

#[test]
fn the_hour_that_is_skipped_is_never_open_and_the_one_that_is_repeated_is_open_twice() {
    let mut schedule = Schedule::default();
    schedule.week[6] = vec![Span::new((2, 0), (3, 0)).unwrap()];
    let paris = zoned("Europe/Paris", schedule);
    let minutes = |day: &str| {
        let begin = paris.seconds(format!("{day} 00:00").parse().unwrap()).unwrap();
        (0..30 * 60).filter(|minute| paris.open_at(begin + minute * 60).has(0)).count()
    };
    assert_eq!((minutes("2026-03-29"), minutes("2026-10-25"), minutes("2026-11-01")), (0, 120, 60));
}

#[test]
fn a_time_of_day_is_that_of_the_first_zone() {
    let paris = zoned("Europe/Paris", Schedule::default());
    let time: LocalTime = "2026-12-24 15:59".parse().unwrap();
    assert_eq!(paris.seconds(time), Some(1_798_124_340));
    assert_eq!(paris.local_time(1_798_124_340), Some(time));
    assert_eq!(paris.local_time(1_798_124_399), Some(time));
    let twice: LocalTime = "2026-10-25 02:30".parse().unwrap();
    assert_eq!(paris.seconds(twice), Some(1_792_888_200), "summer time comes first");
    assert_eq!(zoned_nowhere().seconds(time), None);
}

fn zoned_nowhere() -> Zoned {
    Zoned { schedules: Vec::new(), last: AtomicU64::new(u64::MAX) }
}

#[test]
fn a_minute_is_looked_at_once_and_the_next_one_anew() {
    let mut schedule = Schedule::default();
    schedule.week[3] = vec![Span::new((15, 0), (15, 1)).unwrap()];
    let zoned = zoned("Europe/Paris", schedule);
    let at = zoned.seconds("2026-12-24 15:00".parse().unwrap()).unwrap();
    let open = [-1, 0, 1, 59, 60, 0].map(|seconds| zoned.open_at(at + seconds).has(0));
    assert_eq!(open, [false, true, true, true, false, true]);
}
