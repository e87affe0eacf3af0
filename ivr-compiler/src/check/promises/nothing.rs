//! # promise_nothing
//!
//! The promise is about something that the tree does not have. No call can break it, so it protects no caller.
//! Usually the thing was removed and the promise was left, or the promise names the wrong verb.
//!
//! ```text
//! promise Consent before every record;
//! state Consent { say "This call is recorded."; goto Desk; }
//! state Desk { dial "+12345678900" match { _ => end } }
//! ```
//!
//! Promise what the tree does, or remove the promise:
//!
//! ```text
//! promise Consent before every dial;
//! state Consent { say "This call is recorded."; goto Desk; }
//! state Desk { dial "+12345678900" match { _ => end } }
//! ```

use proc_macro2::Span;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Jump, State, StateId, Verb, spread},
    syntax::{Later, Promise},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if graph.promises.is_empty() || graph.leads_anywhere() {
        return;
    }
    let mut reached = vec![false; graph.states.len()];
    spread(graph.all_edges(), graph.roots(), &mut reached);
    for promise in &graph.promises {
        if let Some((span, why)) = empty(graph, &reached, promise) {
            let message = format!("this promises nothing: {why}");
            diagnostics.push(Diagnostic::new("promise_nothing", span, message).help("remove the promise"));
        }
    }
}

/// Returns the token to underline, and why no call could break the promise.
fn empty(graph: &Graph, reached: &[bool], promise: &Promise<Jump>) -> Option<(Span, String)> {
    let any = |wanted: &dyn Fn(StateId, &State) -> bool| {
        let states = graph.states.iter().enumerate().zip(reached);
        states.into_iter().any(|((id, state), reached)| *reached && wanted(id, state))
    };
    let waits = |state: &State| matches!(state.verb, Verb::Gather(_));
    match promise {
        Promise::Within { state, of: Some(of), .. } if of.state == state.state => {
            Some((of.name.span(), format!("a call in `{}` is already there", of.name)))
        }
        Promise::Within { state, of: None, .. } if !any(&|id, other| id != state.state && waits(other)) => {
            Some((state.name.span(), "no other state waits for the caller".into()))
        }
        Promise::FirstOption { word, .. } if !any(&|_, state| waits(state)) => {
            Some((*word, "no state waits for the caller".into()))
        }
        Promise::Before { later: Later::Verb(verb), state } => {
            let found = any(&|id, other| id != state.state && other.verb.does(&verb.value));
            (!found).then(|| (verb.span, format!("no other state has a `{}`", verb.value)))
        }
        Promise::Before { state, later: Later::State(later) } if later.state == state.state => {
            Some((later.name.span(), format!("`{}` cannot come before itself", later.name)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_start_that_nobody_knows_makes_no_promise_empty() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Meun;
//~                   ^^^^ state `Meun` is not declared
//~                   help: did you mean `Menu`?
                state Menu { gather key { say "Press one."; } match { 1 => Desk, silence | _ => end } }
                state Desk { say "Hello."; hangup; }
                promise Desk within 1 key of every state;
                promise first option within 20s;
                promise silence ends within 1min;
                promise Menu before Desk;
            }
            "#,
        );
        check_diagnostics(
            r#"
            pub tree Line {
                start callback Meun;
//~                            ^^^^ state `Meun` is not declared
//~                            help: did you mean `Menu`?
                start Desk;
                state Menu { gather key { say "Press one."; } match { 1 => Desk, silence | _ => end } }
                state Desk { say "Hello."; hangup; }
                promise first option within 20s;
            }
            "#,
        );
    }

    #[test]
    fn a_promise_about_nothing_guards_nobody() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Consent;
                promise Consent before every record;
//~                                          ^^^^^^ this promises nothing: no other state has a `record`
//~                                          help: remove the promise
                promise Consent before Consent;
//~                                    ^^^^^^^ this promises nothing: `Consent` cannot come before itself
//~                                    help: remove the promise
                promise Consent within 1 key of every state;
//~                     ^^^^^^^ this promises nothing: no other state waits for the caller
//~                     help: remove the promise
                promise Consent within 1 key of Consent;
//~                                             ^^^^^^^ this promises nothing: a call in `Consent` is already there
//~                                             help: remove the promise
                promise first option within 20s;
//~                     ^^^^^ this promises nothing: no state waits for the caller
//~                     help: remove the promise
                state Consent { say "This call is recorded."; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_promise_about_something_is_proved_elsewhere() {
        check_legal(
            r#"
            pub tree Line {
                start Consent;
                promise Consent before every gather;
                promise first option within 20s;
                state Consent { uninterrupted { say "This call is recorded."; } goto Menu; }
                state Menu { gather key { say "Press one."; } match { 1 | silence | _ => end } }
            }
            "#,
        );
    }
}
