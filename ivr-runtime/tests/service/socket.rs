//! The socket: what a client may hold on to, and how the server stops.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::Arc,
    time::Duration,
};

use axum::{Router, routing::get};
use ivr_runtime::server::{Limits, serve};
use tokio::{
    net::TcpListener,
    sync::{Notify, oneshot},
    task::{JoinHandle, spawn_blocking, yield_now},
    time::timeout,
};

use crate::{fixture::Acme, provider::open};

const PATIENCE: Duration = Duration::from_secs(10);

/// A server that runs, and the switch that stops it.
struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

async fn run(router: Router, limits: Limits) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let shutdown = async move {
        let _ = stopped.await;
    };
    Running { address, stop, server: tokio::spawn(serve(listener, router, limits, shutdown)) }
}

/// A client of another thread, as all are.
fn send(address: SocketAddr, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(text.as_bytes()).unwrap();
    stream
}

async fn all(mut stream: TcpStream) -> String {
    let read = move || {
        let mut text = String::new();
        stream.read_to_string(&mut text).map(|_| text)
    };
    spawn_blocking(read).await.unwrap().unwrap()
}

fn request(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
}

#[tokio::test]
async fn a_call_comes_in_over_a_socket_and_the_server_stops_when_asked() {
    let running = run(open::<Acme>(), Limits::default()).await;
    let answer = all(send(running.address, &request("/acme"))).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("Welcome to ACME"), "{answer}");
    running.stop.send(()).unwrap();
    timeout(PATIENCE, running.server).await.unwrap().unwrap();
    assert!(TcpStream::connect(running.address).is_err());
}

#[tokio::test]
async fn a_running_request_is_finished_before_the_server_stops() {
    let (arrived, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let slow = {
        let (arrived, go_on) = (Arc::clone(&arrived), Arc::clone(&go_on));
        async move || {
            arrived.notify_one();
            go_on.notified().await;
            "finished"
        }
    };
    let running = run(Router::new().route("/slow", get(slow)), Limits::default()).await;
    let stream = send(running.address, &request("/slow"));
    arrived.notified().await;
    running.stop.send(()).unwrap();
    // It takes no more connections, and still it is not done.
    while TcpStream::connect(running.address).is_ok() {
        yield_now().await;
    }
    assert!(!running.server.is_finished());
    go_on.notify_one();
    assert!(all(stream).await.ends_with("finished"));
    timeout(PATIENCE, running.server).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_request_that_never_ends_does_not_keep_the_server_for_ever() {
    let arrived = Arc::new(Notify::new());
    let stuck = {
        let arrived = Arc::clone(&arrived);
        async move || {
            arrived.notify_one();
            std::future::pending::<()>().await;
        }
    };
    let limits = Limits { drain: Duration::from_millis(50), ..Limits::default() };
    let running = run(Router::new().route("/stuck", get(stuck)), limits).await;
    let _stream = send(running.address, &request("/stuck"));
    arrived.notified().await;
    running.stop.send(()).unwrap();
    timeout(PATIENCE, running.server).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_client_that_dribbles_its_headers_is_dropped() {
    let limits = Limits { headers: Duration::from_millis(100), ..Limits::default() };
    let running = run(open::<Acme>(), limits).await;
    let answer = all(send(running.address, "GET /acme HTTP/1.1\r\nHost: ")).await;
    assert!(!answer.contains("200 OK"), "{answer}");
}

#[tokio::test]
async fn balancers_are_told_that_the_server_stops_while_it_still_answers() {
    let limits = Limits { linger: PATIENCE, ..Limits::default() };
    let running = run(open::<Acme>(), limits).await;
    let ready = async || all(send(running.address, &request("/readyz"))).await;
    assert!(ready().await.starts_with("HTTP/1.1 200"));
    running.stop.send(()).unwrap();
    let told = async {
        while !ready().await.starts_with("HTTP/1.1 503") {
            yield_now().await;
        }
    };
    timeout(PATIENCE, told).await.unwrap();
    let answer = all(send(running.address, &request("/acme"))).await;
    assert!(answer.contains("Welcome to ACME"), "{answer}");
}

#[tokio::test]
async fn more_connections_than_there_may_be_wait_for_their_turn() {
    let running = run(open::<Acme>(), Limits { connections: 1, ..Limits::default() }).await;
    let first = send(running.address, "GET /acme");
    let mut second = send(running.address, &request("/acme"));
    second.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    let (second, early) = spawn_blocking(move || {
        let early = second.read(&mut [0]);
        (second, early)
    })
    .await
    .unwrap();
    assert!(early.is_err(), "the second was answered while the first held the only place");
    drop(first);
    second.set_read_timeout(Some(PATIENCE)).unwrap();
    assert!(all(second).await.contains("Welcome to ACME"));
}
