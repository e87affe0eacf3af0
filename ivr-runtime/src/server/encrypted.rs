//! The socket with TLS: handshakes are bounded in time and in number, and a renewed certificate is noticed.

use std::{collections::VecDeque, future::Future, io, pin::pin, sync::Arc, time::Duration};

use axum::Router;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::{AbortHandle, spawn_blocking},
    time::{sleep, timeout},
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use super::{Limits, Serving, client, drain, signals::Hangups};
use crate::tls::{Certificate, Unfit};

/// How often the files of a certificate are looked at.
const GLANCE: Duration = Duration::from_secs(5);

const WRONG_PROTOCOL: &str = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n\
                              Content-Length: 54\r\n\r\nThis port speaks HTTPS: write https:// in the address.";

/// Serves `router` on `listener` as [`serve`](super::serve) does, by TLS.
///
/// The files of `certificate` are looked at every few seconds, and on Unix at once when the process is hung up on
/// (`SIGHUP`). New connections are shown what is new; connections in progress live on. What cannot be used is logged, and
/// what was shown before stays.
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
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
    let (serving, graceful) = (Serving::new(router, limits), GracefulShutdown::new());
    let mut stopped = pin!(serving.stopped(shutdown));
    let mut renewed = pin!(keep(Arc::clone(&certificate)));
    let mut handshakes = Handshakes::of_at_most(limits.handshakes);
    loop {
        let stream = tokio::select! {
            stream = client(&listener) => stream,
            () = &mut stopped => break,
            () = &mut renewed => continue,
        };
        let acceptor = TlsAcceptor::from(certificate.config());
        handshakes.begin(come_in(stream, acceptor, serving.clone(), graceful.watcher()));
    }
    drop((listener, handshakes));
    drain(graceful, limits.drain).await;
}

/// A client from its first byte on. It counts among the connections only when it has shaken hands.
async fn come_in(stream: TcpStream, acceptor: TlsAcceptor, serving: Serving, watcher: Watcher) {
    match timeout(serving.limits.headers, shake_hands(stream, acceptor)).await {
        Ok(Ok(Some(stream))) => {
            let place = serving.place().await;
            serving.converse(stream, place, watcher);
        }
        Ok(Ok(None)) => tracing::debug!("a client spoke no TLS"),
        Ok(Err(error)) => tracing::debug!(%error, "a client did not agree on TLS"),
        Err(_) => tracing::debug!("a client was too slow to agree on TLS"),
    }
}

/// The stream that was agreed on; none for a client that speaks plain HTTP, which is told so.
async fn shake_hands(
    mut stream: TcpStream,
    acceptor: TlsAcceptor,
) -> io::Result<Option<TlsStream<TcpStream>>> {
    let mut first = [0];
    if stream.peek(&mut first).await? == 1 && first.iter().all(u8::is_ascii_uppercase) {
        // What is not read would have the answer lost.
        let _ = stream.read(&mut [0; 4096]).await?;
        stream.write_all(WRONG_PROTOCOL.as_bytes()).await?;
        stream.shutdown().await?;
        return Ok(None);
    }
    acceptor.accept(stream).await.map(Some)
}

/// Clients that have not shaken hands yet. When there are too many, the oldest has to go: one that means it was done
/// long ago, and one that only holds the line makes room.
#[derive(Debug)]
struct Handshakes {
    most: usize,
    underway: VecDeque<AbortHandle>,
}

impl Handshakes {
    fn of_at_most(most: usize) -> Self {
        Self { most, underway: VecDeque::new() }
    }

    fn begin(&mut self, handshake: impl Future<Output = ()> + Send + 'static) {
        self.underway.retain(|handshake| !handshake.is_finished());
        if self.underway.len() >= self.most
            && let Some(oldest) = self.underway.pop_front()
        {
            oldest.abort();
        }
        self.underway.push_back(tokio::spawn(handshake).abort_handle());
    }
}

impl Drop for Handshakes {
    fn drop(&mut self) {
        // Nobody among them has asked for anything yet.
        self.underway.iter().for_each(AbortHandle::abort);
    }
}

/// Looks at the files of a certificate for as long as it is polled.
async fn keep(certificate: Arc<Certificate>) {
    let (mut hangups, mut told) = (Hangups::new(), None);
    loop {
        let asked = tokio::select! {
            () = sleep(GLANCE) => false,
            () = hangups.next() => true,
        };
        let certificate = Arc::clone(&certificate);
        let Ok(looked) = spawn_blocking(move || certificate.look_again()).await else { continue };
        tell(&looked, asked, told.as_ref());
        told = looked.err();
    }
}

/// Logs what is new. The same trouble is told once, or whenever somebody asks.
fn tell(looked: &Result<bool, Unfit>, asked: bool, told: Option<&Unfit>) {
    match looked {
        Ok(true) => tracing::info!("the certificate was renewed: new connections are shown the new one"),
        Ok(false) if asked => tracing::info!("the certificate is the same as before"),
        Err(unfit) if asked || told != Some(unfit) => {
            tracing::warn!(why = %unfit, "the renewed certificate cannot be used, and the old one stays");
        }
        Ok(false) | Err(_) => {}
    }
}
