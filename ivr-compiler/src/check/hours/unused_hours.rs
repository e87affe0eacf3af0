//! # unused_hours
//!
//! No state asks for these hours, so every caller is treated as if they did not exist.
//!
//! ```text
//! hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
//! state Greeting { say "Welcome."; goto Menu; }
//! ```
//!
//! Ask for them, or leave them out:
//!
//! ```text
//! hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
//! state Greeting { say "Welcome."; match hours office { open => Menu, closed => Closed } }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if graph.unread {
        return;
    }
    let asked = |place: usize| {
        graph
            .states
            .iter()
            .any(|state| matches!(&state.verb, Verb::Hours(asked) if asked.place == Some(place)))
    };
    for (place, hours) in graph.hours.iter().enumerate() {
        if !asked(place) {
            let message = format!("no state asks for the hours `{}`", hours.name);
            let diagnostic = Diagnostic::new("unused_hours", hours.name.span(), message);
            let ask = format!("write `match hours {} {{ open => …, closed => … }}`", hours.name);
            diagnostics.push(diagnostic.help(ask));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn hours_that_no_state_asks_for() {
        check_warnings(
            "unused_hours",
            r#"
            pub tree Line {
                start Menu;
                hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
//~                   ^^^^^^ no state asks for the hours `office`
//~                   help: write `match hours office { open => …, closed => … }`
                state Menu { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn hours_that_a_state_asks_for() {
        check_warnings(
            "unused_hours",
            r#"
            pub tree Line {
                start Menu;
                hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
                state Menu { match hours office { open => end, closed => end } }
            }
            "#,
        );
    }
}
