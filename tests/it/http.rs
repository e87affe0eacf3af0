//! Requests to a program, each over a new connection.

use std::{
    io::{self, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// How long a program may take for an answer.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The answer to a form, with its head.
pub(crate) fn post(server: SocketAddr, path: &str, form: &[u8]) -> io::Result<String> {
    let length = form.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {server}\r\nconnection: close\r\ncontent-length: {length}\r\n\
         content-type: application/x-www-form-urlencoded\r\n\r\n"
    );
    ask(server, &[head.as_bytes(), form].concat())
}

/// The status and the body of an answer.
pub(crate) fn get(server: SocketAddr, path: &str) -> (u16, String) {
    let request = format!("GET {path} HTTP/1.1\r\nhost: {server}\r\nconnection: close\r\n\r\n");
    let answer = ask(server, request.as_bytes()).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.trim().to_owned())
}

fn ask(server: SocketAddr, request: &[u8]) -> io::Result<String> {
    let mut connection = TcpStream::connect(server)?;
    connection.set_read_timeout(Some(TIMEOUT))?;
    connection.write_all(request)?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer)?;
    Ok(answer)
}
