//! The socket: accepts, bounds what a client may hold on to, and lets running requests finish when it stops.

use std::{
    convert::Infallible,
    future::Future,
    io,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{Router, body::Body, response::Response, routing::future::RouteFuture};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};
use tower_service::Service;

use crate::router::Draining;

/// How long to wait when the system has no sockets left.
const BREATH: Duration = Duration::from_millis(100);

/// What a client may take, and how long stopping may.
///
/// ```
/// use ivr_runtime::server::Limits;
/// assert_eq!(Limits::default().headers.as_secs(), 5);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// How long the head of a request may take to arrive. An idle connection is kept as long, so a proxy in
    /// front must let go of its own sooner.
    pub headers: Duration,
    /// How many connections there may be; further ones wait.
    pub connections: usize,
    /// How long new requests are still taken after the stop was asked for, so that balancers notice `/readyz`.
    pub linger: Duration,
    /// How long running requests may then take to finish.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            headers: Duration::from_secs(5),
            connections: 1024,
            linger: Duration::ZERO,
            drain: Duration::from_secs(15),
        }
    }
}

/// Serves `router` on `listener` until `shutdown` comes true and what runs is finished.
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// use ivr_runtime::server::{Limits, serve};
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
/// let already = async {};
/// serve(listener, axum::Router::new(), Limits::default(), already).await;
/// # });
/// ```
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    shutdown: impl Future<Output = ()>,
) {
    let draining = Arc::new(AtomicBool::new(false));
    let routed = Routed { router, draining: Arc::clone(&draining) };
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.headers);
    let mut stopped = pin!(async {
        shutdown.await;
        draining.store(true, Ordering::Relaxed);
        sleep(limits.linger).await;
    });
    let (graceful, room) = (GracefulShutdown::new(), Arc::new(Semaphore::new(limits.connections)));
    loop {
        let (stream, permit) = tokio::select! {
            accepted = accept(&listener, &room) => accepted,
            () = &mut stopped => break,
        };
        let connection = http.serve_connection(TokioIo::new(stream), routed.clone());
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(permit);
        });
    }
    drop(listener);
    if timeout(limits.drain, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were not finished in time and are cut off");
    }
}

/// A connection that speaks HTTP/1.1, and its place among those there may be.
async fn accept(listener: &TcpListener, room: &Arc<Semaphore>) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    // The semaphore is never closed, so there is always a permit.
    let permit = Arc::clone(room).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Answers are short and must not wait to be filled up.
                let _ = stream.set_nodelay(true);
                return (stream, permit);
            }
            Err(error) if is_the_clients(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                sleep(BREATH).await;
            }
        }
    }
}

fn is_the_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// The router as hyper calls it.
#[derive(Clone, Debug)]
struct Routed {
    router: Router,
    draining: Arc<AtomicBool>,
}

impl hyper::service::Service<hyper::Request<Incoming>> for Routed {
    type Response = Response;
    type Error = Infallible;
    type Future = RouteFuture<Infallible>;

    fn call(&self, request: hyper::Request<Incoming>) -> Self::Future {
        let mut request = request.map(Body::new);
        if self.draining.load(Ordering::Relaxed) {
            request.extensions_mut().insert(Draining);
        }
        // A router is always ready.
        self.router.clone().call(request)
    }
}

/// Comes true when the process is asked to stop: interrupted by a person, or terminated by a machine.
///
/// From the call on, the signals do not end the process by themselves.
#[cfg(unix)]
pub(crate) fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupted, mut terminated) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Comes true when the process is interrupted.
#[cfg(not(unix))]
pub(crate) fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
