//! Clients that disconnect while they are answered: their requests are cancelled.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes, HttpBody},
    routing::get,
};
use http_body::Frame;
use ivr_runtime::server::Limits;
use tokio::{sync::Notify, time::timeout};

use crate::{
    slow::Slow,
    socket::{TIMEOUT, all, request, run, send},
};

/// Tells when it is dropped.
struct Dropped(Arc<Notify>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

/// A body that never ends, and tells when it is dropped.
struct Endless(#[expect(dead_code, reason = "it is dropped with the body")] Dropped);

impl HttpBody for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }
}

#[tokio::test]
async fn a_client_that_leaves_ends_its_request() {
    let (arrived, ended) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let dropped = {
        let (arrived, ended) = (Arc::clone(&arrived), Arc::clone(&ended));
        move || {
            arrived.notify_one();
            Dropped(Arc::clone(&ended))
        }
    };
    let waits = {
        let dropped = dropped.clone();
        async move || {
            let _dropped = dropped();
            std::future::pending::<()>().await;
        }
    };
    let sends = async move || Body::new(Endless(dropped()));
    let router = Router::new().route("/waits", get(waits.clone()).post(waits)).route("/sends", get(sends));
    let running = run(router, Limits::default()).await;
    let post = "POST /waits HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\na=1";
    for request in [&request("/waits"), post, &request("/sends")] {
        let stream = send(running.address, request);
        arrived.notified().await;
        let early = timeout(Duration::from_millis(20), ended.notified()).await;
        assert!(early.is_err(), "the client is still there: {request}");
        drop(stream);
        assert!(timeout(TIMEOUT, ended.notified()).await.is_ok(), "it was answered to its end: {request}");
    }
}

#[tokio::test]
async fn a_client_that_sends_the_next_request_early_has_not_left() {
    let Slow { router, arrived, go_on } = Slow::new();
    let running = run(router, Limits::default()).await;
    let both = format!("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n{}", request("/slow"));
    let stream = send(running.address, &both);
    for _ in 0..2 {
        arrived.notified().await;
        go_on.notify_one();
    }
    assert_eq!(all(stream).await.matches("finished").count(), 2);
}
