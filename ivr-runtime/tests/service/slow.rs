//! A request whose answer the test delays.

use std::sync::Arc;

use axum::{Router, routing::get};
use tokio::sync::Notify;

/// `/slow`, whose answer is `finished` and a new line.
pub(crate) struct Slow {
    pub(crate) router: Router,
    /// A request has come.
    pub(crate) arrived: Arc<Notify>,
    /// Answers one request.
    pub(crate) go_on: Arc<Notify>,
}

impl Slow {
    pub(crate) fn new() -> Self {
        let (arrived, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let slow = {
            let (arrived, go_on) = (Arc::clone(&arrived), Arc::clone(&go_on));
            async move || {
                arrived.notify_one();
                go_on.notified().await;
                "finished\n"
            }
        };
        Self { router: Router::new().route("/slow", get(slow)), arrived, go_on }
    }
}
