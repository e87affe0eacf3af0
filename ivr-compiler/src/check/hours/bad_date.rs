//! # bad_date
//!
//! The text is not a date, or the calendar does not have this day. The hours would not change on the day that was
//! meant, and callers would be told that somebody is there, or that nobody is.
//!
//! ```text
//! hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; closed "02-30"; }
//! state Greeting { match hours office { open => Menu, closed => Closed } }
//! ```
//!
//! Write `"12-25"` for December 25 of every year, or `"2026-12-25"` for one year:
//!
//! ```text
//! hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; closed "02-28", "12-25"; }
//! state Greeting { match hours office { open => Menu, closed => Closed } }
//! ```

use ivr_core::hours::{Day, DayError};

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::Graph,
    syntax::{HoursLine, Text},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for line in graph.hours.iter().flat_map(|hours| &hours.lines) {
        if let HoursLine::Dates { days, .. } = line {
            diagnostics.extend(days.iter().filter_map(diagnostic));
        }
    }
}

fn diagnostic(day: &Text) -> Option<Diagnostic> {
    let told = |message: String| Diagnostic::new("bad_date", day.span, message);
    Some(match day.value.parse::<Day>().err()? {
        DayError::Missing => told(format!("the calendar has no `{}`", day.value))
            .help("a date is the month and the day, `\"12-25\"`, with an optional year, `\"2026-12-25\"`"),
        DayError::Unreadable => {
            let diagnostic = told(format!("`{}` is not a date", day.value));
            match meant(&day.value) {
                Some(meant) => diagnostic.help(format!("write `\"{meant}\"`")),
                None => diagnostic.help("write `\"12-25\"` for every year, or `\"2026-12-25\"` for one"),
            }
        }
    })
}

/// Returns `12-25` for `25.12.`, `2026-5-1` and `2026/05/01`, or `None` if day and month are ambiguous.
fn meant(text: &str) -> Option<String> {
    let parts: Vec<u16> = text
        .split(|mark: char| !mark.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let day = |first: u16, second: u16| match (first, second) {
        (month @ 1..=12, day @ 13..=31) | (day @ 13..=31, month @ 1..=12) => {
            Some(format!("{month:02}-{day:02}"))
        }
        (month, day) if text.contains('-') => Some(format!("{month:02}-{day:02}")),
        _ => None,
    };
    let found = match parts[..] {
        [first, second] => day(first, second)?,
        [year @ 1000..=9999, month, day] => format!("{year}-{month:02}-{day:02}"),
        [first, second, year @ 1000..=9999] => format!("{year}-{}", day(first, second)?),
        _ => return None,
    };
    found.parse::<Day>().is_ok().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::super::tests::weekdays;
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn days_that_no_year_has_and_days_that_one_year_does_not_have() {
        check_diagnostics(&weekdays(
            r#"
                    closed "02-30", "2026-02-29";
//~                        ^^^^^^^ the calendar has no `02-30`
//~                        help: a date is the month and the day, `"12-25"`, with an optional year, `"2026-12-25"`
//~                                 ^^^^^^^^^^^^ the calendar has no `2026-02-29`
//~                                 help: a date is the month and the day, `"12-25"`, with an optional year, `"2026-12-25"`
                    open 9:00-12:00 on "2026-13-01";
//~                                    ^^^^^^^^^^^^ the calendar has no `2026-13-01`
//~                                    help: a date is the month and the day, `"12-25"`, with an optional year, `"2026-12-25"`
                "#,
        ));
        check_legal(&weekdays(r#"closed "02-29", "2028-02-29";"#));
    }

    #[test]
    fn dates_as_people_write_them() {
        check_diagnostics(&weekdays(
            r#"
                    closed "25.12.", "2026-5-1", "12/25/2026", "Christmas", "1.5.";
//~                        ^^^^^^^^ `25.12.` is not a date
//~                        help: write `"12-25"`
//~                                  ^^^^^^^^^^ `2026-5-1` is not a date
//~                                  help: write `"2026-05-01"`
//~                                              ^^^^^^^^^^^^ `12/25/2026` is not a date
//~                                              help: write `"2026-12-25"`
//~                                                            ^^^^^^^^^^^ `Christmas` is not a date
//~                                                            help: write `"12-25"` for every year, or `"2026-12-25"` for one
//~                                                                         ^^^^^^ `1.5.` is not a date
//~                                                                         help: write `"12-25"` for every year, or `"2026-12-25"` for one
                "#,
        ));
    }
}
