//! # spoken_hours
//!
//! A prompt announces hours that differ from those of the tree. Callers call when nobody is there, or do not call
//! when somebody is.
//!
//! ```text
//! hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
//! state Greeting { match hours office { open => Menu, closed => Closed } }
//! state Closed { say "We are open Monday through Friday from 9 AM to 5 PM."; hangup; }
//! ```
//!
//! Change the text or the hours:
//!
//! ```text
//! hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
//! state Greeting { match hours office { open => Menu, closed => Closed } }
//! state Closed { say "We are open Monday through Friday from 9 AM to 6 PM."; hangup; }
//! ```
//!
//! Prompts in English, French, Spanish, German, Italian and Portuguese are checked if they give the weekdays and
//! both times in figures. If the tree has several `hours`, the prompt must agree with one of them.

use ivr_core::hours::{Span, SpokenHours, spoken_hours};

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Hours, Kind},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if graph.hours.is_empty() || graph.hours.iter().any(|hours| hours.broken) {
        return;
    }
    for written in graph.texts().into_iter().filter(|written| written.kind == Kind::Words) {
        for said in spoken_hours(&written.text.value, written.language) {
            if let Some(message) = differs(graph, &said) {
                let diagnostic = Diagnostic::new("spoken_hours", written.text.span, message);
                let help = "change the words or the hours so that they agree";
                diagnostics.push(diagnostic.within(written.state).help(help));
            }
        }
    }
}

/// Returns what is said about a day, if no schedule agrees.
fn differs(graph: &Graph, said: &SpokenHours) -> Option<String> {
    let agrees =
        |hours: &&Hours| said.days.iter().all(|day| same(hours.schedule.of_weekday(*day), &said.spans));
    if graph.hours.iter().any(|hours| agrees(&hours)) {
        return None;
    }
    let hours = graph.hours.first()?;
    let day = said.days.iter().find(|day| !same(hours.schedule.of_weekday(**day), &said.spans))?;
    let has = match hours.schedule.of_weekday(*day) {
        [] => "is closed".to_owned(),
        spans => format!("is open {}", joined(spans)),
    };
    Some(format!("this announces {} on {}, but `{}` {has}", joined(&said.spans), day.name(), hours.name))
}

/// Returns whether both contain the same minutes. Adjacent spans are merged.
fn same(schedule: &[Span], said: &[Span]) -> bool {
    merged(schedule) == merged(said)
}

fn merged(spans: &[Span]) -> Vec<Span> {
    let mut sorted = spans.to_vec();
    sorted.sort();
    let mut merged: Vec<Span> = Vec::new();
    for span in sorted {
        match merged.last_mut().filter(|last| last.to == span.from) {
            Some(last) => last.to = span.to,
            None => merged.push(span),
        }
    }
    merged
}

fn joined(spans: &[Span]) -> String {
    spans.iter().map(Span::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    fn tree(said: &str) -> String {
        format!(
            r#"
            pub tree Line {{
                start Menu;
                hours office, zone "Europe/Paris" {{ mon..=fri 9:00-12:00, 12:00-18:00; sat 10:00-13:00; }}
                hours shop, zone "Europe/Paris" {{ mon..=sat 8:00-20:00; }}
                state Menu {{ match hours office {{ open => Shop, closed => Shop }} }}
                state Shop {{ match hours shop {{ open => end, closed => Closed }} }}
                state Closed {{ {said} hangup; }}
            }}
            "#
        )
    }

    #[test]
    fn words_that_differ_from_the_hours() {
        check_warnings(
            "spoken_hours",
            &tree(
                r#"
                    say "We are open Monday through Friday from 9 AM to 5 PM.";
//~                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this announces 9:00-17:00 on Monday, but `office` is open 9:00-12:00, 12:00-18:00
//~                     help: change the words or the hours so that they agree
                    say "On Sunday from 10 AM to 1 PM.";
//~                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this announces 10:00-13:00 on Sunday, but `office` is closed
//~                     help: change the words or the hours so that they agree
                "#,
            ),
        );
    }

    #[test]
    fn words_that_agree_with_one_of_the_hours_and_words_that_cannot_be_read() {
        for said in [
            "We are open Monday through Friday from 9 AM to 6 PM, and Saturday from 10 AM to 1 PM. We are closed on Sunday.",
            "The shop is open Monday to Saturday, 8 AM to 8 PM.",
            "Monday to Friday from nine to five.",
        ] {
            check_warnings("spoken_hours", &tree(&format!("say \"{said}\";")));
        }
    }
}
