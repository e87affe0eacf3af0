//! The socket with TLS: who is served, what a renewed certificate changes and what it leaves alone, and who cannot hold
//! up the others.

use std::{
    fs, io,
    net::SocketAddr,
    path::PathBuf,
    process,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use axum::Router;
use ivr_runtime::{
    server::{Limits, serve_tls},
    tls::Certificate,
};
use ivr_test_certificates::rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        ClientConfig, RootCertStore, SupportedProtocolVersion,
        crypto::ring,
        pki_types::{CertificateDer, ServerName},
        version::{TLS12, TLS13},
    },
};

use crate::{fixture::Acme, provider::open, slow::Slow};

const TIMEOUT: Duration = Duration::from_secs(10);

/// A certificate and its key in files of their own, taken away with them.
struct Files {
    cert: PathBuf,
    key: PathBuf,
}

impl Files {
    fn new() -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!("ivr-tls-{}-{}", process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let file = |kind| std::env::temp_dir().join(format!("{name}.{kind}"));
        Self { cert: file("pem"), key: file("key") }
    }

    /// Writes a certificate that was never there before.
    fn renew(&self) -> CertificateDer<'static> {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        fs::write(&self.cert, cert.pem()).unwrap();
        fs::write(&self.key, signing_key.serialize_pem()).unwrap();
        cert.der().clone()
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = (fs::remove_file(&self.cert), fs::remove_file(&self.key));
    }
}

