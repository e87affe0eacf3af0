//! A line over TCP. It speaks no TLS: an `https://` address needs to be told where the application itself listens.

use std::{io::ErrorKind, time::Duration};

use axum::{body::Body, http};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpStream, lookup_host};

use super::{Fetching, Line, read, to_http};
use crate::phone::{
    fault::Fault,
    request::Request,
    url::{Scheme, Url},
};

/// The longest a provider waits for a connection.
const CONNECT: Duration = Duration::from_secs(5);

/// A line to whatever host a URL names, or to one address for all, as through a tunnel.
#[derive(Debug, Default)]
pub(crate) struct Socket {
    /// Host and port of the application, where they are not those of the URL.
    pub(crate) via: Option<String>,
}

impl Line for Socket {
    fn fetch<'a>(&'a mut self, request: &'a Request, headers: &'a http::HeaderMap) -> Fetching<'a> {
        Box::pin(async move {
            let stream = connect(&self.address(&request.url)?).await?;
            let broken = |error: hyper::Error| Fault::fatal(11206, format!("`{}`: {error}", request.url));
            let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
            // Ends when the answer is read and the sender is dropped.
            tokio::spawn(connection);
            let response = sender.send_request(to_http::<Body>(request, headers)?).await.map_err(broken)?;
            read(response).await
        })
    }
}

impl Socket {
    /// Host and port to connect to.
    fn address(&self, url: &Url) -> Result<String, Fault> {
        if self.via.is_none() && url.scheme() == Scheme::Https {
            let text = format!("`{url}`: this phone speaks no TLS; say where the server itself listens");
            return Err(Fault::fatal(11220, text));
        }
        let authority = self.via.as_deref().unwrap_or(url.authority());
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        Ok(if has_port { host.to_owned() } else { format!("{host}:80") })
    }
}

async fn connect(address: &str) -> Result<TcpStream, Fault> {
    let unknown = |error| Fault::fatal(11210, format!("no host `{address}`: {error}"));
    let addresses: Vec<_> = lookup_host(address).await.map_err(unknown)?.collect();
    let connected = tokio::time::timeout(CONNECT, TcpStream::connect(addresses.as_slice())).await;
    let connected =
        connected.map_err(|_| Fault::fatal(11201, format!("no connection to `{address}` in time")))?;
    connected.map_err(|error| {
        let code = if error.kind() == ErrorKind::ConnectionRefused { 11202 } else { 11205 };
        Fault::fatal(code, format!("no connection to `{address}`: {error}"))
    })
}
