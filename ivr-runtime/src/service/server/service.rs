//! The handler as hyper calls it: only requests that are valid HTTP reach it, and the connection knows how far they are.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use axum::{
    http::{HeaderMap, HeaderValue, Request, StatusCode, Version, header, request::Parts, uri::Authority},
    response::{IntoResponse, Response},
};
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};

use super::{connection::Activity, waker::RequestBody};
use crate::service::{
    body::AnswerBody,
    router::{Draining, Handler},
};

/// A handler, and whether the server stops.
#[derive(Clone, Debug)]
pub(super) struct Handled<H> {
    handler: H,
    draining: Arc<AtomicBool>,
}

impl<H: Handler> Handled<H> {
    pub(super) fn new(handler: H) -> Self {
        Self { handler, draining: Arc::default() }
    }

    /// Marks the requests that come from here on.
    pub(super) fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Answers one request of a connection.
    pub(super) async fn answer(
        &self,
        request: Request<Incoming>,
        activity: &Arc<Activity>,
    ) -> Result<Response<Tracked<AnswerBody>>, Infallible> {
        activity.head_received();
        let (mut head, body) = request.into_parts();
        if body.is_end_stream() {
            activity.body_received();
        }
        let response = match settle_host(&mut head) {
            Ok(()) => {
                if self.draining.load(Ordering::Relaxed) {
                    head.extensions.insert(Draining);
                }
                let body = Tracked::new(RequestBody(body), activity, Activity::body_received);
                self.handler.handle(activity.now(), &mut head, body).await
            }
            Err(why) => (StatusCode::BAD_REQUEST, why).into_response().map(AnswerBody::Routed),
        };
        activity.answered();
        Ok(response.map(|body| match body {
            // hyper takes these bytes together with the head.
            AnswerBody::Bytes(_) => {
                activity.sent();
                Tracked::untracked(body)
            }
            AnswerBody::UnknownLength | AnswerBody::Routed(_) => Tracked::new(body, activity, Activity::sent),
        }))
    }
}

/// RFC 9112 section 3.2: a request has one `Host`, and it is valid. What an absolute target names replaces it.
fn settle_host(head: &mut Parts) -> Result<(), &'static str> {
    check_host(head.version, &head.headers)?;
    let Some(authority) = head.uri.authority() else { return Ok(()) };
    let host = authority.as_str().rsplit('@').next().unwrap_or_default();
    let host = HeaderValue::from_str(host).map_err(|_| "the host of the request target is invalid\n")?;
    head.headers.insert(header::HOST, host);
    Ok(())
}

fn check_host(version: Version, headers: &HeaderMap) -> Result<(), &'static str> {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (None, _) if version < Version::HTTP_11 => Ok(()),
        (None, _) => Err("the request has no Host header\n"),
        (Some(_), Some(_)) => Err("the request has more than one Host header\n"),
        (Some(host), None) if is_plain_host(host.as_bytes()) => Ok(()),
        (Some(host), None) => {
            let parsed = Authority::try_from(host.as_bytes());
            let is_valid = parsed.is_ok_and(|authority| !authority.as_str().contains('@'));
            is_valid.then_some(()).ok_or("the Host header is invalid\n")
        }
    }
}

/// A name or an IPv4 address, and a port if there is one. Every other host is parsed.
fn is_plain_host(host: &[u8]) -> bool {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    let name = host.iter().position(|byte| !is_plain(byte)).unwrap_or(host.len());
    match host.get(name..) {
        None | Some([]) => true,
        Some([b':', port @ ..]) => {
            name > 0 && matches!(port.len(), 1..=4) && port.iter().all(u8::is_ascii_digit)
        }
        Some(_) => false,
    }
}

/// A body that reports when it has ended or was dropped.
#[derive(Debug)]
pub(super) struct Tracked<B> {
    body: B,
    /// The receiver of this report.
    activity: Option<Arc<Activity>>,
    ended: fn(&Activity),
}

impl<B> Tracked<B> {
    fn new(body: B, activity: &Arc<Activity>, ended: fn(&Activity)) -> Self {
        Self { body, activity: Some(Arc::clone(activity)), ended }
    }

    /// One whose end nobody waits for.
    fn untracked(body: B) -> Self {
        Self { body, activity: None, ended: |_| {} }
    }

    fn end(&self) {
        if let Some(activity) = &self.activity {
            (self.ended)(activity);
        }
    }
}

impl<B: HttpBody + Unpin> HttpBody for Tracked<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if matches!(frame, Poll::Ready(None)) {
            self.end();
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl<B> Drop for Tracked<B> {
    fn drop(&mut self) {
        self.end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(version: Version, target: &str, hosts: &[&str]) -> Result<String, &'static str> {
        let mut request = Request::builder().version(version).uri(target);
        for host in hosts {
            request = request.header("host", *host);
        }
        let (mut head, ()) = request.body(()).unwrap().into_parts();
        settle_host(&mut head)?;
        let host = head.headers.get("host").map(|host| host.to_str().unwrap().to_owned());
        Ok(host.unwrap_or_default())
    }

    #[test]
    fn a_request_has_one_valid_host() {
        for host in ["example.com", "example.com:8080", "[::1]:3000", "127.0.0.1", ""] {
            assert_eq!(settled(Version::HTTP_11, "/acme", &[host]).as_deref(), Ok(host));
        }
        for hosts in [&[][..], &["a.example", "a.example"], &["a.example", "b.example"], &["user@a.example"]]
        {
            assert!(settled(Version::HTTP_11, "/acme", hosts).is_err(), "{hosts:?}");
        }
        for host in ["a b", "a/b", "[::1"] {
            assert!(settled(Version::HTTP_11, "/acme", &[host]).is_err(), "{host}");
        }
    }

    #[test]
    fn http_1_0_knew_no_host_yet() {
        assert_eq!(settled(Version::HTTP_10, "/acme", &[]).as_deref(), Ok(""));
        assert!(settled(Version::HTTP_10, "/acme", &["a.example", "b.example"]).is_err());
    }

    #[test]
    fn the_host_of_an_absolute_target_counts() {
        let target = "http://user@a.example:81/acme";
        assert_eq!(settled(Version::HTTP_11, target, &["b.example"]).as_deref(), Ok("a.example:81"));
        assert!(settled(Version::HTTP_11, target, &[]).is_err());
    }
}
