//! Complete lines, each a tree with its calls through the simulated phone and one call over HTTP, and the calls of three
//! examples. They are a binary of their own, which compiles beside `it`.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is its purpose"
)]

// Their calls are tests of this binary: the examples themselves are built as programs.
#[expect(dead_code, reason = "its `main` is for people")]
#[path = "../../examples/acme.rs"]
mod acme;
#[expect(dead_code, unreachable_pub, reason = "its `main` is for people, its types are for its `main`")]
#[path = "../../examples/clinic.rs"]
mod clinic;
#[expect(dead_code, unreachable_pub, reason = "its `main` is for people, its types are for its `main`")]
#[path = "../../examples/triage.rs"]
mod triage;

mod absence;
mod acme_table;
mod buses;
mod crisis;
mod doors;
mod fallback;
mod legislators;
mod payphone;
mod phone_bank;
mod questionnaire;
mod recovery;
mod refill;
mod served;
mod stories;
mod support;

use std::{
    sync::mpsc::Receiver,
    thread,
    time::{Duration, Instant},
};

use axum::Router;
use ivr::phone::Caller;
use tokio::{net::TcpListener, runtime};

/// How long a line may take to be noted.
const NOTED_WITHIN: Duration = Duration::from_secs(10);

/// Makes a call to `path` over a socket of this machine.
fn over_http(router: Router, path: &str, story: impl FnOnce(Caller) -> Caller) {
    let runtime = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let address = runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    });
    drop(story(Caller::over_socket(&format!("http://{address}{path}"))));
}

/// What is found at last; what runs behind a call may still be at it.
#[track_caller]
fn at_last<T>(find: impl Fn() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        match find() {
            Some(found) => return found,
            None => assert!(started.elapsed() < NOTED_WITHIN, "it is not there"),
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// The next thing that the app of a line was told.
#[track_caller]
fn next(told: &Receiver<String>) -> String {
    told.recv_timeout(NOTED_WITHIN).expect("the app is told of it")
}

/// Nothing more was told.
#[track_caller]
fn nothing_more(told: &Receiver<String>) {
    assert!(told.recv_timeout(Duration::from_millis(100)).is_err());
}
