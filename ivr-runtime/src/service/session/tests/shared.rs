//! Several servers with one store: a step begins with the cached record, and the changes of another server are noticed.

use super::{flaky::Mood, *};

fn two() -> (Line, Line) {
    let (desk, store) = (Arc::default(), Arc::default());
    (Line::sharing(&desk, &store), Line::sharing(&desk, &store))
}

#[tokio::test(start_paused = true)]
async fn a_step_after_another_of_the_same_server_loads_nothing() {
    let (line, other) = two();
    let first = line.post("/ward", "").await;
    let before = line.store.loads();
    let welcome = line.post(&next(&first), "Digits=11").await;
    assert_eq!(line.store.loads(), before);
    assert!(welcome.contains("Code 11."), "{welcome}");
    // Removing the `run` loads the record and updates the cached one.
    settle().await;
    let before = line.store.loads();
    let again = line.post(&next(&welcome), "Digits=1").await;
    assert_eq!(line.store.loads(), before);
    other.post(&next(&again), "Digits=13").await;
    assert_eq!(line.store.loads(), before + 1);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_another_server_answered_gets_that_answer() {
    let (line, other) = two();
    let entry = next(&line.post("/ward", "").await);
    let welcome = other.post(&entry, "Digits=11").await;
    settle().await;
    for line in [&line, &other, &line] {
        assert_eq!(line.post(&entry, "Digits=11").await, welcome);
        settle().await;
    }
    assert_eq!((line.desk.noted(), line.record().await.unwrap().step), (vec!["CA1 11".to_owned()], 2));
}

#[tokio::test(start_paused = true)]
async fn a_request_that_begins_a_call_is_known_by_its_token_on_every_server() {
    let (line, other) = two();
    // An outbound call, which is in progress from its first request on.
    let begin = format!("CallSid={CALL}&CallStatus=in-progress");
    let token = |token| ("I-Twilio-Idempotency-Token", token);
    let first = line.post_with("/ward", &begin, token("one")).await;
    let welcome = line.post(&next(&first), "Digits=11").await;
    assert_eq!(other.post_with("/ward", &begin, token("one")).await, welcome);
    assert_eq!(line.record().await.unwrap().step, 2);
    // Another request begins the call again.
    assert_eq!(other.post_with("/ward", &begin, token("two")).await, first.replace("0/1", "0/3"));
}

#[tokio::test(start_paused = true)]
async fn a_server_goes_on_from_where_another_one_was() {
    let (line, other) = two();
    let first = line.post("/ward", "").await;
    let welcome = other.post(&next(&first), "Digits=11").await;
    let again = line.post(&next(&welcome), "Digits=1").await;
    let welcome = other.post(&next(&again), "Digits=13").await;
    assert!(welcome.contains("Code 13."), "{welcome}");
    let goodbye = line.post(&next(&welcome), "Digits=3").await;
    assert!(goodbye.contains("Goodbye."), "{goodbye}");
    settle().await;
    assert_eq!(line.desk.noted(), ["CA1 11", "CA1 13"]);
}

#[tokio::test(start_paused = true)]
async fn two_servers_that_answer_at_once_do_one_step() {
    let (line, other) = two();
    let entry = next(&line.post("/ward", "").await);
    let (one, two) = tokio::join!(line.post(&entry, "Digits=05"), other.post(&entry, "Digits=05"));
    assert!(one.contains("Code 05."), "{one}");
    assert_eq!(one, two);
    settle().await;
    assert_eq!((line.desk.noted().len(), line.record().await.unwrap().step), (1, 2));
}

#[tokio::test(start_paused = true)]
async fn a_record_at_hand_does_not_stand_in_for_a_store_that_is_away() {
    let (line, _) = two();
    let entry = next(&line.post("/ward", "").await);
    line.store.is(Mood::Away);
    let answer = line.post(&entry, "Digits=11").await;
    assert!(!answer.contains("Code 11."), "{answer}");
    line.store.is(Mood::Well);
    // The failed step took the record out of the cache, so it is loaded.
    assert!(line.post(&entry, "Digits=11").await.contains("Code 11."));
}

#[tokio::test(start_paused = true)]
async fn a_call_whose_record_was_removed_is_not_taken_up_from_memory() {
    let (line, other) = two();
    let entry = next(&line.post("/ward", "").await);
    let stored = other.store.load(CALL).await.unwrap().unwrap();
    let _ = other.store.remove(CALL, &stored).await.unwrap();
    let answer = line.post(&entry, "Digits=11").await;
    assert!(!answer.contains("Code 11."), "{answer}");
    assert!(line.record().await.is_none());
}
