//! What the machines around the server ask: is it alive, may calls come, how is it doing.

use std::sync::Arc;

use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header},
    routing::get,
};

use crate::telemetry::Metrics;

pub(super) fn routes(metrics: Arc<Metrics>) -> Router {
    let text = [(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")];
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(async move || (text, metrics.text())))
}

/// Whether new calls may come: not when the server stops.
async fn ready(request: Request) -> (StatusCode, &'static str) {
    if request.extensions().get::<Draining>().is_some() {
        return (StatusCode::SERVICE_UNAVAILABLE, "draining\n");
    }
    (StatusCode::OK, "ready\n")
}

/// Marks the requests that come after the server was asked to stop.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draining;
