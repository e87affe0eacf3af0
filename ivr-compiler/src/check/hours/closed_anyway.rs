//! # closed_anyway
//!
//! The `closed` line names a date on which the weekly hours are closed anyway, so it has no effect. Often the year
//! or the day is wrong, and callers on the intended day are told that somebody is there.
//!
//! ```text
//! hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; closed "2026-12-26"; }     // a Saturday
//! state Greeting { match hours office { open => Menu, closed => Closed } }
//! ```
//!
//! Remove the date, or write the one that was meant:
//!
//! ```text
//! hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; closed "2026-12-25"; }
//! state Greeting { match hours office { open => Menu, closed => Closed } }
//! ```

use ivr_core::hours::Day;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Hours},
    syntax::HoursLine,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for hours in graph.hours.iter().filter(|hours| !hours.broken) {
        for line in &hours.lines {
            let HoursLine::Dates { spans, days } = line else { continue };
            let closed = days.iter().filter(|_| spans.is_empty());
            diagnostics.extend(closed.filter_map(|day| diagnostic(hours, day)));
        }
    }
}

fn diagnostic(hours: &Hours, day: &crate::syntax::Text) -> Option<Diagnostic> {
    let Day::Once(date) = day.value.parse().ok()? else { return None };
    // A full date takes precedence over the same day of every year, which may be open.
    let every_year = Day::EveryYear(date.month(), date.day());
    let opens =
        |exception: &ivr_core::hours::Exception| exception.day == every_year && !exception.spans.is_empty();
    let weekday = date.weekday();
    if !hours.schedule.of_weekday(weekday).is_empty() || hours.schedule.exceptions.iter().any(opens) {
        return None;
    }
    let message =
        format!("`{}` is a {}, on which `{}` is already closed", day.value, weekday.name(), hours.name);
    Some(Diagnostic::new("closed_anyway", day.span, message).help("remove it, or write the intended day"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::weekdays;
    use crate::check::tests::check_warnings;

    #[test]
    fn a_holiday_on_a_day_without_hours() {
        check_warnings(
            "closed_anyway",
            &weekdays(
                r#"
                    closed "2026-12-25", "2026-12-26";
//~                                      ^^^^^^^^^^^^ `2026-12-26` is a Saturday, on which `office` is already closed
//~                                      help: remove it, or write the intended day
                "#,
            ),
        );
    }

    #[test]
    fn holidays_that_take_hours_away() {
        check_warnings("closed_anyway", &weekdays(r#"closed "12-26", "2026-12-25";"#));
        check_warnings("closed_anyway", &weekdays(r#"open 10:00-12:00 on "12-26"; closed "2026-12-26";"#));
    }
}
