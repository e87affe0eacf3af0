//! Calls of small applications, and the messages of a story that fails.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
};

use axum::{Router, routing::post};

use super::Caller;
use crate::{
    fixture::{Acme, Hotel},
    simulator as phone,
};

fn xml(inner: &str) -> ([(&'static str, &'static str); 1], String) {
    ([("content-type", "text/xml")], format!("<Response>{inner}</Response>"))
}

/// An application whose every path answers what `documents` has for it.
fn app(documents: &'static [(&'static str, &'static str)]) -> Router {
    documents.iter().fold(Router::new(), |router, (path, inner)| {
        router.route(path, post(move || async move { xml(inner) }))
    })
}

const DESK: &[(&str, &str)] = &[
    (
        "/acme",
        "<Gather action='/acme/Menu' numDigits='1' input='dtmf speech' actionOnEmptyResult='true'>\
         <Say>Welcome to\n ACME.</Say><Play>/menu.wav</Play></Gather>",
    ),
    ("/acme/Menu", "<Dial action='/acme/Reception/2'>+12345678900</Dial>"),
    (
        "/acme/Reception/2",
        "<Say>Leave a message.</Say><Record action='/acme/Sales'/><Redirect>/acme/Support</Redirect>",
    ),
    ("/acme/Sales", "<Say>Thank you.</Say><Hangup/>"),
    ("/acme/Support", "<Enqueue action='/acme/Thanks'>support</Enqueue>"),
    ("/acme/Thanks", "<Redirect>https://elsewhere.example/</Redirect>"),
];

fn desk() -> Caller {
    Caller::to(app(DESK), "/acme")
}

/// What a story panics with.
fn failure(story: impl FnOnce() -> Caller) -> String {
    let panic = catch_unwind(AssertUnwindSafe(story)).unwrap_err();
    panic.downcast_ref::<String>().cloned().unwrap_or_default()
}

#[test]
fn a_whole_call_reads_as_a_story() {
    desk()
        .hears("welcome to acme")
        .hears("menu.wav")
        .does_not_hear("message")
        .at(Acme::Menu)
        .waits_for_keys()
        .waits_for_words()
        .press('3')
        .dials("+12345678900")
        .at(Acme::Reception)
        .no_answer()
        .hears("leave a message")
        .waits_for_message()
        .at(Acme::Sales)
        .records(8)
        .hears("thank you")
        .ended();
}

#[test]
fn a_call_is_at_its_state_whatever_it_speaks_and_is_written_down_so() {
    phone::call::<Hotel>().at(Hotel::Menu).press('2').at(Hotel::Menu).press('1').at(Hotel::Room);
}

#[test]
fn a_call_speaks_a_language_when_all_that_is_said_and_listened_for_is_in_it() {
    const GATE: &[(&str, &str)] = &[
        ("/", "<Say language='fr-FR'>Bonjour.</Say><Gather action='/yes' input='speech' language='fr-FR'/>"),
        (
            "/yes",
            "<Say language='fr-FR'>Oui ?</Say><Gather action='/no' input='speech dtmf' numDigits='1'><Play>a</Play></Gather>",
        ),
        ("/no", "<Say>No.</Say><Gather action='/beep' numDigits='1' language='fr-FR'/>"),
        ("/beep", "<Play>/beep.mp3</Play>"),
    ];
    let gate = || Caller::to(app(GATE), "/").speaks("fr-FR");
    let failure = |story: fn(Caller) -> Caller| failure(|| story(gate()));
    let both = failure(|gate| gate.says("oui").speaks("fr-FR"));
    assert!(both.starts_with("expected the call to speak fr-FR alone, and not en-US, but"), "{both}");
    // Keys belong to no language, and a text without a language is in Twilio's default.
    let _english = gate().says("oui").press('1').speaks("en-US");
    let nobody = failure(|gate| gate.says("oui").press('1').press('1').speaks("fr-FR"));
    assert!(nobody.starts_with("expected the call to speak fr-FR, but"), "{nobody}");
}

#[test]
fn what_was_heard_before_the_last_move_is_not_heard_again() {
    let failure = failure(|| desk().press('3').busy().hears("welcome"));
    assert!(failure.starts_with("expected to hear \"welcome\", but the call went so:"), "{failure}");
}

#[test]
fn a_failed_story_shows_the_call_so_far() {
    let failure = failure(|| desk().says("sales").busy().hears("goodbye"));
    let call = failure.split_once("so:\n\n").unwrap().1;
    let expected = " 0:00  Menu         [POST /acme]
 0:00  Menu         “Welcome to ACME.”
 0:01  Menu         [plays /menu.wav]
 0:06  Menu         waits for a key or words, 5 s
 0:06  Menu         > \"sales\"
 0:06  Reception/2  [POST /acme/Menu] SpeechResult=sales Confidence=0.9
 0:06  Reception/2  calls +12345678900, 30 s
 0:06  Reception/2  > busy
 0:06  Sales        [POST /acme/Reception/2] DialCallStatus=busy DialBridged=false
 0:06  Sales        “Leave a message.”
 0:07  Sales        [beep]
 0:07  Sales        waits for a message of at most 3600 s
";
    assert_eq!(call, expected);
}

