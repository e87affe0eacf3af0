//! The socket: accepts, bounds what a client may hold on to, and lets running requests finish when it stops.

// What the system tells it.
mod signals;

// Open connections, and which of them gives way.
mod connection;
mod connections;

// What is asked on a connection.
mod service;

// How many connections the process can have.
mod descriptors;

// The same with TLS.
#[cfg(feature = "tls")]
mod encrypted;

pub use crate::service::config::Limits;
pub(crate) use descriptors::fitting_connections;
#[cfg(feature = "tls")]
pub use encrypted::serve_tls;
pub(crate) use signals::{SighupStream, stop_signal};

use std::{future::Future, io, net::IpAddr, pin::pin, sync::Arc, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    time::sleep,
};

use self::{
    connection::{Activity, Socket},
    connections::{ConnectionSlot, Connections},
    service::Routed,
};
use crate::service::telemetry::LogBudget;

/// How long to wait when the system has no sockets left.
const BREATH: Duration = Duration::from_millis(100);

/// The smallest buffer that hyper takes, in bytes.
const MIN_BUFFER: usize = 8192;

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
    let serving = Serving::new(listener, router, limits);
    let mut stopped = pin!(serving.stopped(shutdown));
    loop {
        let (stream, place) = tokio::select! {
            client = serving.client() => client,
            () = &mut stopped => break,
        };
        let (http, service) = (serving.http.clone(), serving.routed.connected(Arc::clone(&place.activity)));
        let activity = Arc::clone(&place.activity);
        let socket = Socket::new(stream, Arc::clone(&activity));
        serving.connections.run(place, async move { converse(&http, socket, service, &activity).await });
    }
    serving.finish().await;
}

/// A listener and what all of its connections share.
struct Serving {
    listener: TcpListener,
    shutdown_delay: Duration,
    http: http1::Builder,
    routed: Routed,
    connections: Connections,
    log: Arc<LogBudget>,
}

impl Serving {
    fn new(listener: TcpListener, router: Router, limits: Limits) -> Self {
        let mut http = http1::Builder::new();
        // The limits in time are kept by `connections`, which knows more than the head of a request.
        http.timer(TokioTimer::new())
            .header_read_timeout(None)
            .max_buf_size(limits.max_header_size.max(MIN_BUFFER));
        Self {
            listener,
            shutdown_delay: limits.shutdown_delay,
            http,
            routed: Routed::new(router),
            connections: Connections::new(limits),
            log: LogBudget::new(1, "accept", "more connections could not be accepted"),
        }
    }

    /// Resolves when no more connections are to be accepted.
    fn stopped<S: Future<Output = ()>>(&self, shutdown: S) -> impl Future<Output = ()> + use<S> {
        let (routed, delay) = (self.routed.clone(), self.shutdown_delay);
        async move {
            shutdown.await;
            routed.drain();
            sleep(delay).await;
        }
    }

    /// The next client, and its place among the connections.
    async fn client(&self) -> (TcpStream, ConnectionSlot) {
        loop {
            let (stream, address) = self.accept().await;
            if let Some(place) = self.connections.admit(address).await {
                return (stream, place);
            }
        }
    }

    async fn accept(&self) -> (TcpStream, IpAddr) {
        loop {
            match self.listener.accept().await {
                Ok((stream, address)) => {
                    // Answers are short and must not wait to be filled up.
                    let _ = stream.set_nodelay(true);
                    return (stream, address.ip());
                }
                Err(error) if is_the_clients(&error) => {}
                Err(error) => {
                    if self.log.admits() {
                        tracing::error!(%error, "a connection cannot be accepted");
                    }
                    // Mostly there are no descriptors left.
                    self.connections.close_one();
                    sleep(BREATH).await;
                }
            }
        }
    }

    /// Stops to listen, and waits for the requests that are running.
    async fn finish(self) {
        drop(self.listener);
        self.connections.close_all().await;
    }
}

/// Speaks HTTP/1.1 with a client, until one of both has enough.
async fn converse(
    http: &http1::Builder,
    stream: impl AsyncRead + AsyncWrite + Unpin,
    service: service::ConnectionService,
    activity: &Activity,
) {
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service));
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = activity.retired() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

fn is_the_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
