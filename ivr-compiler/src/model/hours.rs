//! Schedules, and the states that match on them.

use std::collections::HashMap;

use ivr_core::hours::{Day, Exception, MAX_SCHEDULES, Schedule};
use proc_macro2::Ident;

use super::{
    Arms,
    resolve::{Resolver, TargetContext},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    errors,
    syntax::{self, HoursLine, Text},
};

/// A schedule.
#[derive(Debug)]
pub(crate) struct Hours {
    pub(crate) name: Ident,
    pub(crate) zone: Text,
    /// The parts that could be parsed.
    pub(crate) schedule: Schedule,
    /// The lines as written, for the rules.
    pub(crate) lines: Vec<HoursLine>,
    /// Whether a line could not be parsed.
    pub(crate) broken: bool,
}

/// `match hours office { … }`.
#[derive(Debug)]
pub(crate) struct MatchHours {
    /// The index in [`Graph::hours`](super::Graph::hours), or `None` for an unknown name, which has been reported.
    pub(crate) place: Option<usize>,
    pub(crate) arms: Arms,
}

/// Resolves the schedules of a tree, with distinct names.
pub(super) fn resolve(written: Vec<syntax::Hours>, diagnostics: &mut Diagnostics) -> Vec<Hours> {
    let mut found: Vec<Hours> = Vec::new();
    for hours in written {
        if found.iter().any(|other| other.name == hours.name) {
            diagnostics.push(errors::duplicate_hours(&hours.name));
            continue;
        }
        if found.len() == MAX_SCHEDULES {
            let message = format!("a tree has at most {MAX_SCHEDULES} `hours`");
            diagnostics.push(Diagnostic::new("out_of_range", hours.name.span(), message));
            continue;
        }
        let syntax::Hours { name, zone, lines, broken } = hours;
        found.push(Hours { schedule: schedule(&lines), name, zone, lines, broken });
    }
    found
}

/// Returns the index of each schedule by its name.
pub(super) fn places(hours: &[Hours]) -> HashMap<String, usize> {
    hours.iter().enumerate().map(|(place, hours)| (hours.name.to_string(), place)).collect()
}

impl Resolver<'_> {
    /// Resolves a state that matches on a schedule.
    pub(super) fn match_hours(&mut self, hours: syntax::MatchHours, place: TargetContext) -> MatchHours {
        let found = self.hours.get(&hours.name.to_string()).copied();
        if found.is_none() && !self.unread.hours {
            let mut known: Vec<String> = self.hours.keys().cloned().collect();
            known.sort();
            self.diagnostics.unknown(errors::unknown_hours(&hours.name, &known));
        }
        MatchHours { place: found, arms: self.arms(hours.arms, place) }
    }
}

fn schedule(lines: &[HoursLine]) -> Schedule {
    let mut schedule = Schedule::default();
    for line in lines {
        match line {
            HoursLine::Week { days, spans } => {
                for (day, _) in days {
                    if let Some(of_day) = schedule.week.get_mut(*day as usize) {
                        of_day.extend(spans.iter().filter_map(syntax::OpenSpan::value));
                    }
                }
            }
            HoursLine::Dates { spans, days } => {
                let days = days.iter().filter_map(|day| day.value.parse::<Day>().ok());
                let spans = || spans.iter().filter_map(syntax::OpenSpan::value).collect();
                schedule.exceptions.extend(days.map(|day| Exception { day, spans: spans() }));
            }
        }
    }
    schedule.week.iter_mut().for_each(|spans| spans.sort());
    schedule
}
