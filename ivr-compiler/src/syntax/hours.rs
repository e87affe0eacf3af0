//! `hours office, zone "Europe/Paris" { … }`, and the verb that matches on them.

use ivr_core::hours::{self, Weekday};
use proc_macro2::{Ident, Span};

use super::{Arms, Text};

/// A schedule as in the source.
#[derive(Debug)]
pub(crate) struct Hours {
    pub(crate) name: Ident,
    pub(crate) zone: Text,
    pub(crate) lines: Vec<HoursLine>,
    /// Whether a line could not be parsed.
    pub(crate) broken: bool,
}

/// A line of a schedule.
#[derive(Debug)]
pub(crate) enum HoursLine {
    /// `mon..=fri 9:00-12:30, 14:00-18:00;`
    Week { days: Vec<(Weekday, Span)>, spans: Vec<OpenSpan> },
    /// `closed "12-25", "2026-05-01";`, or `open 10:00-16:00 on "2026-12-24";`
    Dates { spans: Vec<OpenSpan>, days: Vec<Text> },
}

/// `9:00-12:30`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OpenSpan {
    pub(crate) from: (u16, u16),
    pub(crate) to: (u16, u16),
    /// The first token, and the last.
    pub(crate) first: Span,
    pub(crate) last: Span,
}

impl OpenSpan {
    /// Returns its value, or `None` if it is invalid.
    pub(crate) fn value(&self) -> Option<hours::Span> {
        hours::Span::new(self.from, self.to)
    }
}

/// `match hours office { open => Menu, closed => Closed }`.
#[derive(Debug)]
pub(crate) struct MatchHours {
    pub(crate) name: Ident,
    pub(crate) arms: Arms,
}
