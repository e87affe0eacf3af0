//! Calls, as Twilio makes them: one request for every step.

use axum::http::{Method, StatusCode};

use crate::{
    fixture::Acme,
    log::Log,
    provider::{Webhook, open},
    trap::{self, Trap},
};

#[tokio::test]
async fn a_new_call_is_greeted_by_post_and_by_get_alike() {
    let router = open::<Acme>();
    let posted = Webhook::post("/acme", &[]).to(&router).await;
    posted.says("Welcome to ACME, Inc.").says(r#"action="/acme/Menu""#);
    assert_eq!(Webhook::get("/acme", &[]).to(&router).await.twiml(), posted.text);
    assert_eq!(Webhook::post("/acme/", &[]).to(&router).await.twiml(), posted.text);
    assert_eq!(Webhook::raw("/acme", b"").to(&router).await.twiml(), posted.text);
}

#[tokio::test]
async fn a_key_leads_on_and_so_does_a_word() {
    let router = open::<Acme>();
    let pressed = Webhook::post("/acme/Menu", &[("Digits", "3")]).to(&router).await;
    pressed.says("We are open").says(r#"action="/acme/Hours""#);
    let said =
        Webhook::post("/acme/Menu", &[("SpeechResult", "Your hours, please."), ("Confidence", "0.93")]);
    assert_eq!(said.to(&router).await.twiml(), pressed.text);
    let asked = Webhook::get("/acme/Menu", &[("Digits", "3")]);
    assert_eq!(asked.to(&router).await.twiml(), pressed.text);
}

#[tokio::test]
async fn silence_is_asked_again_twice_and_then_somebody_answers() {
    let router = open::<Acme>();
    let first = Webhook::post("/acme/Menu", &[]).to(&router).await;
    first.says("I did not hear you").says(r#"action="/acme/Menu/1""#);
    let blank = Webhook::post("/acme/Menu/1", &[("Digits", ""), ("SpeechResult", "")]).to(&router).await;
    blank.says("I did not hear you").says(r#"action="/acme/Menu/2""#);
    Webhook::post("/acme/Menu/2", &[]).to(&router).await.says("+12345678900");
}

#[tokio::test]
async fn a_repeated_request_gets_the_same_bytes() {
    let router = open::<Acme>();
    let webhook = Webhook::post("/acme/Menu", &[("Digits", "7")]);
    let once = webhook.clone().to(&router).await;
    for _ in 0..3 {
        assert_eq!(webhook.clone().to(&router).await.twiml(), once.text);
    }
}

#[tokio::test]
async fn a_key_that_no_arm_has_is_answered_like_any_other() {
    let router = open::<Acme>();
    for digits in ["7", "*", "12345678901234567890", "hangup", "ä", "<Hangup/>"] {
        let answer = Webhook::post("/acme/Menu", &[("Digits", digits)]).to(&router).await;
        answer.says("The option that you selected is invalid.");
    }
}

#[tokio::test]
async fn a_message_that_the_caller_ended_by_hanging_up_counts() {
    let router = open::<Acme>();
    let recorded =
        [("RecordingUrl", "https://api.example.com/RE1"), ("RecordingDuration", "7"), ("Digits", "hangup")];
    Webhook::post("/acme/Sales", &recorded).to(&router).await.says("Thank you. Goodbye.");
    Webhook::post("/acme/Sales", &[("Digits", "hangup")]).to(&router).await.says("<Hangup/>");
}

#[tokio::test]
async fn of_repeated_fields_the_first_counts_and_unknown_ones_are_passed_over() {
    let router = open::<Acme>();
    let fields = [("Zodiac", "Fishes"), ("Digits", "3"), ("Digits", "1"), ("digits", "2"), ("", "")];
    Webhook::post("/acme/Menu", &fields).to(&router).await.says("We are open");
}

#[tokio::test]
async fn a_state_that_this_version_does_not_have_leads_to_on_error() {
    let (router, log) = (open::<Acme>(), Log::start());
    for path in
        ["/acme/Retired", "/acme/Menu/x", "/acme/Menu/1/2/3/4", "/acme/menu", "/acme/Menu%2", "/acme/%FF"]
    {
        let first = Webhook::post(path, &[("Digits", "1")]).to(&router).await;
        first.says("?Digits=1&amp;ivr-retry=1</Redirect>");
        // No other server knows it either.
        let last = Webhook::post(&format!("{path}?Digits=1&ivr-retry=10"), &[]).to(&router).await;
        last.says("Something went wrong on our side.").says("+12345678900");
        log.has(&format!("path=\"{path}\""));
    }
}

#[tokio::test]
async fn a_tree_that_panics_leads_to_on_error_and_the_next_call_is_answered() {
    let (router, log) = (open::<Trap>(), Log::start());
    trap::set();
    let answer = Webhook::post("/trap-door/Menu", &[("Digits", "8")]).to(&router).await;
    answer.says("Something broke.").says("/trap-door/Caf%C3%A9");
    log.has("panicked");
    Webhook::post("/trap-door/Menu", &[("Digits", "1")]).to(&router).await.says("Gather");
}

#[tokio::test]
async fn a_state_may_have_any_name_that_rust_takes() {
    let router = open::<Trap>();
    Webhook::post("/trap-door/Caf%C3%A9", &[]).to(&router).await.says("<Hangup/>");
    Webhook::post("/trap-door/Caf%c3%a9", &[]).to(&router).await.says("<Hangup/>");
}

#[tokio::test]
async fn a_callback_is_taken_note_of_without_words() {
    let router = open::<Acme>();
    for callback in ["/acme/status", "/acme/recording", "/acme/transcription"] {
        let answer = Webhook::post(callback, &[("CallStatus", "completed")]).to(&router).await;
        assert_eq!((answer.status, answer.text.as_str()), (StatusCode::NO_CONTENT, ""), "{callback}");
    }
}

#[tokio::test]
async fn another_method_is_refused_and_told_which_there_are() {
    let router = open::<Acme>();
    for method in [Method::PUT, Method::DELETE, Method::OPTIONS, Method::PATCH] {
        let answer = Webhook::raw("/acme/Menu", b"").method(method).to(&router).await;
        answer.is_refused_with(405);
        assert_eq!(answer.headers.get("allow").unwrap(), "GET, HEAD, POST");
    }
}

#[tokio::test]
async fn the_log_tells_the_call_and_the_states_but_nothing_of_the_caller() {
    let (router, log) = (open::<Acme>(), Log::start());
    Webhook::post("/acme", &[]).to(&router).await.twiml();
    let told = [("Digits", "3141592"), ("SpeechResult", "my secret word")];
    Webhook::post("/acme/Menu", &told).to(&router).await.twiml();
    for words in ["incoming call", "a call goes on", "call.sid=\"CA0", "tree.state=\"Menu\"", "latency_ms="] {
        log.has(words);
    }
    for words in ["3141592", "secret", "+1415", "4158675309", "8005551212"] {
        log.has_not(words);
    }
}
