//! # unstarted_conference
//!
//! A conference begins when a participant with `start_on_enter` enters, and no `dial` of this tree has it. Callers
//! hear music until they hang up.
//!
//! ```text
//! state Room { dial conference "weekly", start_on_enter false match { _ => end } }
//! ```
//!
//! Let a participant start the conference:
//!
//! ```text
//! state Room { dial conference "weekly" match { _ => end } }
//! ```
//!
//! If another program starts the conference, waive the rule and give that as the reason.

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Dial, Graph, Verb},
    syntax::{Flag, Noun},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    let conferences: Vec<(usize, &Dial)> = graph
        .states
        .iter()
        .enumerate()
        .filter_map(|(id, state)| match &state.verb {
            Verb::Dial(dial) if dial.noun == Noun::Conference => Some((id, &**dial)),
            _ => None,
        })
        .collect();
    let name = |dial: &Dial| dial.numbers.first().map(|name| name.value.clone());
    for (id, dial) in &conferences {
        let Some(waits) = waits(dial) else { continue };
        // A name that is known only during a call may be any name.
        let starts = |other: &Dial| {
            self::waits(other).is_none()
                && (name(other).is_none() || name(dial).is_none() || name(other) == name(dial))
        };
        if conferences.iter().any(|(_, other)| starts(other)) {
            continue;
        }
        let message = "no participant starts this conference: its callers wait forever";
        let diagnostic = Diagnostic::new("unstarted_conference", waits.word, message).within(*id);
        diagnostics.push(diagnostic.help("remove `start_on_enter false` for the participant who starts it"));
    }
}

fn waits(dial: &Dial) -> Option<Flag> {
    dial.clauses.conference.start_on_enter.filter(|flag| !flag.value)
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_conference_of_people_who_wait() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                state A { dial conference "weekly", start_on_enter false match { _ => B } }
//~                                                 ^^^^^^^^^^^^^^ no participant starts this conference: its callers wait forever
//~                                                 help: remove `start_on_enter false` for the participant who starts it
                state B { dial conference "daily" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_conference_that_another_caller_starts() {
        check_legal(
            r#"
            pub tree Line {
                start A;
                start host B;
                state A { dial conference "weekly", start_on_enter false match { _ => end } }
                state B { dial conference "weekly", end_on_exit match { _ => end } }
            }
            "#,
        );
    }
}
