//! Answers the requests of a listener. The paths of a tree are recognized in the request line, and its webhook is
//! called without a router. The router leads to the same webhook.

use std::sync::Arc;
#[cfg(feature = "serve")]
use std::{error::Error, future::Future, time::Instant};

use axum::Router;
#[cfg(feature = "serve")]
use axum::{
    body::{Body, HttpBody},
    http::{Request, Response, StatusCode, request::Parts},
    response::IntoResponse,
};
#[cfg(feature = "serve")]
use bytes::Bytes;
#[cfg(feature = "serve")]
use tower_service::Service;

#[cfg(feature = "serve")]
use crate::service::{
    body::AnswerBody,
    development::RESERVED_PATHS,
    origin_guard::Links,
    request_headers::{RequestHeaders, WrongHost, check_host, settle_host},
};
use crate::{
    dialog::tree::PhoneTree,
    service::{origin_guard::OriginGuard, telemetry::Metrics, webhook::Webhook},
};

/// What answers the requests of a listener.
#[cfg(feature = "serve")]
pub(crate) trait Handler: Clone + Send + Sync + 'static {
    /// Answers one request that was received at this time, and refuses it if its host is wrong. It may take what it wants of
    /// the head: a reference is cheaper to pass on.
    fn handle<B>(
        &self,
        received: Instant,
        head: &mut Parts,
        body: B,
    ) -> impl Future<Output = Response<AnswerBody>> + Send
    where
        B: HttpBody<Data = Bytes> + Send + Unpin + 'static,
        B::Error: Into<Box<dyn Error + Send + Sync>>;
}

#[cfg(feature = "serve")]
impl Handler for Router {
    async fn handle<B>(&self, _received: Instant, head: &mut Parts, body: B) -> Response<AnswerBody>
    where
        B: HttpBody<Data = Bytes> + Send + Unpin + 'static,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        if let Err(why) = settle_host(head) {
            return refused(why);
        }
        let (nothing, ()) = Request::new(()).into_parts();
        let request = Request::from_parts(std::mem::replace(head, nothing), Body::new(body));
        // `Router` is always ready and infallible.
        let Ok(response) = self.clone().call(request).await;
        response.map(AnswerBody::Routed)
    }
}

#[cfg(feature = "serve")]
#[cold]
fn refused(why: WrongHost) -> Response<AnswerBody> {
    (StatusCode::BAD_REQUEST, why).into_response().map(AnswerBody::Routed)
}

/// The routes of a tree.
pub(crate) struct TreeRoutes<T: PhoneTree> {
    pub(crate) webhook: Arc<Webhook<T>>,
    /// The guard in front of the webhook if no signatures are verified, and the counters of refused requests.
    pub(crate) guard: Option<(OriginGuard, Arc<Metrics>)>,
    /// The path of the tree, `/acme`.
    pub(crate) root: Arc<str>,
    /// Every path, including those of the webhook.
    pub(crate) router: Router,
}

impl<T: PhoneTree> TreeRoutes<T> {
    /// Adds these routes.
    pub(crate) fn merge(self, router: Router) -> Self {
        Self { router: self.router.merge(router), ..self }
    }

    /// Returns whether the webhook answers at this path.
    #[cfg(feature = "serve")]
    fn is_of_webhook(&self, path: &str) -> bool {
        let Some(place) = path.strip_prefix(&*self.root) else { return false };
        let is_page = |page: &str| {
            place.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        place.is_empty() || (place.starts_with('/') && !RESERVED_PATHS.iter().any(|page| is_page(page)))
    }
}

impl<T: PhoneTree> Clone for TreeRoutes<T> {
    fn clone(&self) -> Self {
        let Self { webhook, guard, root, router } = self;
        let (webhook, guard, root) = (Arc::clone(webhook), guard.clone(), Arc::clone(root));
        Self { webhook, guard, root, router: router.clone() }
    }
}

#[cfg(feature = "serve")]
impl<T: PhoneTree> Handler for TreeRoutes<T> {
    async fn handle<B>(&self, received: Instant, head: &mut Parts, body: B) -> Response<AnswerBody>
    where
        B: HttpBody<Data = Bytes> + Send + Unpin + 'static,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        // The router settles which host counts.
        if head.uri.authority().is_some() || !self.is_of_webhook(head.uri.path()) {
            return Box::pin(self.router.handle(received, head, body)).await;
        }
        let seen = RequestHeaders::of(&head.headers);
        if let Err(why) = check_host(head.version, seen) {
            return refused(why);
        }
        if let Some((guard, metrics)) = &self.guard
            && let Err(error) =
                guard.admit((&head.method, &head.uri, &head.headers), seen, Links::Refused, Some(metrics))
        {
            return error.into_response().map(AnswerBody::Routed);
        }
        let answer = self.webhook.answer(received, head, seen, body).await;
        answer.into_response(std::mem::take(&mut head.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        dialog::call::Dialog,
        fixture::Acme,
        service::{
            config::{Host, Settings},
            router::routes,
        },
    };

    #[test]
    fn the_webhook_answers_at_every_path_of_its_tree_but_those_of_pages() {
        let settings = Settings::new().unsigned().check(Host::Theirs).unwrap();
        let tree = routes(Dialog::<Acme>::new().unwrap(), &settings, None, None, None).unwrap().tree;
        for path in
            ["/acme", "/acme/", "/acme/Menu", "/acme/Menu/2", "/acme/status", "/acme/phones", "/acme/Nowhere"]
        {
            assert!(tree.is_of_webhook(path), "{path}");
        }
        for path in
            ["/", "/acm", "/acmeter", "/healthz", "/acme/phone", "/acme/phone/calls", "/acme/tree.svg"]
        {
            assert!(!tree.is_of_webhook(path), "{path}");
        }
    }

    /// How a request to this target with these `Host` headers is answered.
    #[cfg(feature = "serve")]
    async fn status(target: &str, hosts: &[&str]) -> u16 {
        let settings = Settings::new().unsigned().check(Host::Theirs).unwrap();
        let tree = routes(Dialog::<Acme>::new().unwrap(), &settings, None, None, None).unwrap().tree;
        let request = hosts.iter().fold(Request::get(target), |request, host| request.header("host", *host));
        let (mut head, ()) = request.body(()).unwrap().into_parts();
        tree.handle(Instant::now(), &mut head, Body::empty()).await.status().as_u16()
    }

    #[cfg(feature = "serve")]
    #[tokio::test]
    async fn a_wrong_host_is_refused_with_the_router_and_without() {
        for path in ["/acme", "/acme/Menu", "/acme.txt"] {
            for hosts in [&[][..], &["localhost", "localhost"], &["user@localhost"]] {
                assert_eq!(status(path, hosts).await, 400, "{path} {hosts:?}");
            }
        }
        assert_eq!(status("/acme", &["localhost"]).await, 200);
    }

    #[cfg(feature = "serve")]
    #[tokio::test]
    async fn the_host_of_an_absolute_target_counts_for_the_webhook() {
        assert_eq!(status("http://localhost/acme", &["a.example"]).await, 200);
        assert_eq!(status("http://a.example/acme", &["localhost"]).await, 403);
        assert_eq!(status("http://localhost/acme", &[]).await, 400);
    }
}
