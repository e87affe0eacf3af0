//! How the writer thread handles events that cannot be written, and the last events.

use std::sync::Mutex;

use super::*;
use crate::{
    dialog::tree::PhoneTree as _,
    fixture::Acme,
    service::events::{EventFn, Happened},
};

fn acme() -> Description {
    serde_json::from_str(Acme::DESCRIPTION).unwrap()
}

fn queue(take: impl Fn(&[CallEvent]) + Send + Sync + 'static) -> (Arc<Events>, Counter) {
    let (dropped, take): (Counter, Arc<EventFn>) = (Counter::default(), Arc::new(take));
    (Events::start(&EventOutput::Own(take), &acme(), dropped.clone()).unwrap(), dropped)
}

fn ended(events: &Events) {
    events.note(
        "CA0123456789abcdef0123456789abcdef",
        What::Ended { status: CallStatus::Completed, duration_s: None },
    );
}

#[test]
fn a_flush_waits_for_everything_that_was_noted_before() {
    let taken = Arc::new(Mutex::new(0));
    let count = Arc::clone(&taken);
    let (events, dropped) = queue(move |events| {
        thread::sleep(Duration::from_millis(1));
        *count.lock().unwrap() += events.len();
    });
    (0..2_000).for_each(|_| ended(&events));
    assert!(events.flush(Duration::from_secs(30)));
    assert_eq!((*taken.lock().unwrap(), dropped.get()), (2_000, 0));
}

#[test]
fn a_flush_does_not_wait_for_an_output_that_hangs() {
    let (release, held) = std::sync::mpsc::channel::<()>();
    let held = Mutex::new(held);
    let (events, _) = queue(move |_| {
        let _ = held.lock().unwrap().recv();
    });
    ended(&events);
    assert!(!events.flush(Duration::from_millis(20)));
    drop(release);
    assert!(events.flush(Duration::from_secs(30)));
}

#[test]
fn events_that_cannot_be_written_are_counted_and_the_next_ones_are_tried() {
    let taken = Arc::new(Mutex::new(0));
    let count = Arc::clone(&taken);
    let (events, dropped) = queue(move |events| {
        let mut taken = count.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *taken += events.len();
        assert!(*taken > 1, "the first one is refused");
    });
    for _ in 0..2 {
        ended(&events);
        assert!(events.flush(Duration::from_secs(30)));
    }
    assert_eq!(dropped.get(), 1);
}

#[test]
fn what_is_not_the_name_of_a_call_is_not_written() {
    let taken = Arc::new(Mutex::new(Vec::new()));
    let all = Arc::clone(&taken);
    let (events, _) = queue(move |events| all.lock().unwrap().extend_from_slice(events));
    for call in ["", "+14158675309", "CA0123456789abcdef0123456789abcdef"] {
        events.note(call, What::OnError { state: Some(Acme::Menu.index()) });
    }
    // A state that continues by itself receives no input.
    let (state, rest) = (Acme::Greeting.index(), Rest::default());
    events.note("", What::Step { state, heard: Event::Next, attempt: 0, rest, latency_us: 1 });
    assert!(events.flush(Duration::from_secs(30)));
    let taken = taken.lock().unwrap();
    let calls: Vec<&str> = taken.iter().map(|event| event.call.as_str()).collect();
    assert_eq!(calls, ["-", "-", "CA0123456789abcdef0123456789abcdef"]);
    assert!(taken.iter().all(|event| event.what == Happened::OnError { state: Some("Menu".to_owned()) }));
}
