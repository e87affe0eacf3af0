//! Steps of a call: repeated, stale, simultaneous, after a new beginning, after the end.

use super::{
    super::{GRACE, place},
    *,
};
use crate::{
    dialog::data::Fields,
    service::store::{Saved, all},
};

#[tokio::test(start_paused = true)]
async fn a_request_that_comes_twice_gets_the_same_bytes_and_does_nothing_twice() {
    let line = Line::new();
    let first = line.post("/ward", "").await;
    assert_eq!(line.post("/ward", "").await, first);
    let entry = next(&first);
    let welcome = line.post(&entry, "Digits=11").await;
    assert!(welcome.contains("Code 11."), "{welcome}");
    settle().await;
    for _ in 0..3 {
        assert_eq!(line.post(&entry, "Digits=11").await, welcome);
    }
    settle().await;
    assert_eq!((line.desk.asked(), line.desk.noted()), (1, vec!["CA1 11".to_owned()]));
}

#[tokio::test(start_paused = true)]
async fn a_step_that_is_long_past_gets_the_newest_answer() {
    let line = Line::new();
    let first = line.post("/ward", "").await;
    let welcome = line.post(&next(&first), "Digits=11").await;
    let again = line.post(&next(&welcome), "Digits=1").await;
    // A different code for the same entry.
    assert_eq!(line.post(&next(&first), "Digits=12").await, again);
    assert!(line.post(&next(&again), "Digits=13").await.contains("Code 13."));
}

#[tokio::test(start_paused = true)]
async fn two_requests_at_once_are_one_step() {
    let line = Line::new();
    let first = line.post("/ward", "").await;
    let entry = next(&first);
    // The answer is slow, so that both requests wait for it.
    let (one, other) = tokio::join!(line.post(&entry, "Digits=05"), line.post(&entry, "Digits=05"));
    assert!(one.contains("Code 05."), "{one}");
    assert_eq!(one, other);
    settle().await;
    assert_eq!((line.desk.asked(), line.desk.noted().len()), (1, 1));
    assert_eq!(line.record().await.unwrap().step, 2);
}

#[tokio::test(start_paused = true)]
async fn a_step_that_was_overtaken_by_a_run_asks_no_second_time() {
    let line = Line::new();
    let welcome = line.entered("05").await;
    let before = line.desk.asked();
    // Another server changes the record while the two questions are pending.
    let path = next(&welcome);
    let (asked, ()) = tokio::join!(line.post(&path, "Digits=3"), async {
        sleep(Duration::from_secs(4)).await;
        let stored = line.store.load(CALL).await.unwrap().unwrap();
        let mut other = stored.clone();
        other.push(b' ');
        assert_eq!(line.store.save(CALL, Some(&stored), other).await.unwrap(), Saved::Done);
    });
    assert!(asked.contains("/ward/Second/0/3"), "{asked}");
    assert_eq!(line.desk.asked(), before + 2);
}

#[tokio::test(start_paused = true)]
async fn a_call_goes_on_in_another_process_with_what_was_entered_before() {
    let line = Line::new();
    let first = line.post("/ward", "").await;
    let line = line.restarted();
    let welcome = line.post(&next(&first), "Digits=11").await;
    let line = line.restarted();
    // The field is read from the record and was not entered again.
    let again = line.post(&next(&welcome), "Digits=3").await;
    assert!(again.contains("Goodbye."), "{again}");
    assert_eq!(line.desk.noted(), ["CA1 11"]);
}

#[tokio::test(start_paused = true)]
async fn the_first_request_of_a_call_that_went_on_is_a_repetition() {
    let line = Line::new();
    let first = line.post("/ward", "CallStatus=ringing").await;
    let welcome = line.post(&next(&first), "Digits=11&CallStatus=in-progress").await;
    assert_eq!(line.post("/ward", "CallStatus=ringing").await, welcome);
    let again = line.post(&next(&welcome), "Digits=1&CallStatus=in-progress").await;
    assert!(again.contains("Enter your code."), "{again}");
    assert_eq!(line.record().await.unwrap().step, 3);
}

#[tokio::test(start_paused = true)]
async fn of_two_answers_to_one_step_the_first_counts() {
    let line = Line::new();
    let first = line.post("/ward", "").await;
    let welcome = line.post(&next(&first), "Digits=11").await;
    assert_eq!(line.post(&next(&first), "Digits=12").await, welcome);
    settle().await;
    assert_eq!(line.desk.noted(), ["CA1 11"]);
}

#[tokio::test(start_paused = true)]
async fn a_different_answer_to_a_step_that_was_answered_is_logged_as_different() {
    let log = Log::start();
    let line = Line::new();
    let first = line.post("/ward", "").await;
    let welcome = line.post(&next(&first), "Digits=11").await;
    assert_eq!(line.post(&next(&first), "Digits=11").await, welcome);
    log.has_not("different answer");
    assert_eq!(line.post(&next(&first), "Digits=12345").await, welcome);
    log.has("a step gets a second, different answer");
    log.has_not("12345");
}

