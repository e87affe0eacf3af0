//! `dial` with all its clauses and nouns, and with values that are known only during a call.

use axum::Router;
use ivr::{
    config::Settings,
    phone::{Caller, call_with, every_path_with, random_callers_with},
};

use crate::by_hand::document;

/// Who answers, as the test has it.
#[derive(Clone, Default)]
pub(crate) struct Staff {
    numbers: Vec<String>,
    extension: String,
    shown: String,
}

ivr::phone_tree! {
    /// Volunteers, and those who stand in for them.
    pub(crate) tree Helpline for Staff {
        start Consent;
        data { tones: String = String::new() }
        promise Consent before every record;

        state Consent { say "This call is recorded."; set tones = app.extension.clone(); goto Volunteers; }
        state Volunteers {
            dial (&app.numbers), timeout 15s, time_limit 1h, caller_id (&app.shown), send_digits (call.tones),
                hangup_on_star, record, sequential
            match { answered => Thanks, busy | no_answer => Desk, failed => Nobody, canceled => end }
        }
        state Desk { dial sip ["sip:desk@example.com", "sip:night@example.com"] match { answered => end, _ => Agent } }
        state Agent { dial client "alice", caller_id "client:helpline" match { answered => end, _ => Line } }
        state Line { dial queue "support" match { answered => end, _ => Room } }
        state Room {
            dial conference "weekly", start_on_enter, end_on_exit, max_participants 9, muted false,
                wait_url "https://a.example/wait"
            match { _ => end }
        }
        state Thanks { say "Thank you."; hangup; }
        state Nobody { say "Nobody is on duty."; hangup; }
    }
}

fn staff(numbers: &[&str]) -> Staff {
    Staff {
        numbers: numbers.iter().map(|&number| number.to_owned()).collect(),
        extension: "ww204".to_owned(),
        shown: "+12025550100".to_owned(),
    }
}

fn call(numbers: &[&str]) -> Caller {
    call_with::<Helpline>(staff(numbers))
}

#[test]
fn several_are_called_and_what_the_outcome_is_decides() {
    call(&["+12025550111", "+12025550112"])
        .hears("recorded")
        .dials("+12025550111")
        .dials("+12025550112")
        .answers()
        .hears("Thank you")
        .ended();
    call(&["+12025550111"]).busy().dials("sip:desk@example.com").no_answer().dials("alice").hangs_up();
}

#[test]
fn nobody_to_call_and_what_cannot_be_called_are_failed() {
    call(&[]).hears("Nobody is on duty").ended();
    call(&["nobody", ""]).hears("Nobody is on duty").ended();
    call(&["nobody", "+12025550111"]).dials("+12025550111").hangs_up();
}

#[test]
fn every_path_and_random_callers_find_nothing_wrong() {
    let paths = every_path_with::<Helpline>([staff(&["+12025550111"]), staff(&[])]);
    assert!(paths.left_out.is_empty(), "{paths}");
    random_callers_with::<Helpline>(50, 7, staff(&["+12025550111"]));
}

fn router(staff: Staff) -> Router {
    ivr::router::<Helpline>(staff, &Settings::new().unsigned().store("memory:")).unwrap()
}

#[tokio::test]
async fn every_clause_is_an_attribute_of_twiml() {
    let first =
        document(&router(staff(&["+12025550111"])), "/helpline", "CallSid=CA1&From=%2B14158675309").await;
    let dial = concat!(
        r#" method="POST" timeout="15" timeLimit="3600" callerId="+12025550100" hangupOnStar="true" "#,
        r#"record="record-from-answer" recordingStatusCallback="/helpline/recording" sequential="true">"#,
        r#"<Number sendDigits="ww204">+12025550111</Number></Dial>"#
    );
    assert!(first.contains(dial), "{first}");
    for (state, dial) in [
        ("Volunteers", "><Sip>sip:desk@example.com</Sip><Sip>sip:night@example.com</Sip></Dial>"),
        ("Desk", r#" callerId="client:helpline"><Client>alice</Client></Dial>"#),
        ("Agent", "><Queue>support</Queue></Dial>"),
        (
            "Line",
            concat!(
                r#"><Conference endConferenceOnExit="true" maxParticipants="9" "#,
                r#"waitUrl="https://a.example/wait">weekly</Conference></Dial>"#
            ),
        ),
    ] {
        let router = router(staff(&["+12025550111"]));
        document(&router, "/helpline", "CallSid=CA1").await;
        let next = document(&router, &format!("/helpline/{state}"), "CallSid=CA1&DialCallStatus=busy").await;
        assert!(next.contains(dial), "{state}: {next}");
    }
}

#[tokio::test]
async fn a_number_to_show_that_is_none_is_left_out_and_tones_that_are_none_fail() {
    let anonymous = Staff { shown: "anonymous".to_owned(), ..staff(&["+12025550111"]) };
    let first = document(&router(anonymous), "/helpline", "CallSid=CA1").await;
    assert!(first.contains("<Number sendDigits") && !first.contains("callerId"), "{first}");
    let worded = Staff { extension: "ext. 4".to_owned(), ..staff(&["+12025550111"]) };
    let first = document(&router(worded), "/helpline", "CallSid=CA1").await;
    assert!(!first.contains("<Dial") && first.contains("<Redirect"), "{first}");
}
