//! A line to a router in the same process, without a socket.

use std::future::poll_fn;

use axum::{Router, body::Body, http};
use tower_service::Service;

use super::{Fetching, Line, read, to_http};
use crate::simulator::request::Request;

/// A line to a router. For any other `tower` service, use `Router::new().fallback_service(…)`.
pub(crate) struct InProcess(pub(crate) Router);

impl Line for InProcess {
    fn fetch<'a>(&'a mut self, request: &'a Request, headers: &'a http::HeaderMap) -> Fetching<'a> {
        Box::pin(async move {
            let trial = request.trial.clone();
            let mut request = to_http::<Body>(request, headers)?;
            request.extensions_mut().insert(trial);
            let Ok(()) =
                poll_fn(|context| Service::<http::Request<Body>>::poll_ready(&mut self.0, context)).await;
            let Ok(response) = self.0.call(request).await;
            read(response).await
        })
    }
}
