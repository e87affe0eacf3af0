//! A line over TCP to an `http://` address. TLS ends before the application, so `https://` is refused in words.

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

#[derive(Debug)]
pub(crate) struct Socket;

impl Line for Socket {
    fn fetch<'a>(&'a mut self, request: &'a Request, headers: &'a http::HeaderMap) -> Fetching<'a> {
        Box::pin(async move {
            let stream = connect(&request.url).await?;
            let broken = |error: hyper::Error| Fault::fatal(11206, format!("`{}`: {error}", request.url));
            let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
            // Ends when the answer is read and the sender is dropped.
            tokio::spawn(connection);
            let response = sender.send_request(to_http::<Body>(request, headers)?).await.map_err(broken)?;
            read(response).await
        })
    }
}

async fn connect(url: &Url) -> Result<TcpStream, Fault> {
    if url.scheme() == Scheme::Https {
        let text = format!("`{url}`: this phone speaks no TLS; give the http address of the local server");
        return Err(Fault::fatal(11220, text));
    }
    let host = url.authority().rsplit_once('@').map_or(url.authority(), |(_, host)| host);
    let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    let address = if has_port { host.to_owned() } else { format!("{host}:80") };
    let unknown = |error| Fault::fatal(11210, format!("no host `{address}`: {error}"));
    let addresses: Vec<_> = lookup_host(&address).await.map_err(unknown)?.collect();
    let connected = tokio::time::timeout(CONNECT, TcpStream::connect(addresses.as_slice())).await;
    let connected =
        connected.map_err(|_| Fault::fatal(11201, format!("no connection to `{address}` in time")))?;
    connected.map_err(|error| {
        let code = if error.kind() == ErrorKind::ConnectionRefused { 11202 } else { 11205 };
        Fault::fatal(code, format!("no connection to `{address}`: {error}"))
    })
}
