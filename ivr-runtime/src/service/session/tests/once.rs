//! `run`: executed once, after the answer, whatever happens in between.

use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::{flaky::Mood, *};
use crate::service::store::Saved;

/// Waits until nothing is under way.
pub(super) async fn idle(line: &Line) {
    line.sessions.tasks().close();
    timeout(Duration::from_secs(100), line.sessions.tasks().wait()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_run_does_not_keep_the_caller_waiting_and_is_waited_for_at_the_end() {
    let line = Line::new();
    let begun = Instant::now();
    assert!(line.entered("88").await.contains("Code 88."));
    assert_eq!(begun.elapsed(), Duration::ZERO);
    idle(&line).await;
    assert_eq!((line.desk.noted().len(), begun.elapsed().as_secs()), (1, 10));
}

#[tokio::test(start_paused = true)]
async fn a_run_that_panics_or_never_ends_is_crossed_off_and_harms_nobody() {
    for code in ["66", "77"] {
        let line = Line::new();
        let welcome = line.entered(code).await;
        settle().await;
        assert_eq!(line.record().await.unwrap().pending, []);
        assert!(line.post(&next(&welcome), "Digits=1").await.contains("Enter your code."));
        idle(&line).await;
        assert_eq!(line.desk.noted(), [format!("CA1 {code}")]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_that_was_begun_is_not_begun_by_the_next_process() {
    let line = Line::new();
    line.entered("77").await;
    settle().await;
    // The process is killed in the middle of the `run`.
    let line = line.restarted();
    line.sessions.tend();
    idle(&line).await;
    assert_eq!(line.desk.noted(), ["CA1 77"]);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_was_not_begun_is_begun_by_the_next_process_once() {
    let line = Line::new();
    // The process is killed between the answer and the `run`: its background work ends with it.
    left_undone(&line, 3).await;
    let line = line.restarted();
    line.sessions.tend();
    line.sessions.tend();
    idle(&line).await;
    assert_eq!(line.desk.noted(), ["CA1 11", "CA1 11", "CA1 11"]);
    assert_eq!(line.record().await.unwrap().pending, []);
    let line = line.restarted();
    line.sessions.tend();
    idle(&line).await;
    assert_eq!(line.desk.noted().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_comes_again_begins_what_its_first_try_left_undone() {
    let line = Line::new();
    let step = left_undone(&line, 1).await;
    line.post(&step, "Digits=11").await;
    idle(&line).await;
    assert_eq!(line.desk.noted(), ["CA1 11"]);
}

#[tokio::test(start_paused = true)]
async fn a_run_waits_for_a_store_that_is_away() {
    let line = Line::new();
    let first = line.post("/ward", "").await;
    let entry = next(&first);
    let (welcome, ()) = tokio::join!(line.post(&entry, "Digits=05"), async {
        sleep(Duration::from_millis(5_000)).await;
        settle().await;
        line.store.is(Mood::Away);
    });
    idle(&line).await;
    line.store.is(Mood::Well);
    line.post(&next(&welcome), "Digits=1").await;
    idle(&line).await;
    assert_eq!(line.desk.noted(), ["CA1 05"]);
}

#[tokio::test(start_paused = true)]
async fn many_runs_of_one_call_are_each_done_once() {
    let line = Arc::new(Line::new());
    let mut document = line.post("/ward", "").await;
    for _ in 0..20 {
        let welcome = line.post(&next(&document), "Digits=11").await;
        // No pause between the steps: each is stored while the previous `run` is being removed.
        document = line.post(&next(&welcome), "Digits=1").await;
    }
    idle(&line).await;
    assert_eq!(line.desk.noted().len(), 20);
}

/// Leaves the record as a process does that is killed before it begins its `run`s; the URL of the last request.
pub(super) async fn left_undone(line: &Line, runs: u16) -> String {
    left_undone_by(line, runs, None).await
}

/// The same of a version whose block has this Rust.
pub(super) async fn left_undone_by(line: &Line, runs: u16, source: Option<&str>) -> String {
    let first = line.post("/ward", "").await;
    let welcome = line.post(&next(&first), "Digits=11").await;
    idle(line).await;
    line.desk.noted.lock().unwrap().clear();
    let stored = line.store.load(CALL).await.unwrap().unwrap();
    let mut record = Record::read(&stored).unwrap();
    let call = record.call::<ward::WardData>(CALL).unwrap();
    let step = record.step;
    let undone = (0..runs).map(|place| super::super::record::Pending {
        step,
        place,
        block: source.map_or(0, |_| 7),
        fields: crate::dialog::data::CallData::save(call.data()),
        language: "en-US".into(),
        once: source.map(str::to_owned),
        at_least_once: None,
        state: String::new(),
        report: None,
        by: None,
    });
    record.pending.extend(undone);
    assert_eq!(line.store.save(CALL, Some(&stored), record.write().unwrap()).await.unwrap(), Saved::Done);
    assert!(welcome.contains("/ward/Welcome/0/2"), "{welcome}");
    next(&first)
}
