//! Probes for service managers, load balancers and Prometheus: whether the server is alive, whether it accepts new
//! calls, and its metrics.

use std::sync::Arc;

use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header},
    routing::get,
};

use crate::{
    dialog::tree::PhoneTree,
    service::{
        prompts::Watched,
        session::{SessionError, Sessions},
        store::StoreError,
        telemetry::Metrics,
    },
};

pub(super) fn routes<T: PhoneTree>(
    metrics: Arc<Metrics>,
    sessions: Option<Arc<Sessions<T>>>,
    words: Option<Arc<Watched<T>>>,
) -> Router {
    let text = [(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")];
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(move |request: Request| ready(request, sessions.clone(), words.clone())))
        .route("/metrics", get(async move || (text, metrics.text())))
}

/// Answers whether new calls are accepted: not while the server stops, and not while calls cannot be stored.
async fn ready<T: PhoneTree>(
    request: Request,
    sessions: Option<Arc<Sessions<T>>>,
    words: Option<Arc<Watched<T>>>,
) -> (StatusCode, &'static str) {
    if request.extensions().get::<Draining>().is_some() {
        return (StatusCode::SERVICE_UNAVAILABLE, "draining\n");
    }
    let stored = match sessions {
        Some(sessions) => sessions.ready().await,
        None => Ok(()),
    };
    match stored {
        Err(SessionError::Store(StoreError::Full { .. } | StoreError::OutOfSpace { .. })) => {
            (StatusCode::SERVICE_UNAVAILABLE, "the store is full\n")
        }
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the store is unavailable\n"),
        // Callers hear the previous version, so the server is ready.
        Ok(()) if words.is_some_and(|words| words.is_refused()) => {
            (StatusCode::OK, "ready; the prompt file is refused, see the log\n")
        }
        Ok(()) => (StatusCode::OK, "ready\n"),
    }
}

/// Marks requests that arrive after the server was asked to stop.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draining;
