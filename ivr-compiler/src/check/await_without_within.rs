//! # await_without_within
//!
//! An `.await` in a `match` has no time limit. If the answer takes longer than 15 seconds, Twilio gives up and plays
//! its own error message to the caller.
//!
//! ```text
//! state Lookup { match app.find(&call.zip).await { Some(_) => Menu, None => Apology } }
//! ```
//!
//! Say how long the caller may wait, and what happens when the answer is late:
//!
//! ```text
//! state Lookup { match app.find(&call.zip).await within 5s { Some(_) => Menu, None => Apology, late => Apology } }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb, awaits},
};

pub(super) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Match(question) = &state.verb else { continue };
        if question.within.is_some() {
            continue;
        }
        if let Some(word) = awaits(&question.question) {
            let diagnostic = Diagnostic::new(
                "await_without_within",
                word.span(),
                "this may take forever while the caller waits",
            );
            diagnostics.push(
                diagnostic.within(id).help("write the limit: `match ….await within 5s { …, late => … }`"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_lookup_without_a_limit() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Lookup;
                state Lookup { match app.open().await { true => end, false => end } }
//~                                             ^^^^^ this may take forever while the caller waits
//~                                             help: write the limit: `match ….await within 5s { …, late => … }`
            }
            "#,
        );
    }

    #[test]
    fn a_lookup_with_a_limit_and_one_that_does_not_wait() {
        check_legal(
            r#"
            pub tree Line for App {
                start Lookup;
                state Lookup { match app.open().await within 5s { true => Now, false => end, late => end } }
                state Now { match app.now() { true => end, false => end } }
            }
            "#,
        );
    }
}
