//! The socket: what a client may occupy, and how the server stops.

use std::{
    io::{ErrorKind, Read, Write},
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

use crate::{
    fixture::Acme,
    provider::{guarded, open},
    slow::Slow,
};

pub(crate) const TIMEOUT: Duration = Duration::from_secs(10);

/// A server that runs, and the switch that stops it.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

pub(crate) async fn run(router: Router, limits: Limits) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let shutdown = async move {
        let _ = stopped.await;
    };
    Running { address, stop, server: tokio::spawn(serve(listener, router, limits, shutdown)) }
}

/// A client of another thread, as all are.
pub(crate) fn send(address: SocketAddr, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(TIMEOUT)).unwrap();
    stream.write_all(text.as_bytes()).unwrap();
    stream
}

pub(crate) async fn all(mut stream: TcpStream) -> String {
    let read = move || {
        let mut text = String::new();
        stream.read_to_string(&mut text).map(|_| text)
    };
    spawn_blocking(read).await.unwrap().unwrap()
}

pub(crate) fn request(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
}

#[tokio::test]
async fn a_call_comes_in_over_a_socket_and_the_server_stops_when_asked() {
    let running = run(open::<Acme>(), Limits::default()).await;
    let answer = all(send(running.address, &request("/acme"))).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("Welcome to ACME"), "{answer}");
    running.stop.send(()).unwrap();
    timeout(TIMEOUT, running.server).await.unwrap().unwrap();
    assert!(TcpStream::connect(running.address).is_err());
}

