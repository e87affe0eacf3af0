//! Answers the requests of a listener. The paths of a tree are recognized in the request line, and its webhook is
//! called without a router. The router leads to the same webhook.

use std::sync::Arc;
#[cfg(feature = "serve")]
use std::{error::Error, future::Future, time::Instant};

use axum::Router;
#[cfg(feature = "serve")]
use axum::{
    body::{Body, HttpBody},
    http::{Request, Response, request::Parts},
    response::IntoResponse,
};
#[cfg(feature = "serve")]
use bytes::Bytes;
#[cfg(feature = "serve")]
use tower_service::Service;

#[cfg(feature = "serve")]
use crate::service::{
    body::AnswerBody, development::RESERVED_PATHS, origin_guard::Links, request_headers::RequestHeaders,
};
use crate::{
    dialog::tree::PhoneTree,
    service::{origin_guard::OriginGuard, telemetry::Metrics, webhook::Webhook},
};

/// What answers the requests of a listener.
#[cfg(feature = "serve")]
pub(crate) trait Handler: Clone + Send + Sync + 'static {
    /// Answers one request that was received at this time, and may take what it wants of its head: a reference is cheaper to
    /// pass on.
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
        let (nothing, ()) = Request::new(()).into_parts();
        let request = Request::from_parts(std::mem::replace(head, nothing), Body::new(body));
        // `Router` is always ready and infallible.
        let Ok(response) = self.clone().call(request).await;
        response.map(AnswerBody::Routed)
    }
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
        if !self.is_of_webhook(head.uri.path()) {
            return Box::pin(self.router.handle(received, head, body)).await;
        }
        let seen = RequestHeaders::of(&head.headers);
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
}
