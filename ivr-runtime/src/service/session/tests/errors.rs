//! `on_error`: said once, followed by its target, and never in a loop.

use tokio::time::Instant;

use super::{super::READY_TTL, flaky::Mood, *};
use crate::{
    dialog::{
        data::{Answer, Call},
        tree::{Action, Event, Transition},
    },
    service::store::Saved,
};

const WORDS: &str = "Something went wrong.";

fn is_last(document: &str) -> bool {
    document.contains(WORDS) && document.ends_with("<Hangup/></Response>") && !document.contains("action=")
}

#[tokio::test(start_paused = true)]
async fn without_a_store_a_caller_reaches_a_person() {
    let line = Line::new();
    line.store.is(Mood::Away);
    let words = line.post("/ward", "").await;
    assert!(words.contains(WORDS) && words.contains("+12345678900"), "{words}");
    // The next state needs no stored field.
    let goodbye = line.post(&next(&words), "DialCallStatus=busy").await;
    assert!(goodbye.contains("Goodbye.") && !goodbye.contains(WORDS), "{goodbye}");
}

#[tokio::test(start_paused = true)]
async fn what_would_have_to_be_stored_ends_with_the_words() {
    let line = Line::new();
    line.store.is(Mood::Away);
    let words = line.post("/ward", "").await;
    let last = line.post(&next(&words), "DialCallStatus=no-answer").await;
    assert!(is_last(&last), "{last}");
}

#[tokio::test(start_paused = true)]
async fn a_store_that_does_not_answer_is_away_before_the_provider_gives_up() {
    let line = Line::new();
    let first = line.post("/ward", "").await;
    line.store.is(Mood::Silent);
    for path in ["/ward", &next(&first)] {
        let begun = Instant::now();
        let words = line.post(path, "Digits=11").await;
        assert!(words.contains(WORDS), "{words}");
        assert!(begun.elapsed() < Duration::from_secs(13), "{:?}", begun.elapsed());
    }
    assert!(line.sessions.ready().await.is_err());
}

#[tokio::test(start_paused = true)]
async fn new_calls_may_come_only_while_one_can_be_stored() {
    let line = Line::new();
    for (mood, status, text) in [
        (Mood::Well, StatusCode::OK, "ready\n"),
        (Mood::Full, StatusCode::SERVICE_UNAVAILABLE, "the store is full\n"),
        (Mood::Away, StatusCode::SERVICE_UNAVAILABLE, "the store is unavailable\n"),
        (Mood::Silent, StatusCode::SERVICE_UNAVAILABLE, "the store is unavailable\n"),
        (Mood::Well, StatusCode::OK, "ready\n"),
    ] {
        line.store.is(mood);
        sleep(READY_TTL).await;
        let response =
            line.router.clone().oneshot(Request::get("/readyz").body(Body::empty()).unwrap()).await;
        let response = response.unwrap();
        assert_eq!(response.status(), status, "{mood:?}");
        assert_eq!(to_bytes(response.into_body(), usize::MAX).await.unwrap(), text, "{mood:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_store_that_is_back_is_asked_again() {
    let line = Line::new();
    let welcome = line.entered("11").await;
    line.store.is(Mood::Away);
    let words = line.post(&next(&welcome), "Digits=1").await;
    assert!(words.contains("/ward/Human/0/2t1"), "{words}");
    line.store.is(Mood::Well);
    let goodbye = line.post(&next(&words), "DialCallStatus=busy").await;
    assert!(goodbye.contains("Goodbye."), "{goodbye}");
    assert_eq!(line.record().await.unwrap().step, 3);
    assert_eq!(line.post(&next(&words), "DialCallStatus=busy").await, goodbye);
}

#[tokio::test(start_paused = true)]
async fn on_error_is_a_step_and_a_repeated_request_gets_its_document_again() {
    let line = Line::new();
    let first = line.post("/ward", "").await;
    let words = line.post(&next(&first), "Digits=33").await;
    assert!(words.contains("/ward/Human/0/2t1"), "{words}");
    assert_eq!(line.post(&next(&first), "Digits=33").await, words);
    assert_eq!(line.desk.asked(), 1);
    let goodbye = line.post(&next(&words), "DialCallStatus=busy").await;
    assert!(goodbye.contains("Goodbye."));
}

#[tokio::test(start_paused = true)]
async fn a_record_that_grows_too_large_leads_to_on_error() {
    let line = Line::new();
    let welcome = line.entered("11").await;
    let words = line.post(&next(&welcome), "Digits=2").await;
    assert!(words.contains(WORDS) && !words.contains("Counted."), "{words}");
    let last = line.post(&next(&words), "DialCallStatus=no-answer").await;
    assert!(is_last(&last), "{last}");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_was_forgotten_reaches_a_person() {
    let line = Line::new();
    let welcome = line.entered("11").await;
    let stored = line.store.load(CALL).await.unwrap().unwrap();
    assert_eq!(line.store.remove(CALL, &stored).await, Ok(Saved::Done));
    let words = line.post(&next(&welcome), "Digits=1").await;
    assert!(words.contains(WORDS) && words.contains("+12345678900"), "{words}");
    assert!(line.post(&next(&words), "DialCallStatus=busy").await.contains("Goodbye."));
}

#[tokio::test(start_paused = true)]
async fn a_removed_state_leads_to_on_error_with_the_fields_of_the_call() {
    let line = Line::new();
    line.entered("11").await;
    let words = line.post("/ward/Gone/0/2", "Digits=1").await;
    assert!(words.contains(WORDS) && words.contains("/ward/Human/0/3t1"), "{words}");
    assert_eq!(line.post("/ward/Gone/0/2", "Digits=1").await, words);
}

/// `start Ask; state Ask { match app.never() { true => Ask } }  on_error {} then Ask`: what nobody would write, and
/// what no tree may do to a caller.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct Round;

impl PhoneTree for Round {
    type App = ();
    type Data = ();
    const NAME: &'static str = "Round";
    const NEEDS_APP: bool = true;
    const DESCRIPTION: &'static str = r#"{"name":"Round","language":"en-US","starts":[{"state":"Round"}],
        "on_error":{"lines":[{"say":{"text":"Something went wrong."}}],"then":{"go":"Round"}},
        "states":[{"name":"Round","verb":{"match":{"question":0,"source":"app.never()","arms":[
            {"pattern":"true","heard":"arm 0","to":{"go":"Round"}}]}}}]}"#;
    const ACTIONS: &'static [Action<Self>] = &[];

    fn states() -> &'static [Self] {
        &[Self]
    }

    fn index(self) -> usize {
        0
    }

    fn name(self) -> &'static str {
        "Round"
    }

    fn next(self, _: Event) -> Transition<Self> {
        Transition::Go(Self)
    }

    async fn ask(_: u16, (): &(), _: &Call<()>) -> Answer<()> {
        panic!("on purpose")
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_in_the_target_of_on_error_ends_the_call() {
    let router = routes(Arc::new(Sessions::<Round>::new((), None)));
    let last = request(&router, "/round", "CallSid=CA1").await;
    assert!(is_last(&last), "{last}");
}
