//! The live view over HTTP: the events of [`Watch`] as server-sent events.

use std::convert::Infallible;

use axum::{
    http::header,
    response::{IntoResponse, Response, sse::Sse},
};
use futures_util::{StreamExt, stream};

use crate::dev::watch::Watch;

/// Returns all stored events, followed by every new one, until the log is closed or the client disconnects.
pub(super) fn stream(watch: &Watch) -> Response {
    let (kept, listener) = watch.listen();
    let new = stream::unfold(listener, async |mut listener| Some((listener.recv().await?, listener)));
    let events = stream::iter(kept).chain(new).map(Ok::<_, Infallible>);
    ([(header::CACHE_CONTROL, "no-store")], Sse::new(events)).into_response()
}
