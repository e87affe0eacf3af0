//! Calls that begin at a named start, with fields in the request, and calls in progress that are moved to one.

use axum::http::StatusCode;
use ivr::{
    config::Settings,
    phone::{Caller, Coverage, call, call_from, every_path, every_path_from, random_callers},
    speak::Digits,
};

use crate::by_hand::answer;

ivr::phone_tree! {
    /// A pharmacy that is called, and calls.
    pub tree Pharmacy {
        language en-US, fr-FR;
        start Greeting;
        start callback Offer;
        start outbound Reminder with { order: Digits, name: Option<String> };

        on_error { say { en-US: "Something went wrong.", fr-FR: "Une panne." } } then Bye

        state Greeting {
            gather key {
                say en-US: "To leave your number, press one.";
                say fr-FR: "Pour le français, tapez deux.";
            } match {
                1           => Number,
                2           => { language fr-FR; } then Number,
                silence | _ => Bye,
            }
        }
        state Number {
            gather 3 keys, into number { say { en-US: "Your number?", fr-FR: "Votre numéro ?" } } match {
                entered     => Wait,
                silence | _ => Bye,
            }
        }
        state Wait {
            gather key { say { en-US: "Please wait. To end, press nine.", fr-FR: "Patientez. Pour finir, tapez neuf." } } match {
                9       => Bye,
                silence => retry 2 { say { en-US: "Still there?", fr-FR: "Allô ?" } } then Bye,
                _       => again,
            }
        }
        state Offer { say { en-US: "We call {number:digits}.", fr-FR: "Nous appelons le {number:digits}." } goto Bye; }
        state Reminder { say { en-US: "Order {order:digits} is ready.", fr-FR: "Commande {order:digits}." } goto Bye; }
        state Bye { say { en-US: "Goodbye.", fr-FR: "Au revoir." } hangup; }

        data { number: Digits = Digits::default() }

        scenario "an order that is ready" from outbound { => end; }
    }
}

ivr::phone_tree! {
    /// Nothing is kept of its calls.
    pub tree Plain {
        start Menu;
        start night Closed;
        state Menu { gather key { say "For sales, press one."; } match { 1 => Closed, silence | _ => Closed } }
        state Closed { say "We are closed."; hangup; }
    }
}

#[test]
fn a_named_start_is_served_at_its_name() {
    call_from::<Plain>("night", []).hears("We are closed").ended();
    call_from::<Pharmacy>("callback", []).hears("We call").ended();
}

#[test]
fn a_start_without_its_field_is_on_error_and_so_is_one_that_cannot_be_read() {
    call_from::<Pharmacy>("outbound", [("order", "7")]).hears("Order 7 is ready").ended();
    call_from::<Pharmacy>("outbound", [("order", "7"), ("name", "Ann")]).hears("Order 7 is ready").ended();
    call_from::<Pharmacy>("outbound", [("name", "Ann")]).hears("Something went wrong").ended();
    call_from::<Pharmacy>("outbound", [("order", "spring")]).hears("Something went wrong").ended();
}

#[test]
fn a_start_may_name_the_language_of_its_call() {
    let router = ivr::router::<Pharmacy>((), &Settings::new().unsigned().store("memory:")).unwrap();
    Caller::to(router, "/pharmacy/fr-FR/outbound?order=7").hears("Commande 7").hears("Au revoir").ended();
}

#[test]
fn a_call_that_is_led_to_a_start_keeps_its_fields_and_its_language() {
    call::<Pharmacy>()
        .press('2')
        .press("457")
        .hears("Patientez")
        .redirected_to("/pharmacy/callback")
        .hears("Nous appelons le 4 5 7")
        .hears("Au revoir")
        .ended();
}

#[test]
fn a_call_that_is_led_to_a_start_in_vain_keeps_its_language() {
    call::<Pharmacy>()
        .press('2')
        .press("457")
        .redirected_to("/pharmacy/outbound")
        .hears("Une panne")
        .hears("Au revoir")
        .ended();
}

#[test]
fn a_call_is_led_away_at_its_first_question() {
    call::<Pharmacy>().redirected_to("/pharmacy/callback").hears("We call").ended();
    call_from::<Pharmacy>("callback", []).ended();
}

#[test]
fn paths_random_callers_and_coverage_begin_at_every_start() {
    let paths = every_path::<Plain>();
    assert!(paths.left_out.is_empty(), "{paths}");
    assert!(paths.taken.iter().any(|path| path.transcript.contains("/plain/night")), "{paths:?}");

    let paths = every_path::<Pharmacy>();
    assert_eq!(paths.left_out, ["the start outbound needs fields: call `every_path_from`"]);
    let paths = every_path_from::<Pharmacy>("outbound", [("order", "7")], [()]);
    assert_eq!((paths.taken.len(), paths.left_out.len()), (1, 0), "{paths}");

    random_callers::<Pharmacy>(50, 1);
    let reminded = || call_from::<Pharmacy>("outbound", [("order", "7")]);
    let coverage = Coverage::<Pharmacy>::of([reminded]);
    let missing = coverage.missing();
    assert!(missing.contains(&"Greeting") && !missing.contains(&"Reminder"), "{missing:?}");
}

#[test]
#[should_panic = "Plain has no start day, but night"]
fn a_start_that_is_not_there_fails_the_test() {
    let _caller = call_from::<Plain>("day", []);
}

#[tokio::test]
async fn fields_come_by_query_or_by_form_and_by_get() {
    let router = ivr::router::<Pharmacy>((), &Settings::new().unsigned().store("memory:")).unwrap();
    for (method, target, form) in [
        ("POST", "/pharmacy/outbound?order=7", "CallSid=CA1"),
        ("POST", "/pharmacy/outbound", "CallSid=CA2&order=7"),
        ("POST", "/pharmacy/outbound?order=7", "CallSid=CA3&order=8"),
        ("GET", "/pharmacy/outbound?order=7&CallSid=CA4", ""),
    ] {
        let (status, document) = answer(&router, method, target, form).await;
        assert_eq!(status, StatusCode::OK);
        assert!(document.contains("Order 7 is ready"), "{target}: {document}");
    }
    for target in ["/pharmacy/outbound?order=%FF", "/pharmacy/outbound?order=", "/pharmacy/outbound"] {
        let (_, document) = answer(&router, "POST", target, "CallSid=CA5").await;
        assert!(document.contains("Something went wrong"), "{target}: {document}");
    }
}

#[tokio::test]
async fn a_request_to_a_start_that_is_repeated_is_answered_alike_and_another_start_is_not_a_repetition() {
    let router = ivr::router::<Pharmacy>((), &Settings::new().unsigned().store("memory:")).unwrap();
    let first = answer(&router, "POST", "/pharmacy/outbound?order=7", "CallSid=CA1").await;
    assert_eq!(answer(&router, "POST", "/pharmacy/outbound?order=7", "CallSid=CA1").await, first);
    let (_, moved) = answer(&router, "POST", "/pharmacy/callback", "CallSid=CA1").await;
    assert!(moved.contains("We call"), "{moved}");
    let (_, begun) = answer(&router, "POST", "/pharmacy", "CallSid=CA1").await;
    assert!(begun.contains("press one"), "{begun}");
}
