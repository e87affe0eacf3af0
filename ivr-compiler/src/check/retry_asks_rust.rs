//! # retry_asks_rust
//!
//! A state asks Rust about the call and repeats the question with `retry`. Rust is asked the same question again,
//! and the caller hears the text of each attempt without being asked for anything.
//!
//! ```text
//! tree Line for App {
//!     start Code;
//!     state Code { gather 4 keys { say "Your code?"; } match { entered => Check, silence | _ => end } }
//!     state Check {
//!         match app.find(call) {
//!             true => Welcome,
//!             false => retry 2 { say "We do not know this code."; } then end,
//!         }
//!     }
//!     state Welcome { say "Welcome."; hangup; }
//! }
//! ```
//!
//! Ask the caller again:
//!
//! ```text
//! tree Line for App {
//!     start Code;
//!     state Code { gather 4 keys { say "Your code?"; } match { entered => Check, silence | _ => end } }
//!     state Check {
//!         match app.find(call) {
//!             true => Welcome,
//!             false => retry 2 { say "We do not know this code."; } at Code then end,
//!         }
//!     }
//!     state Welcome { say "Welcome."; hangup; }
//! }
//! ```
//!
//! Two kinds of questions may be repeated: those that do not depend on the call, such as whether somebody is free,
//! and those whose answer was late.

use ivr_core::event::Outcome;
use proc_macro2::{TokenStream, TokenTree};

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Action, Graph, StateId, Target, Verb, reads},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Match(question) = &state.verb else { continue };
        if !speaks_of_call(&question.question) {
            continue;
        }
        let Some(asks) = caller_asked(graph, id, &question.question) else { continue };
        for arm in question.arms.list.iter().filter(|arm| !arm.has(Outcome::Late)) {
            let Target::Action(row) = &arm.target else { continue };
            let Some(Action::Retry { at: None, word, times, .. }) = graph.action(*row) else { continue };
            let name = graph.name_of(asks);
            let diagnostic =
                Diagnostic::new("retry_asks_rust", *word, "`retry` runs the same Rust expression again");
            let help = format!("ask the caller again: `retry {times} {{ … }} at {name} then …`");
            diagnostics.push(diagnostic.within(id).help(help));
        }
    }
}

/// Returns the gather on which a question depends: the one that sets a field it reads, or the one that leads there.
fn caller_asked(graph: &Graph, state: StateId, question: &TokenStream) -> Option<StateId> {
    let read = reads(question);
    let fills = |from: &StateId| match graph.states.get(*from).map(|state| &state.verb) {
        Some(Verb::Gather(gather)) => {
            gather.into.as_ref().is_some_and(|field| read.iter().any(|read| read == field))
        }
        _ => false,
    };
    if let Some(filled) = (0..graph.states.len()).find(fills) {
        return Some(filled);
    }
    let leads = |from: &StateId| {
        let gathers = matches!(graph.states.get(*from).map(|state| &state.verb), Some(Verb::Gather(_)));
        gathers && graph.all_edges().get(*from).is_some_and(|edges| edges.iter().any(|edge| edge.to == state))
    };
    (0..graph.states.len()).find(leads)
}

fn speaks_of_call(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == "call",
        TokenTree::Group(group) => speaks_of_call(&group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn rust_that_is_asked_again_about_the_same_entry() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Code;
                data { code: String = String::new() }
                state Code { gather 4 keys, into code { say "Your code?"; } match { entered => Check, silence | _ => end } }
                state Check { match app.find(&call.code) { true => end, false => retry 2 { say "Unknown."; } then end } }
//~                                                                                    ^ `retry` runs the same Rust expression again
//~                                                                                    help: ask the caller again: `retry 2 { … } at Code then …`
            }
            "#,
        );
    }

    #[test]
    fn rust_that_is_asked_again_by_way_of_other_states() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Code;
                data { code: String = String::new() }
                state Code { gather 4 keys, into code { say "Your code?"; } match { entered => Thanks, silence | _ => end } }
                state Thanks { say "Thank you."; goto Check; }
                state Check { match app.find(&call.code) { true => end, false => retry 2 { say "Unknown."; } then end } }
//~                                                                                    ^ `retry` runs the same Rust expression again
//~                                                                                    help: ask the caller again: `retry 2 { … } at Code then …`
            }
            "#,
        );
    }

    #[test]
    fn questions_that_may_be_asked_again() {
        check_legal(
            r#"
            pub tree Line for App {
                start Code;
                data { code: String = String::new() }
                state Code { gather 4 keys, into code { say "Your code?"; } match { entered => Check, silence | _ => end } }
                state Check { match app.find(&call.code).await within 5s { true => Free, false => retry 2 { say "Unknown."; } at Code then end, late => retry 1 { say "Wait."; } then end } }
                state Free { match app.somebody_is_free() { true => end, false => retry 9 { say "Please hold."; pause 5s; } then end } }
            }
            "#,
        );
    }
}
