//! An HTTP request of a command: one connection and one response, limited in time and size.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream, ToSocketAddrs as _},
    time::{Duration, Instant},
};

/// The time limit for connecting, for writing, and for each read.
const STEP_TIMEOUT: Duration = Duration::from_secs(5);

/// The time limit for a response, from its first byte to its last.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);

/// Which certificate is accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Peer<'a> {
    /// None: the peer speaks HTTP.
    Plain,
    /// Any certificate: the peer is this machine, under a name that no certificate has.
    Itself,
    /// A certificate of a public authority for the host with this name.
    Host(&'a str),
}

/// A response.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

/// Connects to the first address of a host that accepts the connection.
pub(super) fn connect(host: &str, port: u16) -> io::Result<TcpStream> {
    let mut failure = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
    for address in (host, port).to_socket_addrs()? {
        match connect_to(address) {
            Ok(stream) => return Ok(stream),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

/// Connects to an address.
pub(super) fn connect_to(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, STEP_TIMEOUT)?;
    stream.set_read_timeout(Some(STEP_TIMEOUT))?;
    stream.set_write_timeout(Some(STEP_TIMEOUT))?;
    Ok(stream)
}

/// Requests `path`. `headers` are lines that end in CRLF. At most `longest` bytes of the response are read.
pub(super) fn get(
    stream: TcpStream,
    peer: Peer<'_>,
    (host, path, headers): (&str, &str, &str),
    longest: u64,
) -> io::Result<Answer> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n");
    let answer = match peer {
        Peer::Plain => exchange(stream, &request, longest)?,
        Peer::Itself | Peer::Host(_) => secretly(stream, peer, &request, longest)?,
    };
    read(&answer).ok_or_else(|| io::Error::other("the server does not speak HTTP"))
}

fn exchange(mut stream: impl Read + Write, request: &str, longest: u64) -> io::Result<Vec<u8>> {
    stream.write_all(request.as_bytes())?;
    let (mut answer, mut part, began) = (Vec::new(), [0; 8192], Instant::now());
    let mut stream = stream.take(longest);
    loop {
        match stream.read(&mut part) {
            Ok(0) => return Ok(answer),
            Ok(read) => answer.extend_from_slice(part.get(..read).unwrap_or_default()),
            // Many servers close a TLS connection without `close_notify`.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(answer),
            Err(error) => return Err(error),
        }
        if began.elapsed() > ANSWER_TIMEOUT {
            return Err(io::Error::new(io::ErrorKind::TimedOut, "no answer in time"));
        }
    }
}

#[cfg(feature = "tls")]
fn secretly(stream: TcpStream, peer: Peer<'_>, request: &str, longest: u64) -> io::Result<Vec<u8>> {
    use crate::service::tls::Trust;
    use tokio_rustls::rustls::{ClientConnection, StreamOwned, pki_types::ServerName};
    let (trust, name) = match peer {
        Peer::Host(host) => {
            let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
            (Trust::public(), name)
        }
        Peer::Plain | Peer::Itself => (Trust::anybody(), ServerName::from(stream.peer_addr()?.ip())),
    };
    let trust = trust.map_err(io::Error::other)?;
    let connection = ClientConnection::new(trust.config(), name).map_err(io::Error::other)?;
    exchange(StreamOwned::new(connection, stream), request, longest)
}

#[cfg(not(feature = "tls"))]
fn secretly(_: TcpStream, _: Peer<'_>, _: &str, _: u64) -> io::Result<Vec<u8>> {
    Err(io::Error::other("this program was built without the feature `tls` of `ivr`"))
}

/// Parses a complete response.
fn read(answer: &[u8]) -> Option<Answer> {
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let (head, body) = answer.split_at_checked(head)?;
    let head = str::from_utf8(head).ok()?;
    let body = body.get(4..)?;
    let status = head.strip_prefix("HTTP/1.")?.get(2..5)?.parse().ok()?;
    let is_chunked = head.lines().filter_map(|line| line.split_once(':')).any(|(name, value)| {
        name.eq_ignore_ascii_case("transfer-encoding") && value.trim().eq_ignore_ascii_case("chunked")
    });
    let body = if is_chunked { chunks(body)? } else { body.to_vec() };
    Some(Answer { status, body })
}

/// Decodes a chunked body: RFC 9112 section 7.1.
fn chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n")?;
        let size = str::from_utf8(rest.get(..end)?).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        let begin = end.checked_add(2)?;
        let end = begin.checked_add(size)?;
        whole.extend_from_slice(rest.get(begin..end)?);
        rest = rest.get(end.checked_add(2)?..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Option<Answer> {
        Some(Answer { status, body: body.as_bytes().to_vec() })
    }

    #[test]
    fn an_answer_is_read_whole_or_in_chunks() {
        assert_eq!(read(b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nalive\n"), answer(200, "alive\n"));
        assert_eq!(read(b"HTTP/1.0 503 Away\r\n\r\n"), answer(503, ""));
        let chunked =
            b"HTTP/1.1 200 OK\r\ntransfer-Encoding: Chunked\r\n\r\n4;x=1\r\nabcd\r\n2\r\nef\r\n0\r\n\r\n";
        assert_eq!(read(chunked), answer(200, "abcdef"));
    }

    #[test]
    fn what_is_cut_off_or_is_no_http_is_no_answer() {
        for text in [
            "",
            "220 mail.example.com\r\n\r\n",
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 abc\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        ] {
            assert_eq!(read(text.as_bytes()), None, "{text:?}");
        }
    }
}
