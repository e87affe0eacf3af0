//! `<Enqueue>`: every outcome, with and without an action.

use super::*;

const QUEUE: &str = "<Enqueue action='/after'>support</Enqueue><Say>Nobody is free.</Say>";

fn fields(outcome: Outcome) -> (String, bool) {
    let mut call = call(QUEUE);
    world(&mut call, outcome);
    let request = request(&call);
    let in_queue = request.field("QueueSid").is_some() && request.field("QueueTime").is_some();
    (request.field("QueueResult").unwrap().to_owned(), in_queue)
}

#[test]
fn every_outcome_has_its_result_and_its_time_only_in_the_queue() {
    assert_eq!(fields(Outcome::Bridged), ("bridged".into(), true));
    assert_eq!(fields(Outcome::Left), ("leave".into(), true));
    assert_eq!(fields(Outcome::Full), ("queue-full".into(), false));
    assert_eq!(fields(Outcome::Failed), ("error".into(), false));
}

#[test]
fn without_an_action_the_next_verb_follows() {
    let mut call = call("<Enqueue>support</Enqueue><Say>Nobody is free.</Say>");
    world(&mut call, Outcome::Left);
    assert_eq!(words(&mut call), "Nobody is free.");
}

#[test]
fn who_hangs_up_in_the_queue_is_reported_and_hears_nothing_more() {
    let mut call = call(QUEUE);
    act(&mut call, &Act::HangUp);
    assert_eq!(request(&call).field("QueueResult"), Some("hangup"));
    assert_eq!(request(&call).field("CallStatus"), Some("completed"));
    call.fetched(Ok(xml("<Say>Thank you.</Say>")));
    assert_eq!(over(&call), &End::CallerHungUp);
}
