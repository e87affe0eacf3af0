//! A line over TCP, with TLS for an `https://` address unless the application listens elsewhere without TLS.

use std::{io::ErrorKind, path::PathBuf, time::Duration};

use axum::{body::Body, http};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpStream, lookup_host},
};

use super::{Fetching, Line, read, secret, to_http};
use crate::simulator::{
    alert::Alert,
    request::{Request, Response},
    url::{Scheme, Url},
};

/// The maximum time that Twilio waits for a connection.
const CONNECT: Duration = Duration::from_secs(5);

/// A line to the host of a URL, or to one address for all URLs, as through a tunnel.
#[derive(Debug, Default)]
pub(crate) struct Socket {
    /// Host and port of the application, if they are not those of the URL.
    pub(crate) via: Option<String>,
    /// A PEM file with the trust anchors for an `https://` host, instead of the public ones.
    pub(crate) trusted: Option<PathBuf>,
}

impl Line for Socket {
    fn fetch<'a>(&'a mut self, request: &'a Request, headers: &'a http::HeaderMap) -> Fetching<'a> {
        Box::pin(async move {
            let (url, address) = (&request.url, self.address(&request.url));
            if self.via.is_none() && url.scheme() == Scheme::Https {
                let agreed = secret::agree(connect(&address), url, self.trusted.as_deref());
                return ask(agreed.await?, request, headers).await;
            }
            ask(connect(&address).await?, request, headers).await
        })
    }
}

impl Socket {
    /// Host and port to connect to.
    fn address(&self, url: &Url) -> String {
        let host = self.via.as_deref().unwrap_or(url.authority());
        let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        let usual = if self.via.is_none() && url.scheme() == Scheme::Https { 443 } else { 80 };
        if has_port { host.to_owned() } else { format!("{host}:{usual}") }
    }
}

/// Makes a request over a new connection.
async fn ask(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: &Request,
    headers: &http::HeaderMap,
) -> Result<Response, Alert> {
    let broken = |error: hyper::Error| Alert::fatal(11206, format!("`{}`: {error}", request.url));
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    // Ends when the answer is read and the sender is dropped.
    tokio::spawn(connection);
    let response = sender.send_request(to_http::<Body>(request, headers)?).await.map_err(broken)?;
    read(response).await
}

async fn connect(address: &str) -> Result<TcpStream, Alert> {
    let unknown = |error| Alert::fatal(11210, format!("no host `{address}`: {error}"));
    let addresses: Vec<_> = lookup_host(address).await.map_err(unknown)?.collect();
    let connected = tokio::time::timeout(CONNECT, TcpStream::connect(addresses.as_slice())).await;
    let connected =
        connected.map_err(|_| Alert::fatal(11201, format!("no connection to `{address}` in time")))?;
    connected.map_err(|error| {
        let code = if error.kind() == ErrorKind::ConnectionRefused { 11202 } else { 11205 };
        Alert::fatal(code, format!("no connection to `{address}`: {error}"))
    })
}
