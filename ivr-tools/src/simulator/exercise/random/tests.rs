//! Random callers find the errors of a tree, and print how to reproduce them.

use axum::{Router, routing::post};

use super::*;
use crate::fixture::Acme;

#[test]
fn acme_answers_whoever_calls() {
    random_callers::<Acme>(60, 0);
}

/// What goes wrong in calls of an application that is not a tree.
fn wrong(app: impl Fn() -> Router) -> Option<String> {
    let random_inputs = RandomInputs::of(dialog::<Acme>().description());
    (0..50).find_map(|seed| {
        let session = Session::in_process(crate::simulator::Number::read("/acme").unwrap(), app());
        let mut caller = Anybody {
            random_inputs: &random_inputs,
            rng: Rng::new(seed),
            session,
            alike: true,
            may_go_round: false,
        };
        caller.call().err()
    })
}

fn always(document: &'static str) -> impl Fn() -> Router {
    move || Router::new().fallback(post(async move || ([("content-type", "text/xml")], document)))
}

#[test]
fn a_call_that_nobody_can_end_is_found() {
    let app = always("<Response><Gather/><Redirect/></Response>");
    let why = wrong(app).unwrap();
    assert!(why.starts_with("error: endless silence"), "{why}");
}

#[test]
fn a_document_that_the_debugger_notes_is_found() {
    let why = wrong(always("<Response><Gather><Saay>Hello</Saay></Gather></Response>")).unwrap();
    assert!(why.starts_with("warning 12200"), "{why}");
}

#[test]
fn an_answer_that_changes_is_found() {
    let app = || {
        let count = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
        Router::new().fallback(post(async move || {
            let count = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let menu = format!("<Response><Gather><Say>You are number {count}.</Say></Gather></Response>");
            ([("content-type", "text/xml")], menu)
        }))
    };
    assert_eq!(wrong(app).unwrap(), "a request that came twice was not answered alike");
}

#[test]
fn the_same_seed_makes_the_same_call() {
    let transcript = |seed| {
        let random_inputs = RandomInputs::of(dialog::<Acme>().description());
        let session =
            Session::in_process(crate::simulator::Number::read("/acme").unwrap(), line::<Acme>(()).unwrap());
        let mut caller = Anybody {
            random_inputs: &random_inputs,
            rng: Rng::new(seed),
            session,
            alike: true,
            may_go_round: false,
        };
        caller.call().unwrap();
        caller.session.transcript().to_string()
    };
    assert_eq!(transcript(3), transcript(3));
    assert_ne!(transcript(3), transcript(4));
}