/// A server that runs, and the switch that stops it.
struct Running {
    files: Files,
    certificate: Arc<Certificate>,
    first: CertificateDer<'static>,
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

impl Running {
    async fn with(router: Router, limits: Limits) -> Self {
        let files = Files::new();
        let first = files.renew();
        let certificate = Arc::new(Certificate::open(&files.cert, &files.key).unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async move {
            let _ = stopped.await;
        };
        let server = tokio::spawn(serve_tls(listener, Arc::clone(&certificate), router, limits, shutdown));
        Self { files, certificate, first, address, stop, server }
    }

    async fn plainly(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Shakes hands as somebody who believes `shown` alone.
    async fn agrees_by(
        &self,
        shown: &CertificateDer<'static>,
        version: &'static SupportedProtocolVersion,
    ) -> io::Result<TlsStream<TcpStream>> {
        let mut trusted = RootCertStore::empty();
        trusted.add(shown.clone()).unwrap();
        let client = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let client = client.with_protocol_versions(&[version]).unwrap();
        let mut client = client.with_root_certificates(trusted).with_no_client_auth();
        client.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let name = ServerName::try_from("localhost").unwrap();
        TlsConnector::from(Arc::new(client)).connect(name, self.plainly().await).await
    }

    async fn agrees(&self) -> TlsStream<TcpStream> {
        timeout(TIMEOUT, self.agrees_by(&self.first, &TLS13)).await.unwrap().unwrap()
    }

    async fn stops(self) {
        self.stop.send(()).unwrap();
        timeout(TIMEOUT, self.server).await.unwrap().unwrap();
    }
}

/// One request over a connection that stays open.
async fn ask(stream: &mut TlsStream<TcpStream>, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let (mut answer, mut some) = (String::new(), [0; 4096]);
    while !answer.contains("\r\n\r\n") || !(answer.ends_with("</Response>") || answer.ends_with('\n')) {
        let read = timeout(TIMEOUT, stream.read(&mut some)).await.unwrap().unwrap();
        assert!(read > 0, "the connection was closed after {answer:?}");
        answer += str::from_utf8(some.get(..read).unwrap()).unwrap();
    }
    answer
}

/// All that comes until the connection is closed, or cut off.
async fn rest(mut stream: TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = timeout(TIMEOUT, stream.read_to_end(&mut bytes)).await.unwrap();
    bytes
}

#[tokio::test]
async fn a_call_comes_in_by_either_version_that_is_sound() {
    let running = Running::with(open::<Acme>(), Limits::default()).await;
    for version in [&TLS13, &TLS12] {
        let mut stream = running.agrees_by(&running.first, version).await.unwrap();
        assert_eq!(stream.get_ref().1.protocol_version(), Some(version.version));
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
        let answer = ask(&mut stream, "/acme").await;
        assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("Welcome to ACME"), "{answer}");
    }
    running.stops().await;
}

/// A first message as a client of this version writes it, which offers what any server of TLS 1.2 takes.
fn hello(version: [u8; 2]) -> Vec<u8> {
    // Groups, point formats, algorithms of signatures.
    let extensions: [&[u8]; 3] =
        [&[0, 10, 0, 4, 0, 2, 0, 23], &[0, 11, 0, 2, 1, 0], &[0, 13, 0, 6, 0, 4, 4, 3, 8, 4]];
    let extensions = extensions.concat();
    let mut body = version.to_vec();
    body.extend([7; 32]);
    // No session; four cipher suites, two of them for old clients; no compression.
    body.extend([0, 0, 8, 0xc0, 0x2b, 0xc0, 0x2f, 0xc0, 0x09, 0xc0, 0x13, 1, 0]);
    body.extend([0, u8::try_from(extensions.len()).unwrap()]);
    body.extend(extensions);
    let length = u8::try_from(body.len()).unwrap();
    [&[22, 3, 1, 0, length + 4, 1, 0, 0, length][..], &body].concat()
}

#[tokio::test]
async fn versions_that_are_broken_are_refused() {
    const ALERT: u8 = 21;
    const HANDSHAKE: u8 = 22;
    const PROTOCOL_VERSION: u8 = 70;
    let running = Running::with(open::<Acme>(), Limits::default()).await;
    for version in [[3, 0], [3, 1], [3, 2]] {
        let mut stream = running.plainly().await;
        stream.write_all(&hello(version)).await.unwrap();
        let answer = rest(stream).await;
        assert_eq!([answer[0], answer[5], answer[6]], [ALERT, 2, PROTOCOL_VERSION], "{version:?}");
        assert_eq!(answer.len(), 7, "{version:?}");
    }
    // The same message with version 1.2 is answered.
    let mut stream = running.plainly().await;
    stream.write_all(&hello([3, 3])).await.unwrap();
    assert_eq!(stream.read_u8().await.unwrap(), HANDSHAKE);
    running.stops().await;
}

#[tokio::test]
async fn plain_http_is_told_so_and_nonsense_is_dropped() {
    let running = Running::with(open::<Acme>(), Limits::default()).await;
    let mut plain = running.plainly().await;
    plain.write_all(b"POST /acme HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let told = String::from_utf8(rest(plain).await).unwrap();
    assert!(told.starts_with("HTTP/1.1 400") && told.ends_with("write https:// in the address."), "{told}");
    let (head, body) = told.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(&format!("Content-Length: {}", body.len())), "{told}");
    for nonsense in [&b"\0\0\0\0"[..], &[22, 3, 1, 255, 255], &[255; 64]] {
        let mut stream = running.plainly().await;
        stream.write_all(nonsense).await.unwrap();
        stream.shutdown().await.unwrap();
        rest(stream).await;
    }
    assert!(ask(&mut running.agrees().await, "/acme").await.contains("Welcome to ACME"));
    running.stops().await;
}

#[tokio::test]
async fn a_renewed_certificate_is_shown_to_new_connections_and_the_open_ones_live_on() {
    let running = Running::with(open::<Acme>(), Limits::default()).await;
    let mut open = running.agrees().await;
    assert!(ask(&mut open, "/acme").await.contains("Welcome to ACME"));
    let second = running.files.renew();
    assert_eq!(running.certificate.look_again(), Ok(true));
    // The call in progress continues over the open connection.
    assert!(ask(&mut open, "/acme/Menu?Digits=1").await.starts_with("HTTP/1.1 200 OK"));
    assert!(running.agrees_by(&running.first, &TLS13).await.is_err());
    let mut new = running.agrees_by(&second, &TLS13).await.unwrap();
    assert!(ask(&mut new, "/acme").await.contains("Welcome to ACME"));
    assert!(ask(&mut open, "/healthz").await.ends_with("alive\n"));
    drop((open, new));
    running.stops().await;
}

#[tokio::test]
async fn a_renewal_that_is_broken_or_half_done_leaves_the_old_certificate() {
    let running = Running::with(open::<Acme>(), Limits::default()).await;
    let [old, old_key] = [&running.files.cert, &running.files.key].map(|file| fs::read(file).unwrap());
    let new = running.files.renew();
    let [whole, key] = [&running.files.cert, &running.files.key].map(|file| fs::read(file).unwrap());
    let refusals = [
        (&whole[..whole.len() / 2], &key[..], "is truncated"),
        (b"", &key, "is empty"),
        // The new certificate is written, but not yet its key.
        (&whole, &old_key, "is not that of the certificate"),
        (&old, &key, "is not that of the certificate"),
    ];
    for (cert, key, why) in refusals {
        fs::write(&running.files.cert, cert).unwrap();
        fs::write(&running.files.key, key).unwrap();
        let refusal = running.certificate.look_again().unwrap_err().to_string();
        assert!(refusal.contains(why), "{refusal}");
        assert!(ask(&mut running.agrees().await, "/healthz").await.ends_with("alive\n"), "{why}");
    }
    fs::remove_file(&running.files.cert).unwrap();
    assert!(running.certificate.look_again().unwrap_err().to_string().contains("cannot be read"));
    fs::write(&running.files.cert, &old).unwrap();
    fs::write(&running.files.key, &old_key).unwrap();
    assert_eq!(running.certificate.look_again(), Ok(false), "what is shown is in the files again");
    fs::write(&running.files.cert, &whole).unwrap();
    fs::write(&running.files.key, &key).unwrap();
    assert_eq!(running.certificate.look_again(), Ok(true));
    assert!(running.agrees_by(&new, &TLS13).await.is_ok());
    running.stops().await;
}

#[tokio::test]
async fn those_who_never_shake_hands_do_not_keep_real_callers_out() {
    let limits = Limits { header_timeout: TIMEOUT * 6, max_connections: 8, ..Limits::default() };
    let running = Running::with(open::<Acme>(), limits).await;
    let mut idle = Vec::new();
    for number in 0..64 {
        let mut stream = running.plainly().await;
        if number % 2 == 0 {
            stream.write_all(&hello([3, 3])[..20]).await.unwrap();
        }
        idle.push(stream);
    }
    // The longest idle handshakes were closed.
    let mut stream = running.agrees().await;
    assert!(ask(&mut stream, "/acme").await.contains("Welcome to ACME"));
    assert!(rest(idle.remove(0)).await.is_empty());
    drop(stream);
    // Unfinished handshakes do not delay the shutdown either.
    running.stops().await;
}

#[tokio::test]
async fn a_handshake_that_dribbles_is_dropped() {
    let limits = Limits { header_timeout: Duration::from_millis(100), ..Limits::default() };
    let running = Running::with(open::<Acme>(), limits).await;
    let mut silent = running.plainly().await;
    let mut dribbling = running.plainly().await;
    dribbling.write_all(&hello([3, 3])[..9]).await.unwrap();
    assert_eq!(timeout(TIMEOUT, silent.read(&mut [0])).await.unwrap().unwrap(), 0);
    assert!(rest(dribbling).await.is_empty());
    running.stops().await;
}

#[tokio::test]
async fn a_running_request_is_finished_before_the_server_stops() {
    let Slow { router, arrived, go_on } = Slow::new();
    let running = Running::with(router, Limits::default()).await;
    let mut stream = running.agrees().await;
    let answer = tokio::spawn(async move { ask(&mut stream, "/slow").await });
    arrived.notified().await;
    running.stop.send(()).unwrap();
    while TcpStream::connect(running.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(!running.server.is_finished());
    go_on.notify_one();
    assert!(timeout(TIMEOUT, answer).await.unwrap().unwrap().ends_with("finished\n"));
    timeout(TIMEOUT, running.server).await.unwrap().unwrap();
}