#[test]
fn another_state_than_expected_is_named() {
    let failure = failure(|| desk().at(Acme::Hours));
    assert!(failure.starts_with("expected the call to wait in Hours"), "{failure}");
}

#[test]
fn a_move_that_nobody_waits_for_fails_the_story() {
    assert!(failure(|| desk().busy()).starts_with("nobody waits for the move `busy`"));
    assert!(failure(|| desk().press("x")).starts_with("\"x\" are not keys"));
    assert!(failure(|| desk().hangs_up().press('1')).starts_with("nobody waits for the move `1`"));
}

#[test]
fn a_queue_is_waited_in_and_left_for_a_document_of_somebody_else() {
    desk().silence().answers().silence().queues("support").bridged().ended();
}

#[test]
fn a_call_that_breaks_off_has_not_ended() {
    let broken = || Caller::to(app(&[]), "/acme");
    assert!(failure(|| broken().ended()).contains("! error 11200: the application answered with status 404"));
    broken().breaks_off_with(11200);
}

#[test]
fn an_application_that_panics_breaks_the_call_off() {
    async fn panics() -> &'static str {
        panic!("a bug of the application")
    }
    Caller::to(Router::new().route("/acme", post(panics)), "/acme").breaks_off_with(11205);
}

#[test]
fn a_rejected_call_is_over() {
    Caller::to(app(&[("/", "<Reject reason='busy'/>")]), "/").rejected().ended();
}

#[test]
fn an_open_entry_is_submitted_when_something_else_is_expected() {
    const PIN: &[(&str, &str)] =
        &[("/", "<Gather action='/pin' numDigits='4'/>"), ("/pin", "<Say>Too short.</Say>")];
    Caller::to(app(PIN), "/").press('1').press('2').hears("too short");
}

#[test]
fn silence_that_leads_nowhere_is_called_out() {
    const LOOP: &[(&str, &str)] = &[("/", "<Gather><Say>Press one.</Say></Gather><Redirect>/</Redirect>")];
    let failure = failure(|| Caller::to(app(LOOP), "/").stays_silent());
    assert!(failure.contains("endless silence: the same question was asked 20 times"), "{failure}");
    desk().stays_silent().dials("+12345678900");
}

#[test]
fn work_left_behind_by_an_answer_is_done_when_the_story_goes_on() {
    let done = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&done);
    let router = Router::new().route(
        "/",
        post(move || async move {
            tokio::spawn(async move { flag.store(true, Ordering::Release) });
            xml("<Hangup/>")
        }),
    );
    let _over = Caller::to(router, "/").ended();
    assert!(done.load(Ordering::Acquire));
}

#[test]
fn the_number_of_the_caller_is_what_the_application_is_told() {
    let seen = Arc::new(Mutex::new(String::new()));
    let told = Arc::clone(&seen);
    let router = Router::new().route(
        "/",
        post(move |form: String| async move {
            *told.lock().unwrap() = form;
            xml("")
        }),
    );
    let _over = Caller::to(router, "/").from("anonymous").ended();
    assert!(seen.lock().unwrap().contains("&From=anonymous&"));
}

/// Counts how often it was asked.
fn counting() -> (Router, Arc<AtomicU32>) {
    let count = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&count);
    let answer =
        move || async move { xml(&format!("<Say>{}</Say>", counter.fetch_add(1, Ordering::AcqRel))) };
    (Router::new().route("/", post(answer)), count)
}

#[test]
fn a_repeated_request_must_be_answered_alike() {
    let _alike = desk().press('3').retried().busy().retried();
    let (router, count) = counting();
    let failure = failure(|| Caller::to(router, "/").retried());
    assert!(failure.starts_with("expected the same answer again"), "{failure}");
    assert_eq!(count.load(Ordering::Acquire), 2);
}

#[test]
fn the_status_callback_of_the_number_is_told() {
    let (router, count) = counting();
    let _over =
        Caller::to(router.route("/call", post(async || xml(""))), "/call").status_callback("/").ended();
    assert_eq!(count.load(Ordering::Acquire), 1);
}

#[test]
fn a_story_may_be_told_inside_a_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async { desk().hears("welcome").press('1').busy().records(3).ended() });
}

#[test]
fn an_address_that_is_none_is_a_mistake_in_the_story() {
    assert!(failure(|| Caller::to(Router::new(), "acme")).contains("11100"));
}