#[tokio::test]
async fn a_running_request_is_finished_before_the_server_stops() {
    let Slow { router, arrived, go_on } = Slow::new();
    let running = run(router, Limits::default()).await;
    let stream = send(running.address, &request("/slow"));
    arrived.notified().await;
    running.stop.send(()).unwrap();
    // The server accepts no more connections, but has not ended.
    while TcpStream::connect(running.address).is_ok() {
        yield_now().await;
    }
    assert!(!running.server.is_finished());
    go_on.notify_one();
    assert!(all(stream).await.ends_with("finished\n"));
    timeout(TIMEOUT, running.server).await.unwrap().unwrap();
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
    let limits = Limits { shutdown_timeout: Duration::from_millis(50), ..Limits::default() };
    let running = run(Router::new().route("/stuck", get(stuck)), limits).await;
    let _stream = send(running.address, &request("/stuck"));
    arrived.notified().await;
    running.stop.send(()).unwrap();
    timeout(TIMEOUT, running.server).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_client_that_dribbles_its_headers_is_dropped() {
    let limits = Limits { header_timeout: Duration::from_millis(100), ..Limits::default() };
    let running = run(open::<Acme>(), limits).await;
    let answer = all(send(running.address, "GET /acme HTTP/1.1\r\nHost: ")).await;
    assert!(!answer.contains("200 OK"), "{answer}");
}

#[tokio::test]
async fn balancers_are_told_that_the_server_stops_while_it_still_answers() {
    let limits = Limits { shutdown_delay: TIMEOUT, ..Limits::default() };
    let running = run(open::<Acme>(), limits).await;
    let ready = async || all(send(running.address, &request("/readyz"))).await;
    assert!(ready().await.starts_with("HTTP/1.1 200"));
    running.stop.send(()).unwrap();
    let told = async {
        while !ready().await.starts_with("HTTP/1.1 503") {
            yield_now().await;
        }
    };
    timeout(TIMEOUT, told).await.unwrap();
    let answer = all(send(running.address, &request("/acme"))).await;
    assert!(answer.contains("Welcome to ACME"), "{answer}");
}

/// What is read until the server closes the connection, cuts it off, or waits too long.
async fn until_closed(mut stream: TcpStream) -> String {
    let read = move || {
        let (mut text, mut some) = (String::new(), [0; 4096]);
        while let Ok(length @ 1..) = stream.read(&mut some) {
            text += &String::from_utf8_lossy(some.get(..length).unwrap());
        }
        text
    };
    spawn_blocking(read).await.unwrap()
}

const KEPT: &str = "GET /acme HTTP/1.1\r\nHost: localhost\r\n\r\n";

#[tokio::test]
async fn the_longest_idle_connection_makes_room_for_another() {
    let limits = Limits { max_connections: 1, idle_timeout: TIMEOUT * 6, ..Limits::default() };
    let running = run(open::<Acme>(), limits).await;
    let first = send(running.address, KEPT);
    let second = send(running.address, &request("/acme"));
    assert!(until_closed(second).await.contains("Welcome to ACME"));
    assert!(timeout(TIMEOUT / 2, until_closed(first)).await.is_ok());
}

#[tokio::test]
async fn a_request_that_is_being_answered_makes_no_room_and_the_next_waits() {
    let Slow { router, arrived, go_on } = Slow::new();
    let router = router.merge(open::<Acme>());
    let running = run(router, Limits { max_connections: 1, ..Limits::default() }).await;
    let first = send(running.address, &request("/slow"));
    arrived.notified().await;
    let mut second = send(running.address, &request("/acme"));
    second.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    let (second, early) = spawn_blocking(move || {
        let early = second.read(&mut [0]);
        (second, early)
    })
    .await
    .unwrap();
    assert!(early.is_err(), "the second was answered while the first was");
    go_on.notify_one();
    assert!(all(first).await.ends_with("finished\n"));
    second.set_read_timeout(Some(TIMEOUT)).unwrap();
    assert!(all(second).await.contains("Welcome to ACME"));
}

#[tokio::test]
async fn an_idle_connection_is_closed_and_one_in_use_is_not() {
    let limits = Limits { idle_timeout: Duration::from_millis(400), ..Limits::default() };
    let running = run(open::<Acme>(), limits).await;
    let mut stream = send(running.address, KEPT);
    let used = stream.try_clone().unwrap();
    let asks = spawn_blocking(move || {
        for _ in 0..8 {
            std::thread::sleep(Duration::from_millis(100));
            stream.write_all(KEPT.as_bytes()).unwrap();
        }
    });
    let answers = until_closed(used);
    asks.await.unwrap();
    assert_eq!(timeout(TIMEOUT, answers).await.unwrap().matches("200 OK").count(), 9);
}

#[tokio::test]
async fn a_connection_is_closed_at_its_greatest_age_after_an_answer() {
    let limits = Limits { max_connection_age: Duration::from_millis(200), ..Limits::default() };
    let running = run(open::<Acme>(), limits).await;
    let mut stream = send(running.address, KEPT);
    let used = stream.try_clone().unwrap();
    let asks = spawn_blocking(move || {
        for _ in 0..200 {
            std::thread::sleep(Duration::from_millis(20));
            if stream.write_all(KEPT.as_bytes()).is_err() {
                return true;
            }
        }
        false
    });
    let answers = timeout(TIMEOUT, until_closed(used)).await.unwrap();
    assert!(answers.matches("</Response>").count() > 1, "{answers}");
    assert!(asks.await.unwrap(), "the connection was never closed");
}

#[tokio::test]
async fn a_client_that_never_reads_its_answers_is_closed() {
    let limits = Limits { write_timeout: Duration::from_millis(300), ..Limits::default() };
    let running = run(open::<Acme>(), limits).await;
    let mut stream = send(running.address, "");
    stream.set_write_timeout(Some(TIMEOUT)).unwrap();
    let floods = move || {
        let many = KEPT.repeat(100);
        loop {
            if let Err(error) = stream.write_all(many.as_bytes()) {
                return error.kind();
            }
        }
    };
    let ended = timeout(TIMEOUT * 2, spawn_blocking(floods)).await.unwrap().unwrap();
    assert!(matches!(ended, ErrorKind::ConnectionReset | ErrorKind::BrokenPipe), "{ended:?}");
}

#[tokio::test]
async fn an_answer_that_takes_its_time_is_not_an_idle_connection() {
    let short = Duration::from_millis(50);
    let limits = Limits { idle_timeout: short, header_timeout: short, ..Limits::default() };
    let slow = async || {
        tokio::time::sleep(Duration::from_millis(400)).await;
        "finished"
    };
    let running = run(Router::new().route("/slow", get(slow)), limits).await;
    assert!(all(send(running.address, &request("/slow"))).await.ends_with("finished"));
}

#[tokio::test]
async fn headers_over_the_limit_are_refused_and_those_below_are_not() {
    let running = run(open::<Acme>(), Limits::default()).await;
    let with = |length: usize| {
        let head = format!(
            "GET /acme HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Filler: {}\r\n\r\n",
            "x".repeat(length)
        );
        until_closed(send(running.address, &head))
    };
    assert!(with(8 * 1024).await.starts_with("HTTP/1.1 200"));
    assert!(with(17 * 1024).await.starts_with("HTTP/1.1 431"));
}

#[tokio::test]
async fn a_request_without_a_host_or_with_two_is_a_bad_request() {
    let running = run(open::<Acme>(), Limits::default()).await;
    let asked =
        |head: &str| until_closed(send(running.address, &format!("{head}\r\nConnection: close\r\n\r\n")));
    for head in [
        "GET /acme HTTP/1.1",
        "GET /acme HTTP/1.1\r\nHost: localhost\r\nHost: localhost",
        "GET /acme HTTP/1.1\r\nHost: user@localhost",
        "GET http://localhost/acme HTTP/1.1",
        "GET /healthz HTTP/1.1",
    ] {
        let answer = asked(head).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{head:?}: {answer}");
    }
    for head in [
        "GET /acme HTTP/1.1\r\nHost: localhost",
        "GET http://localhost/acme HTTP/1.1\r\nHost: elsewhere",
        "GET /acme HTTP/1.0",
    ] {
        let answer = asked(head).await;
        assert!(answer.contains("200 OK"), "{head:?}: {answer}");
    }
}

#[tokio::test]
async fn head_has_the_headers_of_get_and_no_body() {
    let running = run(open::<Acme>(), Limits::default()).await;
    for path in ["/acme", "/acme/Menu?Digits=3", "/acme/Nowhere", "/healthz", "/readyz"] {
        let asked = async |method: &str| {
            let head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            let answer = all(send(running.address, &head)).await;
            let (head, body) = answer.split_once("\r\n\r\n").unwrap();
            let fields: Vec<_> = head.lines().filter(|line| !line.starts_with("date:")).collect();
            (fields.join("\n"), body.to_owned())
        };
        let ((get, document), (head, nothing)) = (asked("GET").await, asked("HEAD").await);
        assert_eq!(get, head, "{path}");
        assert!(
            get.contains("content-length: ") && !document.is_empty() && nothing.is_empty(),
            "{path}: {get}"
        );
    }
}

#[tokio::test]
async fn an_unsigned_request_is_refused_before_its_body_is_sent() {
    let running = run(guarded::<Acme>(), Limits::default()).await;
    let head = "POST /acme HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n";
    let unsigned = until_closed(send(running.address, &format!("{head}Expect: 100-continue\r\n\r\n"))).await;
    assert!(unsigned.starts_with("HTTP/1.1 403"), "{unsigned}");
    let mut signed =
        send(running.address, &format!("{head}Expect: 100-continue\r\nX-Twilio-Signature: x\r\n\r\n"));
    let mut told = [0; 12];
    let told = spawn_blocking(move || signed.read_exact(&mut told).map(|()| told)).await.unwrap().unwrap();
    assert_eq!(&told, b"HTTP/1.1 100");
}
