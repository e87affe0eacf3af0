//! The router as hyper calls it: only requests that are valid HTTP reach it, and the connection knows how far they are.

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderValue, Request, StatusCode, Version, header, uri::Authority},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use tower_service::Service;

use super::connection::Activity;
use crate::service::router::Draining;

/// The router, and whether the server stops.
#[derive(Clone, Debug)]
pub(super) struct Routed {
    router: Router,
    draining: Arc<AtomicBool>,
}

impl Routed {
    pub(super) fn new(router: Router) -> Self {
        Self { router, draining: Arc::default() }
    }

    /// Marks the requests that come from here on.
    pub(super) fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// The same for one connection.
    pub(super) fn connected(&self, activity: Arc<Activity>) -> ConnectionService {
        ConnectionService { routed: self.clone(), activity }
    }
}

/// The router as one connection calls it.
#[derive(Clone, Debug)]
pub(super) struct ConnectionService {
    routed: Routed,
    activity: Arc<Activity>,
}

impl hyper::service::Service<Request<Incoming>> for ConnectionService {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        let activity = Arc::clone(&self.activity);
        activity.head_received();
        if let Err(why) = settle_host(&mut request) {
            activity.answered();
            let refused = tracked((StatusCode::BAD_REQUEST, why).into_response(), activity);
            return Box::pin(std::future::ready(Ok(refused)));
        }
        if self.routed.draining.load(Ordering::Relaxed) {
            request.extensions_mut().insert(Draining);
        }
        let received = Arc::clone(&activity);
        let request = request.map(|body| {
            Body::new(Tracked { body: Body::new(body), activity: received, ended: Activity::body_received })
        });
        // A router is always ready.
        let response = self.routed.router.clone().call(request);
        Box::pin(async move {
            let response = response.await?;
            activity.answered();
            Ok(tracked(response, activity))
        })
    }
}

fn tracked(response: Response, activity: Arc<Activity>) -> Response {
    response.map(|body| Body::new(Tracked { body, activity, ended: Activity::sent }))
}

/// RFC 9112 section 3.2: a request has one `Host`, and it is valid. What an absolute target names replaces it.
fn settle_host<B>(request: &mut Request<B>) -> Result<(), &'static str> {
    check_host(request.version(), request.headers())?;
    let Some(authority) = request.uri().authority() else { return Ok(()) };
    let host = authority.as_str().rsplit('@').next().unwrap_or_default();
    let host = HeaderValue::from_str(host).map_err(|_| "the host of the request target is invalid\n")?;
    request.headers_mut().insert(header::HOST, host);
    Ok(())
}

fn check_host(version: Version, headers: &HeaderMap) -> Result<(), &'static str> {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (None, _) if version < Version::HTTP_11 => Ok(()),
        (None, _) => Err("the request has no Host header\n"),
        (Some(_), Some(_)) => Err("the request has more than one Host header\n"),
        (Some(host), None) if host.is_empty() => Ok(()),
        (Some(host), None) => {
            let parsed = Authority::try_from(host.as_bytes());
            let is_valid = parsed.is_ok_and(|authority| !authority.as_str().contains('@'));
            is_valid.then_some(()).ok_or("the Host header is invalid\n")
        }
    }
}

/// A body that tells when it ended, or that nobody wants the rest.
struct Tracked {
    body: Body,
    activity: Arc<Activity>,
    ended: fn(&Activity),
}

impl HttpBody for Tracked {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if matches!(frame, Poll::Ready(None)) {
            (self.ended)(&self.activity);
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

impl Drop for Tracked {
    fn drop(&mut self) {
        (self.ended)(&self.activity);
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
        let mut request = request.body(()).unwrap();
        settle_host(&mut request)?;
        let host = request.headers().get("host").map(|host| host.to_str().unwrap().to_owned());
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
