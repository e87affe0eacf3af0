//! The legs of one call, request by request: on alternating servers, with a caller who has hung up, and two called
//! parties at once.

use std::time::Duration;

use axum::{Router, extract::Request};
use ivr::{config::Settings, phone::Caller};
use tower::ServiceExt as _;

use super::{Board, Helpline};
use crate::{
    by_hand::{attribute, document},
    counting_store::CountingStore,
};

ivr::phone_tree! {
    /// Two are called at once, and Rust knows who is gone.
    tree Pair for Board {
        start Ring;
        data { name: String = "Ada".to_owned() }

        after call { run app.note(call, "taken"); }

        state Ring {
            dial ["+12345678901", "+12345678902"], screen 1 {
                unless app.is_taken(call).await within 2s { say "The caller is gone."; }
                say "A call from {name}. To take it, press one.";
            } match {
                answered => { run app.note(call, "answered"); } then end,
                declined | busy | no_answer | failed | canceled => { run app.note(call, "missed"); } then Again,
            }
        }
        state Again {
            say "Once more.";
            dial "+12345678903", screen 2 { say "A call. To take it, press two."; } match { _ => end }
        }
    }
}

const CALL: &str = "CallSid=CA1&From=%2B14158675309&CallStatus=in-progress";
const ACCEPTS: &str = "<Response/>";

/// A server of its own, as after a restart.
fn server(board: &Board, store: &CountingStore) -> Router {
    ivr::router::<Pair>(board.clone(), &Settings::new().unsigned().own_store(store.clone())).unwrap()
}

/// The request of somebody who was called.
fn leg(number: u32) -> String {
    format!("CallSid=CA9{number}&ParentCallSid=CA1&CallStatus=in-progress")
}

async fn is_noted(board: &Board, what: &str) {
    for _ in 0..500 {
        if board.count(what) == 1 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{what} is not noted");
}

#[tokio::test]
async fn each_request_of_each_leg_may_reach_another_server() {
    let (board, store) = (Board::default(), CountingStore::default());
    let next = || server(&board, &store);
    let rings = document(&next(), "/pair", CALL).await;
    let asked = document(&next(), &attribute(&rings, "url"), &leg(1)).await;
    assert!(asked.contains("A call from Ada. To take it, press one."), "{asked}");
    let key = attribute(&asked, "action");
    assert!(document(&next(), &key, &format!("{}&Digits=1", leg(1))).await.ends_with(ACCEPTS));
    assert!(document(&next(), &key, &format!("{}&Digits=2", leg(1))).await.contains("<Hangup/>"));
    // The outcome is reported to the caller's step, on a server that received no request of the leg.
    let result = format!("{CALL}&DialCallStatus=completed&DialBridged=true");
    assert!(document(&next(), &attribute(&rings, "action"), &result).await.contains("<Hangup/>"));
    is_noted(&board, "answered").await;
}

#[tokio::test]
async fn whoever_answered_without_a_key_has_declined_on_every_server() {
    let (board, store) = (Board::default(), CountingStore::default());
    let rings = document(&server(&board, &store), "/pair", CALL).await;
    let (one, other) = (server(&board, &store), server(&board, &store));
    document(&one, &attribute(&rings, "url"), &leg(1)).await;
    let result = format!("{CALL}&DialCallStatus=completed&DialBridged=false");
    let again = document(&other, &attribute(&rings, "action"), &result).await;
    assert!(again.contains("Once more."), "{again}");
    // Twilio repeats a request whose answer it missed.
    assert_eq!(document(&one, &attribute(&rings, "action"), &result).await, again);
    is_noted(&board, "missed").await;
}

#[tokio::test]
async fn of_two_who_are_called_at_once_the_other_is_told_or_hung_up() {
    let (board, store) = (Board::default(), CountingStore::default());
    let server = server(&board, &store);
    let rings = document(&server, "/pair", CALL).await;
    let mut keys = Vec::new();
    for number in [1, 2] {
        let asked = document(&server, &attribute(&rings, "url"), &leg(number)).await;
        assert!(asked.contains("A call from Ada."), "{asked}");
        keys.push(attribute(&asked, "action"));
    }
    let accepted = document(&server, &keys[0], &format!("{}&Digits=1", leg(1))).await;
    assert!(accepted.ends_with(ACCEPTS), "{accepted}");
    // Twilio hangs up the other leg. If its key arrives first, Rust is asked once more.
    board.0.lock().unwrap().insert("CA1".to_owned(), "taken");
    let told = document(&server, &keys[1], &format!("{}&Digits=1", leg(2))).await;
    assert!(told.contains("The caller is gone.") && told.contains("<Hangup/>"), "{told}");
    let late = document(&server, &attribute(&rings, "url"), &leg(3)).await;
    assert!(late.contains("The caller is gone.") && !late.contains("A call from"), "{late}");
}

#[tokio::test]
async fn whoever_answers_for_a_caller_who_has_hung_up_is_told() {
    let (board, store) = (Board::default(), CountingStore::default());
    let server = server(&board, &store);
    let rings = document(&server, "/pair", CALL).await;
    let asked = document(&server, &attribute(&rings, "url"), &leg(1)).await;
    // While they listen, the caller hangs up.
    let status = "CallSid=CA1&From=%2B14158675309&CallStatus=completed";
    let (code, _) = crate::by_hand::answer(&server, "POST", "/pair/status", status).await;
    assert_eq!(code, 204);
    is_noted(&board, "taken").await;
    let saves = store.saves();
    let told = document(&server, &attribute(&asked, "action"), &format!("{}&Digits=1", leg(1))).await;
    assert!(told.contains("The caller is gone."), "{told}");
    assert_eq!(store.saves(), saves, "a leg of somebody who is called stores nothing");
}

#[tokio::test]
async fn a_screen_without_values_asks_nobody_and_loads_nothing() {
    let (board, store) = (Board::default(), CountingStore::default());
    let server = server(&board, &store);
    let rings = document(&server, "/pair", CALL).await;
    let again = document(&server, &attribute(&rings, "action"), &format!("{CALL}&DialCallStatus=busy")).await;
    let before = (store.loads(), store.saves());
    let asked = document(&server, &attribute(&again, "url"), &leg(1)).await;
    assert!(asked.contains("A call. To take it, press two."), "{asked}");
    let key = format!("{}&Digits=2", leg(1));
    assert!(document(&server, &attribute(&asked, "action"), &key).await.ends_with(ACCEPTS));
    assert_eq!((store.loads(), store.saves()), before);
    // A screen that speaks a field does load the record.
    document(&server, &attribute(&rings, "url"), &leg(2)).await;
    assert_eq!(store.loads(), before.0 + 1);
}

#[test]
fn a_new_server_for_every_request_is_not_noticed() {
    let (board, store) = (Board::default(), CountingStore::default());
    let of_board = board.clone();
    let servers = Router::new()
        .fallback(async move |request: Request| server(&of_board, &store).oneshot(request).await);
    Caller::to(servers.clone(), "/pair").answers().ended();
    Caller::to(servers, "/pair").declines().hears("Once more.").declines().ended();
    let plain = Router::new().fallback(async |request: Request| {
        let settings = Settings::new().unsigned();
        ivr::router::<Helpline>((), &settings).unwrap().oneshot(request).await
    });
    Caller::to(plain.clone(), "/helpline").declines().answers().ended();
    Caller::to(plain, "/helpline").declines().declines().at(Helpline::Message);
}
