//! # promise_before
//!
//! The tree promises that every call hears a state before something else happens, but a call can get there without
//! it. In this example a caller who says nothing is recorded without the notice.
//!
//! ```text
//! promise Consent before every record;
//! state Menu { gather key { say "To leave a message, press one."; } match { 1 => Consent, silence | _ => Message } }
//! state Consent { say "This call is recorded."; goto Message; }
//! state Message { record match { recorded | silence => end } }
//! ```
//!
//! A notice that a key can cut short does not count as heard: before a `gather`, and among its prompts, it must be
//! in `uninterrupted { … }`.
//!
//! The notes show the shortest call that breaks the promise. The server may fail at any time, so calls may also
//! begin in the state after `on_error`. Lead every path through the state:
//!
//! ```text
//! promise Consent before every record;
//! state Menu { gather key { say "To leave a message, press one."; } match { 1 | silence | _ => Consent } }
//! state Consent { say "This call is recorded."; goto Message; }
//! state Message { record match { recorded | silence => end } }
//! ```

use super::counterexample;
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Jump, Node, PositionGraph},
    syntax::{Later, Promise},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if graph.leads_anywhere() {
        return;
    }
    for promise in &graph.promises {
        if let Promise::Before { state: first, later } = promise {
            prove(graph, first, later, diagnostics);
        }
    }
}

/// Searches for `later` on all paths that stop at the state which must come first.
fn prove(graph: &Graph, first: &Jump, later: &Later<Jump>, diagnostics: &mut Diagnostics) {
    let elsewhere = |place: &Node<'_>| place.at.state != first.state;
    let places = PositionGraph::explore(graph, graph.beginnings(), |place, _| elsewhere(place));
    let is_later = |place: &Node<'_>| match later {
        Later::Verb(word) => place.state.verb.does(&word.value),
        Later::State(jump) => place.at.state == jump.state,
    };
    let found = places.list.iter().enumerate().find(|(_, place)| elsewhere(place) && is_later(place));
    let Some((number, place)) = found else {
        if places.cut {
            diagnostics.push(counterexample::too_wide("promise_before", first.name.span()));
        } else if graph.is_cut_off(first.state) {
            diagnostics.push(cut_off(first));
        }
        return;
    };
    let message = match later {
        Later::Verb(word) => {
            format!(
                "a call can reach the `{}` of `{}` without `{}`",
                word.value, place.state.name, first.name
            )
        }
        Later::State(_) => format!("a call can reach `{}` without `{}`", place.state.name, first.name),
    };
    let diagnostic =
        Diagnostic::new("promise_before", first.name.span(), message).note("the shortest such call:");
    let diagnostic = counterexample::shown(diagnostic, graph, &places, &places.route_to(number));
    diagnostics.push(diagnostic.help(format!("lead it through `{}`, or remove the promise", first.name)));
}

