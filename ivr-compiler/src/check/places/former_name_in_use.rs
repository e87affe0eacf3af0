//! # former_name_in_use
//!
//! A former name of a state, after `was`, is also the name of another state or a former name of one. A call in
//! progress that asks for that name could be sent to the wrong state.
//!
//! ```text
//! state Menu was Hours { goto Hours; }
//! state Hours { say "Nine to five."; hangup; }
//! ```
//!
//! Use a name that no state has any more:
//!
//! ```text
//! state Menu was MainMenu { goto Hours; }
//! state Hours { say "Nine to five."; hangup; }
//! ```

use proc_macro2::Ident;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, StateId},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    let mut known: Vec<(&Ident, StateId)> = Vec::new();
    for (place, state) in graph.states.iter().enumerate() {
        for name in &state.was {
            let message = if graph.states.iter().any(|state| state.name == *name) {
                format!("`{name}` is the name of a state, and cannot be a former name of `{}`", state.name)
            } else if let Some((_, other)) = known.iter().find(|(other, _)| *other == name) {
                format!("`{name}` is already a former name of `{}`", graph.name_of(*other))
            } else {
                known.push((name, place));
                continue;
            };
            let diagnostic = Diagnostic::new("former_name_in_use", name.span(), message).within(place);
            diagnostics.push(diagnostic.help("remove it"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn names_of_states_and_names_that_are_given_twice() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                state A was A { goto B; }
//~                         ^ `A` is the name of a state, and cannot be a former name of `A`
//~                         help: remove it
                state B was Old, C under A { goto C; }
//~                              ^ `C` is the name of a state, and cannot be a former name of `B`
//~                              help: remove it
                state C was Older, Old { hangup; }
//~                                ^^^ `Old` is already a former name of `B`
//~                                help: remove it
            }
            "#,
        );
    }

    #[test]
    fn names_that_no_state_has_any_more() {
        check_legal(
            r#"
            pub tree Line {
                start A;
                state A was Welcome, Greeting { goto B; }
                state B was Menu under A { goto C; }
                state C { hangup; }
            }
            "#,
        );
    }
}
