//! The events of calls: what is written for each step, and what is never written.

use std::{
    env, fs, process,
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

use axum::Router;
use ivr_runtime::{
    config::Settings,
    events::{CallEvent, Happened},
    router,
};

use crate::{fixture::Acme, provider::Webhook};

/// How long an event may take from an answer to its output.
const WITHIN: Duration = Duration::from_secs(10);

/// ACME, and the events of its calls.
fn acme() -> (Router, Receiver<CallEvent>) {
    let (sender, events) = channel();
    let settings = Settings::new().unsigned().own_events(move |events| {
        events.iter().for_each(|event| sender.send(event.clone()).unwrap());
    });
    (router::<Acme>((), &settings).unwrap(), events)
}

/// The next event, without its time and its latency.
#[track_caller]
fn next(events: &Receiver<CallEvent>) -> String {
    let mut event = events.recv_timeout(WITHIN).unwrap();
    assert_eq!((event.call.as_str(), event.tree.as_str()), ("CA00000000000000000000000000000001", "Acme"));
    if let Happened::Step { latency_us, .. } = &mut event.what {
        assert!(*latency_us < 60_000_000, "{latency_us}");
        *latency_us = 0;
    }
    serde_json::to_string(&event.what).unwrap()
}

fn step(state: &str, verb: &str, arm: &str, outcome: &str, attempt: u8, to: &str) -> String {
    format!(
        r#"{{"event":"step","state":"{state}","verb":"{verb}","arm":"{arm}","outcome":"{outcome}","attempt":{attempt},{to},"latency_us":0}}"#
    )
}

#[tokio::test]
async fn every_step_is_told_by_its_names_and_never_by_what_a_caller_entered() {
    let (router, events) = acme();
    Webhook::post("/acme", &[]).to(&router).await.twiml();
    assert_eq!(next(&events), r#"{"event":"started","next":"Menu"}"#);
    for (path, fields, event) in [
        ("/acme/Menu", &[][..], step("Menu", "gather", "silence", "silence", 0, r#""next":"Menu""#)),
        ("/acme/Menu/1", &[("Digits", "7")], step("Menu", "gather", "_", "_", 1, r#""next":"Menu""#)),
        (
            "/acme/Menu/2",
            &[("Digits", "9")],
            step("Menu", "gather", "to Menu", "matched", 2, r#""next":"Menu""#),
        ),
        (
            "/acme/Menu",
            &[("SpeechResult", "Sales, please.")],
            step("Menu", "gather", "sales", "matched", 0, r#""next":"Sales""#),
        ),
        (
            "/acme/Sales",
            &[("RecordingUrl", "https://api.example/RE1"), ("RecordingDuration", "9")],
            step("Sales", "record", "recorded", "recorded", 0, r#""next":"Thanks","end":"hangup""#),
        ),
        (
            "/acme/Reception",
            &[("DialCallStatus", "completed")],
            step("Reception", "dial", "answered", "answered", 0, r#""end":"hangup""#),
        ),
        (
            "/acme/Reception",
            &[("DialCallStatus", "busy")],
            step("Reception", "dial", "_", "busy", 0, r#""next":"Sales""#),
        ),
    ] {
        Webhook::post(path, fields).to(&router).await.twiml();
        assert_eq!(next(&events), event, "{path}");
    }
}

#[tokio::test]
async fn the_end_of_a_call_and_an_error_are_told() {
    let (router, events) = acme();
    Webhook::post("/acme/Retired/2?ivr-retry=10", &[("Digits", "31337")]).to(&router).await.twiml();
    assert_eq!(next(&events), r#"{"event":"on_error"}"#);
    // A call that is still ringing is not over.
    Webhook::post("/acme/status", &[("CallStatus", "ringing")]).to(&router).await;
    Webhook::post("/acme/status", &[("CallStatus", "completed"), ("CallDuration", "42")]).to(&router).await;
    assert_eq!(next(&events), r#"{"event":"ended","status":"completed","duration_s":42}"#);
    let numbers = Webhook::get("/metrics", &[]).to(&router).await.text;
    for line in [
        r#"ivr_calls_ended_total{tree="Acme",status="completed"} 1"#,
        r#"ivr_call_duration_seconds_sum{tree="Acme"} 42"#,
        r#"ivr_events_dropped_total{tree="Acme"} 0"#,
    ] {
        assert!(numbers.contains(line), "{line} in\n{numbers}");
    }
}

#[tokio::test]
async fn callers_who_come_to_a_state_and_leave_it_are_counted_by_state_and_outcome() {
    let (router, _events) = acme();
    Webhook::post("/acme", &[]).to(&router).await.twiml();
    Webhook::post("/acme", &[]).to(&router).await.twiml();
    Webhook::post("/acme/Menu", &[("Digits", "3")]).to(&router).await.twiml();
    let numbers = Webhook::get("/metrics", &[]).to(&router).await.text;
    for line in [
        r#"ivr_state_reached_total{tree="Acme",state="Menu",verb="gather"} 2"#,
        r#"ivr_state_reached_total{tree="Acme",state="Hours",verb="gather"} 1"#,
        r#"ivr_steps_total{tree="Acme",state="Menu",verb="gather",outcome="matched"} 1"#,
        r#"ivr_steps_total{tree="Acme",state="Menu",verb="gather",outcome="silence"} 0"#,
    ] {
        assert!(numbers.contains(line), "{line} in\n{numbers}");
    }
}

#[tokio::test]
async fn a_file_has_an_event_on_each_line_behind_what_it_held() {
    let path = env::temp_dir().join(format!("ivr-events-{}.jsonl", process::id()));
    fs::write(&path, "{}\n").unwrap();
    let settings = Settings::new().unsigned().events(path.to_str().unwrap());
    let router = router::<Acme>((), &settings).unwrap();
    Webhook::post("/acme", &[]).to(&router).await.twiml();
    Webhook::post("/acme/Menu", &[("Digits", "1")]).to(&router).await.twiml();
    let since = Instant::now();
    let text = loop {
        let text = fs::read_to_string(&path).unwrap();
        if text.lines().count() == 3 || since.elapsed() > WITHIN {
            break text;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    };
    fs::remove_file(&path).unwrap();
    let events: Vec<CallEvent> =
        text.lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect();
    let [begun, stepped] = &events[..] else { panic!("{text}") };
    assert!(matches!(&begun.what, Happened::Started { next: Some(next), .. } if next == "Menu"));
    assert!(matches!(&stepped.what, Happened::Step { arm: Some(arm), .. } if arm == "sales"));
    assert!(begun.time <= stepped.time);
    for private in ["1415", "+1", "Digits"] {
        assert!(!text.contains(private), "{private} in\n{text}");
    }
}

#[test]
fn a_file_that_cannot_be_opened_is_a_wrong_setting() {
    let settings = Settings::new().unsigned().events("/nowhere/events.jsonl");
    let refused = router::<Acme>((), &settings).unwrap_err().to_string();
    assert!(refused.starts_with("events: cannot open /nowhere/events.jsonl: "), "{refused}");
    let empty = router::<Acme>((), &Settings::new().unsigned().events(" ")).unwrap_err().to_string();
    assert!(empty.contains("`-` is standard output"), "{empty}");
}

#[tokio::test]
async fn an_output_that_is_slow_makes_nobody_wait_and_what_it_loses_is_counted() {
    let (release, held) = channel::<()>();
    let held = std::sync::Mutex::new(held);
    let settings = Settings::new().unsigned().own_events(move |_| {
        // Until the test is over.
        let _ = held.lock().unwrap().recv();
    });
    let router = router::<Acme>((), &settings).unwrap();
    let lost = async || {
        let numbers = Webhook::get("/metrics", &[]).to(&router).await.text;
        let line = numbers.lines().find(|line| line.starts_with("ivr_events_dropped_total")).unwrap();
        line.rsplit(' ').next().unwrap().parse::<u64>().unwrap()
    };
    let mut asked = 0;
    while lost().await == 0 && asked < 20_000 {
        for _ in 0..500 {
            Webhook::post("/acme/Menu", &[("Digits", "3")]).to(&router).await.twiml();
        }
        asked += 500;
    }
    assert!((8_000..=10_000).contains(&asked), "{asked} events until the first was dropped");
    drop(release);
}
