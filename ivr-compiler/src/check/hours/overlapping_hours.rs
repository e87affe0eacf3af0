//! # overlapping_hours
//!
//! Two spans of a day overlap, so one of them is probably wrong, and callers may be sent to the wrong place. A span
//! that continues past midnight is also compared with the spans of the next day.
//!
//! ```text
//! hours office, zone "Europe/Paris" { mon..=fri 9:00-12:30, 12:00-18:00; }
//! state Greeting { match hours office { open => Menu, closed => Closed } }
//! ```
//!
//! Let one span end where the other begins, or merge them:
//!
//! ```text
//! hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
//! state Greeting { match hours office { open => Menu, closed => Closed } }
//! ```
//!
//! A weekday may appear in several lines; their hours are combined. A date may appear in one line only.

use std::collections::HashSet;

use ivr_core::hours::{Day, MINUTES_PER_DAY, Span, Weekday};

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Hours},
    syntax::{HoursLine, OpenSpan},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for hours in graph.hours.iter().filter(|hours| !hours.broken) {
        weeks(hours, diagnostics);
        dates(hours, diagnostics);
    }
}

/// A span, and where it is written.
type Placed<'a> = (Span, &'a OpenSpan);

fn weeks(hours: &Hours, diagnostics: &mut Diagnostics) {
    let mut of_days: [Vec<Placed<'_>>; 7] = Default::default();
    for line in &hours.lines {
        let HoursLine::Week { days, spans } = line else { continue };
        for (day, _) in days {
            let placed = spans.iter().filter_map(|span| Some((span.value()?, span)));
            of_days.get_mut(*day as usize).into_iter().for_each(|of_day| of_day.extend(placed.clone()));
        }
    }
    // An overlap on several days is one error.
    let mut told: Vec<(*const OpenSpan, *const OpenSpan)> = Vec::new();
    for (place, day) in Weekday::ALL.into_iter().enumerate() {
        let tomorrow = of_days.get((place + 1) % 7).into_iter().flatten();
        let own = of_days.get(place).into_iter().flatten().copied();
        let later = tomorrow.map(|(span, written)| {
            (Span { from: span.from + MINUTES_PER_DAY, to: span.to + MINUTES_PER_DAY }, *written)
        });
        let mut all: Vec<Placed<'_>> = own.chain(later).collect();
        all.sort_by_key(|(span, _)| *span);
        for pair in all.windows(2) {
            let [(first, written_first), (second, written)] = pair else { continue };
            let key = (std::ptr::from_ref(*written_first), std::ptr::from_ref(*written));
            if first.overlaps(*second) && first.from < MINUTES_PER_DAY && !told.contains(&key) {
                told.push(key);
                diagnostics.push(diagnostic(day, (*first, *written_first), (*second, *written)));
            }
        }
    }
}

fn diagnostic(day: Weekday, first: Placed<'_>, second: Placed<'_>) -> Diagnostic {
    let is_next = second.0.from >= MINUTES_PER_DAY;
    let value = second.1.value().unwrap_or(second.0);
    let message = match is_next {
        true => format!("{} continues past midnight of {}, when {value} has begun", first.0, day.name()),
        false => format!("{} and {value} overlap on {}", first.0, day.name()),
    };
    let diagnostic = Diagnostic::new("overlapping_hours", second.1.first, message).to(second.1.last);
    diagnostic.help("end one where the other begins")
}

fn dates(hours: &Hours, diagnostics: &mut Diagnostics) {
    let mut known: HashSet<Day> = HashSet::new();
    for line in &hours.lines {
        let HoursLine::Dates { spans, days } = line else { continue };
        let mut placed: Vec<Placed<'_>> =
            spans.iter().filter_map(|span| Some((span.value()?, span))).collect();
        placed.sort_by_key(|(span, _)| *span);
        for pair in placed.windows(2) {
            let [(first, _), (second, written)] = pair else { continue };
            if first.overlaps(*second) {
                let message = format!("{first} and {second} overlap");
                let diagnostic =
                    Diagnostic::new("overlapping_hours", written.first, message).to(written.last);
                diagnostics.push(diagnostic.help("end one where the other begins"));
            }
        }
        for day in days {
            let Ok(value) = day.value.parse::<Day>() else { continue };
            if !known.insert(value) {
                let message = format!("`{}` appears in two lines", day.value);
                let diagnostic = Diagnostic::new("overlapping_hours", day.span, message);
                diagnostics.push(diagnostic.help("keep one of them"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::office;
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn two_spans_of_a_day() {
        check_diagnostics(&office(
            r#"
                mon..=fri 9:00-12:30, 12:00-18:00;
//~                                   ^^^^^^^^^^^ 9:00-12:30 and 12:00-18:00 overlap on Monday
//~                                   help: end one where the other begins
                sat 10:00-13:00;
                sat 12:59-14:00;
//~                 ^^^^^^^^^^^ 10:00-13:00 and 12:59-14:00 overlap on Saturday
//~                 help: end one where the other begins
                open 10:00-12:00, 11:00-14:00 on "12-24";
//~                               ^^^^^^^^^^^ 10:00-12:00 and 11:00-14:00 overlap
//~                               help: end one where the other begins
                "#,
        ));
    }

    #[test]
    fn a_night_that_goes_on_into_the_next_day() {
        check_diagnostics(&office(
            r#"
                sun 22:00-2:00;
                mon 1:00-12:00;
//~                 ^^^^^^^^^^ 22:00-2:00 continues past midnight of Sunday, when 1:00-12:00 has begun
//~                 help: end one where the other begins
                "#,
        ));
        check_legal(&office("sun 22:00-2:00; mon 2:00-12:00, 12:00-13:00; fri..=sat 22:00-4:00;"));
    }

    #[test]
    fn a_date_stands_once() {
        check_diagnostics(&office(
            r#"
                mon..=fri 9:00-18:00;
                closed "12-25", "2026-12-24";
                open 10:00-12:00 on "12-25";
//~                                 ^^^^^^^ `12-25` appears in two lines
//~                                 help: keep one of them
                "#,
        ));
        check_legal(&office(r#"mon..=fri 9:00-18:00; closed "12-25"; open 10:00-12:00 on "2026-12-25";"#));
    }
}
