//! The TLS socket. A handshake has the same time limit as the head of a request, and renewed certificates are loaded.

use std::{future::Future, io, pin::pin, sync::Arc, time::Duration};

use axum::Router;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    task::spawn_blocking,
    time::sleep,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use super::{Limits, Serving, connection::Socket, converse, signals::SighupStream};
use crate::service::{
    router::Handler,
    tls::{Certificate, PemError},
};

/// The interval at which the certificate files are checked.
const GLANCE: Duration = Duration::from_secs(5);

/// The number of bytes of a response that rustls buffers for a client that does not read it.
const BUFFER_LIMIT: usize = 16 * 1024;

const WRONG_PROTOCOL: &str = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n\
                              Content-Length: 54\r\n\r\nThis port speaks HTTPS: write https:// in the address.";

/// Serves `router` on `listener` as [`serve`](super::serve) does, with TLS.
///
/// The files of `certificate` are checked every few seconds, and on Unix at once on `SIGHUP`. New connections use a
/// new certificate; open connections continue. If the files cannot be used, this is logged, and the old certificate
/// stays in use.
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # use ivr_test_certificates::rcgen;
/// # let signed = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
/// # let folder = std::env::temp_dir();
/// # let [chain, key] = ["ivr-doc-serve.pem", "ivr-doc-serve.key"].map(|name| folder.join(name));
/// # std::fs::write(&chain, signed.cert.pem()).unwrap();
/// # std::fs::write(&key, signed.signing_key.serialize_pem()).unwrap();
/// use ivr_runtime::{server::{Limits, serve_tls}, tls::Certificate};
/// let certificate = Certificate::open(chain, key).unwrap();
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
/// let already = async {};
/// serve_tls(listener, certificate.into(), axum::Router::new(), Limits::default(), already).await;
/// # });
/// ```
pub async fn serve_tls(
    listener: TcpListener,
    certificate: Arc<Certificate>,
    router: Router,
    limits: Limits,
    shutdown: impl Future<Output = ()>,
) {
    serve_handler_tls(listener, certificate, router, limits, shutdown).await;
}

/// Serves any handler with TLS.
pub(crate) async fn serve_handler_tls<H: Handler>(
    listener: TcpListener,
    certificate: Arc<Certificate>,
    handler: H,
    limits: Limits,
    shutdown: impl Future<Output = ()>,
) {
    let mut serving = Serving::new(listener, handler, limits);
    // The end of a TLS stream is a message, so it is noticed only by reading.
    serving.http.half_close(false);
    let mut stopped = pin!(serving.stopped(shutdown));
    let mut renewed = pin!(keep(Arc::clone(&certificate)));
    loop {
        let (stream, place) = tokio::select! {
            client = serving.client() => client,
            () = &mut stopped => break,
            () = &mut renewed => continue,
        };
        let acceptor = TlsAcceptor::from(certificate.config());
        let (http, handled) = (serving.http.clone(), serving.handled.clone());
        let activity = Arc::clone(&place.activity);
        let socket = Socket::new(stream, Arc::clone(&activity));
        serving.connections.run(place, async move {
            let stream = tokio::select! {
                stream = agree(socket, acceptor) => stream,
                // No request has been received yet, so the connection can be dropped.
                () = activity.retired() => return,
            };
            if let Some(stream) = stream {
                activity.shaken_hands();
                converse(&http, stream, &handled, &activity).await;
            }
        });
    }
    serving.finish().await;
}

/// Returns the encrypted stream after a successful handshake.
async fn agree(socket: Socket, acceptor: TlsAcceptor) -> Option<TlsStream<Socket>> {
    match shake_hands(socket, acceptor).await {
        Ok(Some(stream)) => return Some(stream),
        Ok(None) => tracing::debug!("a client did not speak TLS"),
        Err(error) => tracing::debug!(%error, "TLS handshake failed"),
    }
    None
}

/// Performs the handshake. Returns no stream for a client that speaks plain HTTP, which receives an explanation.
async fn shake_hands(mut socket: Socket, acceptor: TlsAcceptor) -> io::Result<Option<TlsStream<Socket>>> {
    if socket.peek().await?.is_some_and(|first| first.is_ascii_uppercase()) {
        // Unread data would reset the connection, and the client would not receive the answer.
        let _ = socket.read(&mut [0; 4096]).await?;
        socket.write_all(WRONG_PROTOCOL.as_bytes()).await?;
        socket.shutdown().await?;
        return Ok(None);
    }
    let stream = acceptor.accept_with(socket, |connection| connection.set_buffer_limit(Some(BUFFER_LIMIT)));
    stream.await.map(Some)
}

/// Checks the certificate files as long as it is polled.
async fn keep(certificate: Arc<Certificate>) {
    let (mut sighups, mut told) = (SighupStream::new(), None);
    loop {
        let asked = tokio::select! {
            () = sleep(GLANCE) => false,
            () = sighups.next() => true,
        };
        let certificate = Arc::clone(&certificate);
        let Ok(looked) = spawn_blocking(move || certificate.look_again()).await else { continue };
        tell(&looked, asked, told.as_ref());
        told = looked.err();
    }
}

/// Logs a change. The same error is logged only once, unless the check was requested.
fn tell(looked: &Result<bool, PemError>, asked: bool, told: Option<&PemError>) {
    match looked {
        Ok(true) => tracing::info!("the certificate was reloaded and is used for new connections"),
        Ok(false) if asked => tracing::info!("the certificate is unchanged"),
        Err(unfit) if asked || told != Some(unfit) => {
            tracing::warn!(why = %unfit, "the renewed certificate is invalid; keeping the old one");
        }
        Ok(false) | Err(_) => {}
    }
}
