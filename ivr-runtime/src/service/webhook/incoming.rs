//! A request before it is trusted: limited in size and time, and in the form of a webhook.

use std::time::Duration;

use axum::{
    body::HttpBody,
    extract::OriginalUri,
    http::{Method, request::Parts},
};
use bytes::Bytes;

use super::{Rejection, signature_guard::SignatureGuard};
use crate::service::{
    body::{BodyError, ReadBody},
    request_headers::RequestHeaders,
    trial::Trial,
};

/// The maximum size of a body, in bytes. Twilio's forms have about one thousand.
const MAX_BODY_SIZE: usize = 64 * 1024;

const FORM: &str = "application/x-www-form-urlencoded";

/// A complete GET, HEAD or POST request.
pub(crate) struct Incoming<'a> {
    head: &'a Parts,
    headers: RequestHeaders<'a>,
    body: Bytes,
}

impl<'a> Incoming<'a> {
    /// Reads a request including its body, within `body_timeout`. A request that `guard` refuses by its headers is
    /// not read.
    pub(crate) async fn read<B>(
        head: &'a Parts,
        headers: RequestHeaders<'a>,
        body: B,
        guard: &SignatureGuard,
        body_timeout: Duration,
    ) -> Result<Self, Rejection>
    where
        B: HttpBody<Data = Bytes> + Send + Unpin,
    {
        guard.check_head(headers)?;
        if matches!(head.method, Method::GET | Method::HEAD) {
            return Ok(Self { head, headers, body: Bytes::new() });
        }
        if head.method != Method::POST {
            return Err(Rejection::Method);
        }
        let typed = headers.content_type;
        if typed.is_some_and(|value| !is_form(value.as_bytes())) {
            return Err(Rejection::NotAForm);
        }
        let untyped = typed.is_none();
        let body = ReadBody::new(body, MAX_BODY_SIZE, body_timeout).await?;
        // An empty body without a content type is an empty form, such as a POST sent by hand.
        if untyped && !body.is_empty() { Err(Rejection::NotAForm) } else { Ok(Self { head, headers, body }) }
    }

    /// Returns the encoded fields: the query of GET and HEAD, or the body of POST.
    pub(crate) fn encoded(&self) -> &[u8] {
        if self.has_query() { self.head.uri.query().unwrap_or_default().as_bytes() } else { &self.body }
    }

    /// Returns the query of a request whose fields are in its body, and an empty text otherwise.
    pub(crate) fn query_beside_form(&self) -> &str {
        if self.has_query() { "" } else { self.head.uri.query().unwrap_or_default() }
    }

    /// Returns the query.
    pub(crate) fn encoded_query(&self) -> &str {
        self.head.uri.query().unwrap_or_default()
    }

    /// Returns whether the fields are in the query.
    pub(crate) fn has_query(&self) -> bool {
        self.head.method != Method::POST
    }

    /// Returns whether only the headers of the response to GET are requested, without any effect.
    pub(crate) fn is_head(&self) -> bool {
        self.head.method == Method::HEAD
    }

    /// Returns path and query as they were sent, before a router removed a prefix.
    pub(crate) fn target(&self) -> &str {
        let uri = self.head.extensions.get::<OriginalUri>().map_or(&self.head.uri, |original| &original.0);
        uri.path_and_query().map_or("/", |target| target.as_str())
    }

    /// Returns the path without the prefix.
    pub(crate) fn path(&self) -> &str {
        self.head.uri.path()
    }

    /// Returns the path prefix that routers removed, from [`target`](Self::target) to [`path`](Self::path).
    pub(crate) fn prefix(&self) -> &str {
        let Some(original) = self.head.extensions.get::<OriginalUri>() else { return "" };
        original.path().strip_suffix(self.path()).unwrap_or_default()
    }

    pub(crate) fn headers(&self) -> RequestHeaders<'a> {
        self.headers
    }

    /// Returns what a phone of this process sends with its request.
    pub(crate) fn trial(&self) -> Option<&Trial> {
        self.head.extensions.get()
    }

    /// Returns the `I-Twilio-Idempotency-Token`, which identifies a repeated request.
    pub(crate) fn idempotency_token(&self) -> Option<&str> {
        self.header("i-twilio-idempotency-token")
    }

    /// Returns the value of a header, if it is present and readable.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.headers.get(name)?.to_str().ok()
    }
}

impl From<BodyError> for Rejection {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge => Self::TooLarge,
            BodyError::TimedOut => Self::Slow,
            BodyError::Incomplete => Self::Broken,
        }
    }
}

fn is_form(content_type: &[u8]) -> bool {
    // The fast path: the spelling that Twilio uses.
    if let Some([] | [b';', ..]) = content_type.strip_prefix(FORM.as_bytes()) {
        return true;
    }
    let kind = content_type.split(|byte| *byte == b';').next().unwrap_or_default();
    kind.trim_ascii().eq_ignore_ascii_case(FORM.as_bytes())
}
