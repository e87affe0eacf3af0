//! # bad_hours
//!
//! The times do not exist on a clock, or the span is empty, or it ends before it begins. Callers would be sent to
//! the wrong place. A span may continue past midnight if it lasts at most twelve hours; a longer one is treated as a
//! mistake, with the two times exchanged.
//!
//! ```text
//! hours office, zone "Europe/Paris" { mon..=fri 18:00-9:00; }
//! state Greeting { match hours office { open => Menu, closed => Closed } }
//! ```
//!
//! Write the earlier time first. A span past midnight, such as `22:00-2:00`, belongs to the day on which it begins:
//!
//! ```text
//! hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; sat 22:00-2:00; }
//! state Greeting { match hours office { open => Menu, closed => Closed } }
//! ```
//!
//! Split a longer span at midnight: `mon..=fri 0:00-9:00, 18:00-24:00;`.

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::Graph,
    syntax::{HoursLine, OpenSpan},
};

/// The maximum length of a span past midnight, in minutes.
const MAX_NIGHT: u16 = 12 * 60;

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for line in graph.hours.iter().flat_map(|hours| &hours.lines) {
        let (HoursLine::Week { spans, .. } | HoursLine::Dates { spans, .. }) = line;
        diagnostics.extend(spans.iter().filter_map(diagnostic));
    }
}

fn diagnostic(span: &OpenSpan) -> Option<Diagnostic> {
    let told = |message: String| Diagnostic::new("bad_hours", span.first, message).to(span.last);
    let clock = |(hour, minute): (u16, u16)| format!("{hour}:{minute:02}");
    for (time, is_end) in [(span.from, false), (span.to, true)] {
        let exists = time.0 < 24 && time.1 < 60 || is_end && time == (24, 0);
        if !exists {
            let diagnostic = told(format!("no clock shows {}", clock(time)));
            let midnight = !is_end && time == (24, 0);
            return Some(match midnight {
                true => diagnostic.help("a day begins at `0:00`"),
                false => diagnostic.help("a day is from `0:00` to `24:00`"),
            });
        }
    }
    let Some(value) = span.value() else {
        let diagnostic = told(format!("the span from {} to {} is empty", clock(span.from), clock(span.to)));
        return Some(diagnostic.help("a whole day is `0:00-24:00`; a day without hours is closed"));
    };
    (value.is_past_midnight() && value.to - value.from > MAX_NIGHT).then(|| {
        let (from, to) = (clock(span.from), clock(span.to));
        let hours = (value.to - value.from).div_ceil(60);
        told(format!("this ends before it begins: past midnight it would be {hours} hours"))
            .help(format!("write `{to}-{from}`"))
            .note(format!("if it is meant, write `0:00-{to}, {from}-24:00`"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::office;
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn times_that_no_clock_shows() {
        check_diagnostics(&office(
            r#"
                mon 9:00-25:00;
//~                 ^^^^^^^^^^ no clock shows 25:00
//~                 help: a day is from `0:00` to `24:00`
                tue 24:00-10:00;
//~                 ^^^^^^^^^^^ no clock shows 24:00
//~                 help: a day begins at `0:00`
                open 9:60-10:00 on "12-24";
//~                  ^^^^^^^^^^ no clock shows 9:60
//~                  help: a day is from `0:00` to `24:00`
                "#,
        ));
    }

    #[test]
    fn spans_without_a_minute_and_spans_the_wrong_way_round() {
        check_diagnostics(&office(
            r#"
                mon 9:00-9:00;
//~                 ^^^^^^^^^ the span from 9:00 to 9:00 is empty
//~                 help: a whole day is `0:00-24:00`; a day without hours is closed
                tue 18:00-9:00;
//~                 ^^^^^^^^^^ this ends before it begins: past midnight it would be 15 hours
//~                 help: write `9:00-18:00`
//~                 note: if it is meant, write `0:00-9:00, 18:00-24:00`
                open 16:00-10:00 on "12-24";
//~                  ^^^^^^^^^^^ this ends before it begins: past midnight it would be 18 hours
//~                  help: write `10:00-16:00`
//~                  note: if it is meant, write `0:00-10:00, 16:00-24:00`
                "#,
        ));
    }

    #[test]
    fn nights_and_whole_days() {
        check_legal(&office(
            "mon 22:00-2:00; tue 20:00-8:00; wed 9:00-24:00; fri 0:00-24:00; sat 23:59-0:00;",
        ));
    }
}
