//! Servers of two versions of a tree leave each other what only the other can do.

use super::{
    super::GRACE,
    once::{idle, left_undone_by},
    *,
};
use crate::service::store::Saved;

/// A server of a shared store.
fn shared() -> Line {
    Line::sharing(&Arc::default(), &Arc::default())
}

/// Changes what is stored of the call.
async fn rewrite(line: &Line, change: impl Fn(&str) -> String) -> Vec<u8> {
    let before = line.store.load(CALL).await.unwrap().unwrap();
    let after = change(std::str::from_utf8(&before).unwrap()).into_bytes();
    assert_ne!(before, after);
    assert_eq!(line.store.save(CALL, Some(&before), after.clone()).await.unwrap(), Saved::Done);
    after
}

/// Follows the requests that are passed on, until something is said; how many there were.
async fn passed_on(line: &Line, path: &str, form: &str) -> (String, usize) {
    let (mut document, mut count) = (line.post(path, form).await, 0);
    while document.contains("ivr-retry=") {
        count += 1;
        document = line.post(&next(&document), "").await;
    }
    (document, count)
}

#[tokio::test(start_paused = true)]
async fn a_record_of_a_newer_version_is_left_to_a_server_that_reads_it() {
    let line = shared();
    let entry = next(&line.post("/ward", "").await);
    let newer = rewrite(&line, |record| record.replacen("\"version\":1", "\"version\":9", 1)).await;
    for path in [entry.as_str(), "/ward"] {
        // A new server, because the first one has the readable record in its cache.
        let other = Line::sharing(&line.desk, &line.store);
        let (said, attempts) = passed_on(&other, path, "Digits=11").await;
        assert_eq!(attempts, 10, "{path}");
        assert!(said.contains("Something went wrong."), "{path}: {said}");
        assert_eq!(line.store.load(CALL).await.unwrap(), Some(newer.clone()), "{path}");
    }
    rewrite(&line, |record| record.replacen("\"version\":9", "\"version\":1", 1)).await;
    let other = Line::sharing(&line.desk, &line.store);
    let first = other.post(&entry, "Digits=11").await;
    assert!(first.contains("Code 11."), "{first}");
}

#[tokio::test(start_paused = true)]
async fn a_field_of_another_type_is_left_to_a_server_that_reads_it() {
    let line = shared();
    let entry = next(&line.post("/ward", "").await);
    rewrite(&line, |record| record.replacen("\"tally\":\"\"", "\"tally\":[3]", 1)).await;
    let other = Line::sharing(&line.desk, &line.store);
    let asked = other.post(&entry, "Digits=11").await;
    assert!(next(&asked).ends_with("?Digits=11&ivr-retry=1"), "{asked}");
}

#[tokio::test(start_paused = true)]
async fn a_record_that_is_none_and_a_store_of_ones_own_are_not_passed_on() {
    let line = shared();
    let entry = next(&line.post("/ward", "").await);
    rewrite(&line, |_| "torn".to_owned()).await;
    let said = Line::sharing(&line.desk, &line.store).post(&entry, "Digits=11").await;
    assert!(said.contains("Something went wrong."), "{said}");
    let alone = Line::new();
    for path in ["/ward/Nowhere", "/ward/Nowhere/0/3"] {
        assert!(alone.post(path, "").await.contains("Something went wrong."), "{path}");
        assert!(line.post(path, "").await.contains("ivr-retry=1"), "{path}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_field_that_only_another_version_has_is_kept() {
    let line = shared();
    let entry = next(&line.post("/ward", "").await);
    rewrite(&line, |record| record.replacen("\"tally\":", "\"doctor\":{\"name\":\"Lake\"},\"tally\":", 1))
        .await;
    let other = Line::sharing(&line.desk, &line.store);
    other.post(&entry, "Digits=11").await;
    let stored = String::from_utf8(line.store.load(CALL).await.unwrap().unwrap()).unwrap();
    assert!(stored.contains(r#""code":"11","doctor":{"name":"Lake"},"tally":"""#), "{stored}");
    // A call that begins again has empty fields.
    other.post("/ward", "CallStatus=in-progress").await;
    let anew = String::from_utf8(line.store.load(CALL).await.unwrap().unwrap()).unwrap();
    assert!(!anew.contains("doctor"), "{anew}");
}

#[tokio::test(start_paused = true)]
async fn what_the_hooks_of_another_version_need_outlives_the_call() {
    let line = shared();
    line.post("/ward", "").await;
    line.post("/ward/status", "CallStatus=completed").await;
    sleep(GRACE * 2).await;
    assert_eq!(line.store.load(CALL).await.unwrap(), None);
    line.post("/ward", "").await;
    let told = r#","aftermath":{"reported":["recording-RE1"]}}"#;
    let newer = |record: &str| record.replacen("\"version\":1", "\"version\":3", 1);
    rewrite(&line, |record| newer(record).strip_suffix('}').unwrap().to_owned() + told).await;
    line.post("/ward/status", "CallStatus=completed").await;
    sleep(GRACE * 2).await;
    let left = String::from_utf8(line.store.load(CALL).await.unwrap().unwrap()).unwrap();
    assert!(left.contains("recording-RE1"), "{left}");
}

#[tokio::test(start_paused = true)]
async fn a_run_is_known_by_its_rust_and_not_by_its_number() {
    let line = shared();
    left_undone_by(&line, 1, Some("app.note(call).await")).await;
    let line = line.restarted();
    line.sessions.tend();
    idle(&line).await;
    assert_eq!(line.desk.noted(), ["CA1 11"]);
}

#[tokio::test(start_paused = true)]
async fn a_run_of_another_version_is_left_to_it() {
    let line = shared();
    let last = left_undone_by(&line, 1, Some("app.bill(call).await")).await;
    let line = line.restarted();
    line.sessions.tend();
    idle(&line).await;
    line.post(&last, "Digits=11").await;
    idle(&line).await;
    assert_eq!(line.desk.noted(), Vec::<String>::new());
    assert_eq!(line.record().await.unwrap().pending.len(), 1);
}