/// Returns the error for a state that is on every path, but whose text a key can interrupt.
fn cut_off(first: &Jump) -> Diagnostic {
    let message = format!("a key press interrupts the prompts of `{}`", first.name);
    Diagnostic::new("promise_before", first.name.span(), message)
        .note("a `gather` already listens while they are spoken, and a key cuts them off")
        .help(format!("write them in `uninterrupted {{ … }}` in `{}`", first.name))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_conversation_that_is_recorded_is_a_recording() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                promise Consent before every record;
//~                     ^^^^^^^ a call can reach the `record` of `Person` without `Consent`
//~                     note: the shortest such call:
//~                     note: Menu "Press one for a person."
//~                     note: —1→ Person
//~                     help: lead it through `Consent`, or remove the promise
                state Menu { gather key { say "Press one for a person."; } match { 1 => Person, silence | _ => Consent } }
                state Consent { say "This call is recorded."; goto Person; }
                state Person { dial "+12345678900", record match { _ => end } }
            }
            "#,
        );
        check_legal(
            r#"
            pub tree Line {
                start Consent;
                promise Consent before every record;
                state Consent { say "This call is recorded."; goto Person; }
                state Person { dial "+12345678900", record match { _ => Second } }
                state Second { dial "+12345678901" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn the_shortest_call_around_a_notice_is_told() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Greeting;
                promise Consent before every record;
//~                     ^^^^^^^ a call can reach the `record` of `Message` without `Consent`
//~                     note: the shortest such call:
//~                     note: Greeting "Welcome."
//~                     note: → Menu "Press one to leave a message."
//~                     note: —silence→ "Sorry?" Menu "Press one to leave a message."
//~                     note: —silence→ Message
//~                     help: lead it through `Consent`, or remove the promise
                state Greeting { say "Welcome."; goto Menu; }
                state Menu {
                    gather key { say "Press one to leave a message."; } match {
                        1 => Consent,
                        silence | _ => retry 1 { say "Sorry?"; } then Message,
                    }
                }
                state Consent { say "This call is recorded."; goto Message; }
                state Message { record match { recorded | silence => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_failure_of_our_side_does_not_skip_a_notice() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Consent;
                on_error { say "Sorry."; } then Message
                promise Consent before Message;
//~                     ^^^^^^^ a call can reach `Message` without `Consent`
//~                     note: the shortest such call:
//~                     note: after a failure of our side: Message
//~                     help: lead it through `Consent`, or remove the promise
                state Consent { say "This call is recorded."; goto Message; }
                state Message { record match { recorded | silence => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_notice_that_a_key_cuts_off() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Consent;
                everywhere { silence | _ => end }
                promise Consent before every record;
//~                     ^^^^^^^ a key press interrupts the prompts of `Consent`
//~                     note: a `gather` already listens while they are spoken, and a key cuts them off
//~                     help: write them in `uninterrupted { … }` in `Consent`
                state Consent { say "This call is recorded."; goto Menu; }
                state Menu { gather key { say "Press one to leave a message."; } match { 1 => Message } }
                state Message { record match { recorded | silence => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_notice_in_the_prompts_of_a_gather_is_cut_off_by_its_keys() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Consent;
                everywhere { silence | _ => end }
                promise Consent before every record;
//~                     ^^^^^^^ a key press interrupts the prompts of `Consent`
//~                     note: a `gather` already listens while they are spoken, and a key cuts them off
//~                     help: write them in `uninterrupted { … }` in `Consent`
                state Consent { gather key { say "This call is recorded. To go on, press one."; } match { 1 => Message } }
                state Message { record match { recorded | silence => end } }
            }
            "#,
        );
        check_legal(
            r#"
            pub tree Line {
                start Consent;
                everywhere { silence | _ => end }
                promise Consent before every record;
                promise Code before every record;
                state Consent { gather key { uninterrupted { say "This call is recorded."; } say "To go on, press one."; } match { 1 => Code } }
                state Code { gather 4 keys { say "Enter your code. It stands on your card."; } match { entered => Ready } }
                state Ready { gather key { say "Are you ready to speak now? For yes, press one."; } match { 1 => Message } }
                state Message { record match { recorded | silence => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_notice_that_no_key_cuts_off_and_a_question_that_is_passed() {
        check_legal(
            r#"
            pub tree Line {
                start Consent;
                everywhere { silence | _ => end }
                promise Consent before every record;
                promise Menu before every record;
                promise Thanks before every dial;
                state Consent { uninterrupted { say "This call is recorded."; } pause 1s; goto Menu; }
                state Menu { gather key { say "Press one to leave a message."; } match { 1 => Message } }
                state Message { record match { recorded | silence => Thanks } }
                state Thanks { say "We connect you."; goto Desk; }
                state Desk { dial "+12345678900" match { answered => end, _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_notice_on_every_way_is_a_promise_kept() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                promise Consent before every record;
                promise Menu before every record;
                promise Menu before Consent;
                state Menu { gather key { say "Press one to leave a message."; } match { 1 | silence | _ => Consent } }
                state Consent { say "This call is recorded."; goto Message; }
                state Message { record match { recorded => end, silence => end } }
                start outbound Menu;
            }
            "#,
        );
    }
}
