//! The handler as hyper calls it, and how far its request is, for the connection.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use axum::{http::Request, response::Response};
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
        if self.draining.load(Ordering::Relaxed) {
            head.extensions.insert(Draining);
        }
        let body = Tracked::new(RequestBody(body), activity, Activity::body_received);
        let response = self.handler.handle(activity.now(), &mut head, body).await;
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
