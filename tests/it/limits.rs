//! `time_limit (expr)` and `redirect (expr)`: how long a conversation lasts and where a call is handed over, from Rust.

use std::time::Duration;

use axum::{
    body::{Body, to_bytes},
    http::Request,
};
use ivr::{
    config::Settings,
    phone::{call_with, every_path_with, random_callers_with},
};
use tower::ServiceExt as _;

/// What is left on a card, and where the others are served.
#[derive(Clone, Debug)]
pub(crate) struct Cards {
    seconds: u64,
    page: &'static str,
}

impl Cards {
    fn left(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }
}

ivr::phone_tree! {
    /// Connects for as long as the card pays, then hands the caller over.
    pub(crate) tree Prepaid for Cards {
        start Begin;
        data { left: Duration = Duration::ZERO }
        on_error { say "We are sorry."; } then Bye

        state Begin { set left = app.left(); goto Talk; }
        state Talk { dial "+12345678900", time_limit (call.left) match { answered => Away, failed => Empty, _ => Bye } }
        state Away { redirect (app.page); }
        state Empty { say "Nothing is left on your card."; hangup; }
        state Bye { say "Goodbye."; hangup; }
    }
}

fn card(seconds: u64) -> Cards {
    Cards { seconds, page: "https://a.example/next" }
}

async fn first_document(cards: Cards) -> String {
    let router = ivr::router::<Prepaid>(cards, &Settings::new().unsigned().store("memory:")).unwrap();
    let request = Request::post("/prepaid").header("content-type", "application/x-www-form-urlencoded");
    let response = router.oneshot(request.body(Body::from("CallSid=CA1")).unwrap()).await.unwrap();
    String::from_utf8(to_bytes(response.into_body(), 100_000).await.unwrap().to_vec()).unwrap()
}

#[tokio::test]
async fn twilio_ends_the_conversation_when_the_card_is_empty() {
    for (seconds, written) in [(1, "1"), (95, "95"), (20_000, "14400")] {
        let document = first_document(card(seconds)).await;
        assert!(document.contains(&format!(r#" timeLimit="{written}">"#)), "{document}");
    }
}

#[test]
fn a_card_without_time_dials_nobody() {
    call_with::<Prepaid>(card(0)).hears("Nothing is left").ended();
    call_with::<Prepaid>(card(60)).dials("+12345678900").busy().hears("Goodbye.").ended();
}

#[test]
fn the_caller_is_handed_over_where_rust_says_and_an_address_that_is_none_is_on_error() {
    let mut call = call_with::<Prepaid>(card(60)).answers();
    assert!(call.transcript().contains("https://a.example/next"), "{}", call.transcript());
    for page in ["", "next", "ftp://a.example/"] {
        call_with::<Prepaid>(Cards { page, ..card(60) })
            .answers()
            .hears("We are sorry.")
            .hears("Goodbye.")
            .ended();
    }
}

#[test]
fn every_path_and_random_callers_get_through() {
    let paths = every_path_with::<Prepaid>([card(60), card(0)]);
    assert!(paths.left_out.is_empty(), "{paths}");
    random_callers_with::<Prepaid>(20, 1, card(60));
}
