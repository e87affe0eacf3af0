//! Clients that want to have all memory.

use std::{io, sync::Arc};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::ring,
        pki_types::{CertificateDer, ServerName},
    },
};

use crate::{calls::Calls, run, scale, server::Server};

/// The most that a server may take, whatever is sent to it.
const MAX_MEMORY: u64 = 64 << 20;

const BODY: &str = "POST /triage HTTP/1.1\r\nHost: localhost\r\nX-Twilio-Signature: x\r\n\
                    Content-Type: application/x-www-form-urlencoded\r\n";

#[track_caller]
pub(crate) fn stays_small(server: &Server, attack: &str) {
    let peak = server.peak_memory();
    println!("{attack}: peak of {:.1} MB", peak as f64 / f64::from(1 << 20));
    assert!(peak < MAX_MEMORY, "{attack}: {peak} bytes");
}

/// Opens connections, sends `head` over each, and then a piece at a time over all of them in turn.
async fn pieces<S: AsyncRead + AsyncWrite + Unpin>(
    mut streams: Vec<S>,
    head: &str,
    piece: &[u8],
    count: usize,
) {
    for stream in &mut streams {
        stream.write_all(head.as_bytes()).await.unwrap();
    }
    for _ in 0..count {
        for stream in &mut streams {
            stream.write_all(piece).await.unwrap();
            stream.flush().await.unwrap();
        }
    }
    for stream in &mut streams {
        let mut status = [0; 12];
        stream.read_exact(&mut status).await.unwrap();
        assert_eq!(&status, b"HTTP/1.1 403");
    }
}

async fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    stream
}

#[test]
fn a_body_in_segments_of_one_byte_costs_no_more_than_its_bytes() {
    run(async {
        let server = Server::signed(&["--body-timeout", "60s"]);
        let (connections, bytes) = (40, 5000);
        let mut streams = Vec::new();
        for _ in 0..connections {
            streams.push(connect(&server).await);
        }
        let head = format!("{BODY}Content-Length: {bytes}\r\n\r\n");
        pieces(streams, &head, b"x", bytes).await;
        stays_small(&server, "one-byte segments");
    });
}

#[test]
fn a_body_in_chunks_of_one_byte_with_extensions_costs_no_more_than_its_bytes() {
    run(async {
        let server = Server::signed(&["--body-timeout", "60s"]);
        let mut streams = Vec::new();
        for _ in 0..scale(20, 40) {
            streams.push(connect(&server).await);
        }
        let (head, chunk) = (format!("{BODY}Transfer-Encoding: chunked\r\n\r\n"), b"1;x\r\nx\r\n");
        let count = scale(1000, 4000);
        for stream in &mut streams {
            stream.write_all(head.as_bytes()).await.unwrap();
        }
        for _ in 0..count {
            for stream in &mut streams {
                stream.write_all(chunk).await.unwrap();
            }
        }
        pieces(streams, "", b"0\r\nTrailer: x\r\n\r\n", 1).await;
        stays_small(&server, "one-byte chunks");
    });
}

#[test]
fn a_body_in_tls_records_of_one_byte_costs_no_more_than_its_bytes() {
    run(async {
        let (server, certificate) = Server::encrypted(&["--body-timeout", "60s"]);
        let (connections, bytes) = (scale(10, 40), scale(1000, 5000));
        let mut streams = Vec::new();
        for _ in 0..connections {
            streams.push(encrypt(connect(&server).await, &certificate).await.unwrap());
        }
        let head = format!("{BODY}Content-Length: {bytes}\r\n\r\n");
        pieces(streams, &head, b"x", bytes).await;
        stays_small(&server, "one-byte TLS records");
    });
}

#[test]
fn headers_without_end_are_refused_before_they_cost_much() {
    run(async {
        let server = Server::signed(&[]);
        let mut held = Vec::new();
        for _ in 0..scale(250, 1000) {
            let mut stream = connect(&server).await;
            let flood =
                format!("GET /triage HTTP/1.1\r\nHost: localhost\r\nX-Filler: {}", "x".repeat(400_000));
            // The server closes the connection in the middle of the body.
            let _ = stream.write_all(flood.as_bytes()).await;
            held.push(stream);
        }
        stays_small(&server, "400 kB of headers");
        Calls::make(&server, 20).await.are_answered("400 kB of headers");
    });
}

/// A connection on which only `certificate` is believed.
pub(crate) async fn encrypt<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    certificate: &CertificateDer<'static>,
) -> io::Result<tokio_rustls::client::TlsStream<S>> {
    let mut trusted = RootCertStore::empty();
    trusted.add(certificate.clone()).unwrap();
    let client = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let client = client.with_safe_default_protocol_versions().unwrap();
    let client = client.with_root_certificates(trusted).with_no_client_auth();
    TlsConnector::from(Arc::new(client)).connect(ServerName::try_from("localhost").unwrap(), stream).await
}
