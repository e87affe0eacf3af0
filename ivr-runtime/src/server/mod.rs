//! The socket: accepts, bounds what a client may hold on to, and lets running requests finish when it stops.

// What the system tells it.
mod signals;

// The same with TLS.
#[cfg(feature = "tls")]
mod encrypted;

#[cfg(feature = "tls")]
pub use encrypted::serve_tls;
pub(crate) use signals::{Hangups, stop_signal};

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
    server::graceful::{GracefulShutdown, Watcher},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
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
    /// How long the head of a request may take to arrive, and before it the handshake of TLS. An idle connection is
    /// kept as long, so a proxy in front must let go of its own sooner.
    pub headers: Duration,
    /// How many connections there may be; further ones wait.
    pub connections: usize,
    /// How many clients may be about to agree on TLS; a further one takes the place of the one that came first.
    pub handshakes: usize,
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
            handshakes: 256,
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
    let (serving, graceful) = (Serving::new(router, limits), GracefulShutdown::new());
    let mut stopped = pin!(serving.stopped(shutdown));
    loop {
        let next = async {
            let place = serving.place().await;
            (client(&listener).await, place)
        };
        let (stream, place) = tokio::select! {
            next = next => next,
            () = &mut stopped => break,
        };
        serving.converse(stream, place, graceful.watcher());
    }
    drop(listener);
    drain(graceful, limits.drain).await;
}

/// Waits for the requests that are running.
async fn drain(graceful: GracefulShutdown, longest: Duration) {
    if timeout(longest, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were not finished in time and are cut off");
    }
}

/// A place among the connections that there may be, given back when it is dropped.
type Place = Option<OwnedSemaphorePermit>;

/// What all connections share.
#[derive(Clone)]
struct Serving {
    limits: Limits,
    http: http1::Builder,
    routed: Routed,
    room: Arc<Semaphore>,
}

impl Serving {
    fn new(router: Router, limits: Limits) -> Self {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(limits.headers);
        Self {
            limits,
            http,
            routed: Routed { router, draining: Arc::default() },
            room: Arc::new(Semaphore::new(limits.connections)),
        }
    }

    /// Comes true when no more connections are to be taken.
    fn stopped<S: Future<Output = ()>>(&self, shutdown: S) -> impl Future<Output = ()> + use<S> {
        let (draining, linger) = (Arc::clone(&self.routed.draining), self.limits.linger);
        async move {
            shutdown.await;
            draining.store(true, Ordering::Relaxed);
            sleep(linger).await;
        }
    }

    /// The next place that is free.
    async fn place(&self) -> Place {
        // The semaphore is never closed, so there always is one.
        Arc::clone(&self.room).acquire_owned().await.ok()
    }

    /// Speaks HTTP/1.1 with a client, as long as both like.
    fn converse(
        &self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        place: Place,
        watcher: Watcher,
    ) {
        let connection = self.http.serve_connection(TokioIo::new(stream), self.routed.clone());
        let connection = watcher.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
}

/// The next client.
async fn client(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Answers are short and must not wait to be filled up.
                let _ = stream.set_nodelay(true);
                return stream;
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
