//! The socket: accepts connections, limits what a client may occupy, and lets running requests finish when the server
//! stops.

// Signals of the system.
mod signals;

// Open connections, and the choice of one to close.
mod connection;
mod connections;

// The requests of a connection.
mod service;

// A waker that omits an unnecessary wake-up.
mod waker;

// The maximum number of connections of the process.
mod descriptors;

// Connections with TLS.
#[cfg(feature = "tls")]
mod encrypted;

pub use crate::service::config::Limits;
pub(crate) use descriptors::fitting_connections;
#[cfg(feature = "tls")]
pub(crate) use encrypted::serve_handler_tls;
#[cfg(feature = "tls")]
pub use encrypted::serve_tls;
pub(crate) use signals::{SighupStream, stop_signal};

use std::{
    future::{Future, poll_fn},
    io,
    net::IpAddr,
    pin::pin,
    sync::Arc,
    task::Context,
    time::Duration,
};

use axum::Router;
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    time::sleep,
};

use self::{
    connection::{Activity, Socket},
    connections::{ConnectionSlot, Connections},
    service::Handled,
    waker::Wakers,
};
use crate::service::{router::Handler, telemetry::LogBudget};

/// How long to wait when the system has no sockets left.
const BREATH: Duration = Duration::from_millis(100);

/// The smallest buffer that hyper accepts, in bytes.
const MIN_BUFFER: usize = 8192;

/// Serves `router` on `listener` until `shutdown` resolves and all connections are closed.
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
    serve_handler(listener, router, limits, shutdown).await;
}

/// Serves any handler.
pub(crate) async fn serve_handler<H: Handler>(
    listener: TcpListener,
    handler: H,
    limits: Limits,
    shutdown: impl Future<Output = ()>,
) {
    let serving = Serving::new(listener, handler, limits);
    let mut stopped = pin!(serving.stopped(shutdown));
    loop {
        let (stream, place) = tokio::select! {
            client = serving.client() => client,
            () = &mut stopped => break,
        };
        let (http, handled) = (serving.http.clone(), serving.handled.clone());
        let activity = Arc::clone(&place.activity);
        let socket = Socket::new(stream, Arc::clone(&activity));
        serving.connections.run(place, async move { converse(&http, socket, &handled, &activity).await });
    }
    serving.finish().await;
}

/// A listener, and what all of its connections share.
struct Serving<H> {
    listener: TcpListener,
    shutdown_delay: Duration,
    http: http1::Builder,
    handled: Handled<H>,
    connections: Connections,
    log: Arc<LogBudget>,
}

impl<H: Handler> Serving<H> {
    fn new(listener: TcpListener, handler: H, limits: Limits) -> Self {
        let mut http = http1::Builder::new();
        // `connections` enforces the time limits, because it also covers handshakes, bodies and idle time.
        http.timer(TokioTimer::new())
            .header_read_timeout(None)
            .max_buf_size(limits.max_header_size.max(MIN_BUFFER))
            // Responses are short, so head and body are copied into one buffer.
            .writev(false)
            // Otherwise hyper reads ahead during a request, into a new buffer, to notice a client that disconnects.
            // `Socket` checks for that only while an answer is pending.
            .half_close(true);
        Self {
            listener,
            shutdown_delay: limits.shutdown_delay,
            http,
            handled: Handled::new(handler),
            connections: Connections::new(limits),
            log: LogBudget::new(1, "accept", "more connections could not be accepted"),
        }
    }

    /// Resolves when no more connections are accepted.
    fn stopped<S: Future<Output = ()>>(&self, shutdown: S) -> impl Future<Output = ()> + use<S, H> {
        let (handled, delay) = (self.handled.clone(), self.shutdown_delay);
        async move {
            shutdown.await;
            handled.drain();
            sleep(delay).await;
        }
    }

    /// Waits for the next client, and returns it with its slot.
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
                    // Responses are short and must not be delayed by Nagle's algorithm.
                    let _ = stream.set_nodelay(true);
                    return (stream, address.ip());
                }
                Err(error) if is_the_clients(&error) => {}
                Err(error) => {
                    if self.log.admits() {
                        tracing::error!(%error, "failed to accept a connection");
                    }
                    // The usual cause is that no descriptors are left.
                    self.connections.close_one();
                    sleep(BREATH).await;
                }
            }
        }
    }

    /// Stops listening, and waits for running requests.
    async fn finish(self) {
        drop(self.listener);
        self.connections.close_all().await;
    }
}

/// Speaks HTTP/1.1 with a client until either side closes the connection.
async fn converse<H: Handler>(
    http: &http1::Builder,
    stream: impl AsyncRead + AsyncWrite + Unpin,
    handled: &Handled<H>,
    activity: &Arc<Activity>,
) {
    let service = service_fn(|request| handled.answer(request, activity));
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service));
    let (mut is_retiring, mut wakers) = (false, Wakers::default());
    let ended = poll_fn(|context| {
        activity.look_at_clock();
        if !is_retiring && activity.poll_retired(context) {
            is_retiring = true;
            connection.as_mut().graceful_shutdown();
        }
        connection.as_mut().poll(&mut Context::from_waker(wakers.of(context.waker())))
    });
    if let Err(error) = ended.await {
        tracing::debug!(%error, "a connection ended early");
    }
}

fn is_the_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
