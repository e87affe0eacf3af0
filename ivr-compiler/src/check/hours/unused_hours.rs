//! # unused_hours
//!
//! No state matches on these hours, and no condition depends on them. Callers are treated the same whether they are
//! open or closed.
//!
//! ```text
//! hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
//! state Greeting { say "Welcome."; goto Menu; }
//! ```
//!
//! Use the hours, or remove them:
//!
//! ```text
//! hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
//! state Greeting { say "Welcome."; match hours office { open => Menu, closed => Closed } }
//! ```

use proc_macro2::Ident;

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
    let inherited =
        || graph.everywhere.iter().flat_map(|arm| &arm.condition).map(|condition| &condition.name);
    let is_condition = |name: &Ident| {
        let of_gathers = graph.conditional().flat_map(|gather| &gather.conditions);
        of_gathers.chain(inherited()).chain(&graph.step_conditions).any(|own| own == name)
    };
    for (place, hours) in graph.hours.iter().enumerate() {
        if !asked(place) && !is_condition(&hours.name) {
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

    #[test]
    fn hours_that_an_option_depends_on() {
        check_warnings(
            "unused_hours",
            r#"
            pub tree Line {
                start Menu;
                hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
                hours night, zone "Europe/Paris" { mon..=fri 20:00-23:00; }
                everywhere { 0 if night => end, silence | _ => end }
                state Menu { gather key { if office { say "Press one."; } } match { 1 if office => end } }
            }
            "#,
        );
    }
}
