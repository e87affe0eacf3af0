//! Twilio, which repeats a request until it is answered, by whichever server is running.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::{Bytes, to_bytes},
    extract::Request,
};
use ivr::phone::Caller;

use crate::http;

/// How long a server may be away.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The way to a server, for one call or for many.
#[derive(Clone)]
pub(super) struct Provider {
    server: Arc<Mutex<SocketAddr>>,
    /// The id of the last call that was made this way.
    id: Arc<Mutex<String>>,
}

impl Provider {
    pub(super) fn new(server: SocketAddr) -> Self {
        Self { server: Arc::new(Mutex::new(server)), id: Arc::default() }
    }

    /// The server is somewhere else now.
    pub(super) fn reaches(&self, server: SocketAddr) {
        *self.server.lock().unwrap() = server;
    }

    /// The same way for another call.
    pub(super) fn of_its_own(&self) -> Self {
        Self { server: Arc::clone(&self.server), id: Arc::default() }
    }

    /// Makes a call.
    pub(super) fn call(&self) -> Caller {
        let action = self.clone();
        let forward = async move |request: Request| {
            let (head, body) = request.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap();
            let form = String::from_utf8_lossy(&body);
            let id = form.split('&').find_map(|field| field.strip_prefix("CallSid=")).unwrap_or_default();
            id.clone_into(&mut action.id.lock().unwrap());
            ([("content-type", "text/xml")], action.ask(head.uri.path(), &body))
        };
        Caller::to(Router::new().fallback(forward), "/triage")
    }

    /// The id of the last call.
    pub(super) fn id(&self) -> String {
        self.id.lock().unwrap().clone()
    }

    /// The answer, whenever it comes.
    fn ask(&self, path: &str, form: &Bytes) -> String {
        let begun = Instant::now();
        loop {
            let server = *self.server.lock().unwrap();
            match ask_once(server, path, form) {
                Ok(document) => return document,
                Err(error) => assert!(begun.elapsed() < TIMEOUT, "{server}{path}: {error}"),
            }
            // The next server is starting.
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// One request over a connection of its own.
fn ask_once(server: SocketAddr, path: &str, form: &[u8]) -> io::Result<String> {
    let answer = http::post(server, path, form)?;
    let whole = answer.strip_prefix("HTTP/1.1 200").and_then(|rest| rest.split_once("\r\n\r\n"));
    match whole.filter(|(_, document)| document.ends_with("</Response>")) {
        Some((_, document)) => Ok(document.to_owned()),
        None => Err(io::Error::other(format!("half an answer: {answer:?}"))),
    }
}
