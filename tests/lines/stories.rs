//! Calls of ACME over the real router, signed as Twilio signs them: behind a proxy, across restarts, repeated.

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::Request,
    http::request::Parts,
};
use ivr::{config::Settings, phone::Caller};
use tower::ServiceExt as _;

use crate::acme::Acme;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

fn signed() -> Settings {
    Settings::new().auth_token(TOKEN).public_url("https://voice.example.com")
}

fn router(settings: &Settings) -> Router {
    ivr::router::<Acme>((), settings).expect("the settings fit together")
}

/// The hours, a wrong key, silence, a person who is not there, a message.
fn through_the_whole_tree(caller: Caller) {
    caller
        .hears("Welcome to ACME, Inc.")
        .press('3')
        .hears("We are closed on Sunday.")
        .silence()
        .press('7')
        .hears("The option that you selected is invalid.")
        .silence()
        .hears("Sorry, I did not hear you.")
        .says("the receptionist, please")
        .dials("+12345678900")
        .no_answer()
        .hears("please leave us a message")
        .records_and_hangs_up(12)
        .ended();
}

#[test]
fn a_signed_call_goes_all_the_way() {
    through_the_whole_tree(Caller::to(router(&signed()), "https://voice.example.com/acme").signed(TOKEN));
}

#[test]
fn a_port_and_a_prefix_of_the_public_address_are_signed_too() {
    let settings =
        Settings::new().auth_token(TOKEN).public_url("https://voice.example.com:8443").mounted_at("/phones");
    let app = Router::new().nest("/phones", router(&settings));
    through_the_whole_tree(Caller::to(app, "https://voice.example.com:8443/phones/acme").signed(TOKEN));
}

#[test]
fn nobody_else_is_answered() {
    let number = "https://voice.example.com/acme";
    Caller::to(router(&signed()), number).breaks_off_with(11200);
    Caller::to(router(&signed()), number).signed("another token").breaks_off_with(11200);
    Caller::to(router(&signed()), "https://voice.example.org/acme").signed(TOKEN).breaks_off_with(11200);
}

#[test]
fn a_new_process_for_every_request_is_not_noticed() {
    let processes = Router::new().fallback(async |request: Request| router(&signed()).oneshot(request).await);
    through_the_whole_tree(Caller::to(processes, "https://voice.example.com/acme").signed(TOKEN));
}

#[test]
fn a_request_that_comes_twice_is_answered_alike() {
    let app = router(&signed());
    let twice = Router::new().fallback(async move |request: Request| {
        let (head, body) = request.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("the body is there");
        let answers = [answer(&app, &head, &body).await, answer(&app, &head, &body).await];
        assert_eq!(answers[0], answers[1]);
        let [document, _] = answers;
        ([("content-type", "text/xml")], document)
    });
    through_the_whole_tree(Caller::to(twice, "https://voice.example.com/acme").signed(TOKEN));
}

async fn answer(app: &Router, head: &Parts, body: &Bytes) -> Bytes {
    let request = Request::from_parts(head.clone(), Body::from(body.clone()));
    let response = app.clone().oneshot(request).await.expect("a router always answers");
    to_bytes(response.into_body(), usize::MAX).await.expect("a document is short")
}