#[tokio::test(start_paused = true)]
async fn the_first_request_of_an_outbound_call_is_a_repetition_by_its_token() {
    let line = Line::new();
    let begin = async |token| {
        let form = format!("CallSid={CALL}&Direction=outbound-api&CallStatus=in-progress");
        line.post_with("/ward", &form, ("i-twilio-idempotency-token", token)).await
    };
    let first = begin("a").await;
    let welcome = line.post(&next(&first), "Digits=11").await;
    assert_eq!(begin("a").await, welcome);
    let anew = begin("b").await;
    assert!(anew.contains("Enter your code."), "a call that is moved to its first URL: {anew}");
    let code = line.post(&next(&anew), "Digits=12").await;
    assert!(code.contains("Code 12."), "{code}");
    assert_eq!(begin("b").await, code);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_led_back_to_its_first_url_begins_anew() {
    let line = Line::new();
    let first = line.post("/ward", "").await;
    let welcome = line.post(&next(&first), "Digits=11").await;
    let anew = line.post("/ward", "").await;
    assert!(anew.contains("Enter your code.") && anew.contains("/ward/Code/0/3"), "{anew}");
    assert_eq!(line.post("/ward", "").await, anew);
    // The previous call under this id does not affect this one.
    assert_eq!(line.post(&next(&welcome), "Digits=2").await, anew);
    assert!(line.post(&next(&anew), "Digits=12").await.contains("Code 12."));
}

#[tokio::test(start_paused = true)]
async fn a_call_without_a_sid_gets_on_error_and_then_the_last_document() {
    let line = Line::new();
    let words = request(&line.router, "/ward", "From=anonymous").await;
    assert!(words.contains("Something went wrong.") && words.contains("+12345678900"), "{words}");
    let last = request(&line.router, &next(&words), "DialCallStatus=busy").await;
    assert!(last.contains("Something went wrong.") && last.ends_with("<Hangup/></Response>"), "{last}");
    assert_eq!(all(&*line.store).await.unwrap(), []);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_over_is_forgotten_after_its_last_requests() {
    let line = Line::new();
    let welcome = line.entered("11").await;
    line.post("/ward/status", "CallStatus=in-progress").await;
    line.post("/ward/status", "CallStatus=completed").await;
    sleep(GRACE / 2).await;
    // The report of the end may arrive before the outcome of a verb.
    assert!(line.post(&next(&welcome), "").await.contains("Hangup"));
    sleep(GRACE).await;
    assert_eq!(all(&*line.store).await.unwrap(), []);
    assert_eq!(line.desk.noted(), ["CA1 11"]);
}

#[tokio::test(start_paused = true)]
async fn a_record_of_another_version_leads_to_on_error() {
    let line = Line::new();
    let first = line.post("/ward", "").await;
    let stored = line.store.load(CALL).await.unwrap().unwrap();
    let newer = String::from_utf8(stored.clone()).unwrap().replace("\"version\":1", "\"version\":4");
    let saved = line.store.save(CALL, Some(&stored), newer.into_bytes()).await;
    assert_eq!(saved, Ok(Saved::Done));
    let words = line.post(&next(&first), "Digits=11").await;
    assert!(words.contains("Something went wrong.") && words.contains("/ward/Human/0/1t1"), "{words}");
    // Nothing is overwritten.
    let kept = line.store.load(CALL).await.unwrap().unwrap();
    assert!(Record::read(&kept).is_err());
    // The record may contain a `run` of another version, so neither a new beginning nor the end of the call removes it.
    assert!(line.post("/ward", "").await.contains("Something went wrong."));
    line.post("/ward/status", "CallStatus=completed").await;
    sleep(2 * GRACE).await;
    assert_eq!(line.store.load(CALL).await.unwrap(), Some(kept));
}

#[tokio::test(start_paused = true)]
async fn a_field_of_another_type_leads_to_on_error() {
    let line = Line::new();
    let first = line.post("/ward", "").await;
    let stored = line.store.load(CALL).await.unwrap().unwrap();
    let other = String::from_utf8(stored.clone()).unwrap().replace("\"tally\":\"\"", "\"tally\":7");
    assert_ne!(other.as_bytes(), stored);
    let saved = line.store.save(CALL, Some(&stored), other.into_bytes()).await;
    assert_eq!(saved, Ok(Saved::Done));
    assert!(line.post(&next(&first), "Digits=11").await.contains("Something went wrong."));
}

#[tokio::test(start_paused = true)]
async fn a_url_without_a_step_is_taken_as_the_newest() {
    let line = Line::new();
    line.post("/ward", "").await;
    assert!(line.post("/ward/Code", "Digits=11").await.contains("Code 11."));
    assert!(line.post("/ward/Human", "DialCallStatus=busy").await.contains("Goodbye."));
}

#[test]
fn a_place_has_a_mark_only_where_the_tree_counts_steps() {
    let dialog = Dialog::<Ward>::new().unwrap();
    let place = place::locate(&dialog, "Code/1/7a2").unwrap();
    assert_eq!((place.at.counters.get(0), place.mark.to_string().as_str()), (1, "7a2"));
    for path in ["Code/0/", "Code/0/x", "Code/0/7/8", "Nowhere/0/7", "Code/x/7"] {
        assert_eq!(place::locate(&dialog, path), None, "{path}");
    }
    let acme = Dialog::<crate::fixture::Acme>::new().unwrap();
    assert!(place::locate(&acme, "Menu/1/t1").is_some());
    assert_eq!(place::locate(&acme, "Menu/1/7"), None);
}

#[test]
fn a_record_holds_what_the_documentation_says() {
    let mut record = Record::new("+14158675309", "+18005551212");
    record.pending.push(super::super::record::Pending {
        step: 1,
        place: 0,
        block: 0,
        fields: Fields::default(),
        language: "en-US".into(),
        once: None,
        at_least_once: None,
        state: String::new(),
        report: None,
        by: None,
    });
    let written = String::from_utf8(record.write().unwrap()).unwrap();
    assert_eq!(
        written,
        concat!(
            r#"{"version":1,"step":0,"began":1,"document":"","from":"+14158675309","to":"+18005551212","#,
            r#""fields":{},"pending":[{"step":1,"place":0,"block":0,"fields":{},"language":"en-US"}]}"#
        )
    );
}
