//! `<Dial>`: every outcome, with and without an action.

use super::*;

const DIAL: &str = "<Dial action='/after'>+12345678900</Dial><Say>Never.</Say>";

fn status(outcome: Outcome) -> (Option<String>, Option<String>) {
    let mut call = call(DIAL);
    world(&mut call, outcome);
    let field = |name| request(&call).field(name).map(str::to_owned);
    (field("DialCallStatus"), field("DialCallDuration"))
}

#[test]
fn every_outcome_has_its_status() {
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(status(Outcome::Answered), (some("completed"), some("60")));
    assert_eq!(status(Outcome::Busy), (some("busy"), None));
    assert_eq!(status(Outcome::NoAnswer), (some("no-answer"), None));
    assert_eq!(status(Outcome::Failed), (some("failed"), None));
    assert_eq!(status(Outcome::Canceled), (some("canceled"), None));
}

#[test]
fn without_an_action_the_next_verb_follows() {
    let mut call = call("<Dial>+12345678900</Dial><Say>Goodbye.</Say>");
    assert_eq!(call.action(), None);
    world(&mut call, Outcome::Answered);
    assert_eq!(words(&mut call), "Goodbye.");
    assert_eq!(over(&call), &End::HungUp);
}

#[test]
fn a_conference_is_answered_and_has_no_second_leg() {
    let mut call = call("<Dial action='x'><Conference>room</Conference></Dial>");
    world(&mut call, Outcome::Answered);
    assert_eq!(request(&call).field("DialCallStatus"), Some("answered"));
    assert_eq!(request(&call).field("DialCallSid"), None);
    assert_eq!(request(&call).field("DialCallDuration"), None);
}

#[test]
fn a_recorded_conversation_has_a_url() {
    let mut call = call("<Dial action='x' record='record-from-answer'>+12345678900</Dial>");
    world(&mut call, Outcome::Answered);
    assert!(request(&call).field("RecordingUrl").unwrap().contains("/Recordings/RE"));
}

#[test]
fn a_dial_that_can_reach_nobody_fails_at_once() {
    let call = call("<Dial action='x'>the receptionist</Dial>");
    assert_eq!(request(&call).field("DialCallStatus"), Some("failed"));
}

#[test]
fn ringing_takes_five_seconds_longer_than_asked() {
    let mut call = call("<Dial timeout='20' action='x'>+12345678900</Dial>");
    world(&mut call, Outcome::NoAnswer);
    assert_eq!(call.take_log().last().unwrap().at, 25.0);
}

#[test]
fn who_hangs_up_while_it_rings_is_not_reported() {
    let mut call = call(DIAL);
    act(&mut call, &Act::HangUp);
    assert_eq!(over(&call), &End::CallerHungUp);
}

#[test]
fn nobody_waits_for_keys_or_silence_while_it_rings() {
    let mut call = call(DIAL);
    assert_eq!(call.act(&Act::Press("1".into())), Err(UnexpectedAct));
    assert_eq!(call.act(&Act::Silence), Err(UnexpectedAct));
    assert_eq!(call.act(&Act::World(Outcome::Full)), Err(UnexpectedAct));
}
