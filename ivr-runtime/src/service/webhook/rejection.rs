//! Why a webhook is refused. Twilio gets a status; the caller hears nothing of it.

use std::fmt::{self, Display, Formatter};

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::form::FormError;
use crate::carrier::signature::{Difference, KeyError};

/// A webhook that does not reach the tree.
///
/// ```
/// use ivr_runtime::webhook::Rejection;
/// let unsigned = Rejection::Unsigned;
/// assert_eq!((unsigned.status().as_u16(), unsigned.reason()), (403, "unsigned"));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Rejection {
    /// The connection broke before the body was whole.
    Broken,
    /// There is no `X-Twilio-Signature`.
    Unsigned,
    /// The signature is not that of the request; what differs, where there was time to look for it.
    Signature(Option<Difference>),
    /// No secret that is set can have signed the request.
    Key(KeyError),
    /// There is nothing at this path.
    NotFound,
    /// Neither GET, HEAD nor POST.
    Method,
    /// The body took too long to arrive.
    Slow,
    /// The body is over 64 kB.
    TooLarge,
    /// The body is not a form.
    NotAForm,
    /// The form is not written as it must be.
    Malformed(FormError),
}

impl Rejection {
    /// All that [`reason`](Self::reason) can be.
    pub(crate) const REASONS: [&'static str; 10] =
        ["broken", "unsigned", "signature", "key", "path", "method", "slow", "size", "type", "form"];

    /// The status of the answer.
    ///
    /// ```
    /// assert_eq!(ivr_runtime::webhook::Rejection::TooLarge.status().as_u16(), 413);
    /// ```
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Broken => StatusCode::BAD_REQUEST,
            Self::Unsigned | Self::Signature(_) | Self::Key(_) => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotAForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Malformed(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// One word for it, as metrics have it.
    ///
    /// ```
    /// assert_eq!(ivr_runtime::webhook::Rejection::TooLarge.reason(), "size");
    /// ```
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::Unsigned => "unsigned",
            Self::Signature(_) => "signature",
            Self::Key(_) => "key",
            Self::NotFound => "path",
            Self::Method => "method",
            Self::Slow => "slow",
            Self::TooLarge => "size",
            Self::NotAForm => "type",
            Self::Malformed(_) => "form",
        }
    }
}

/// For the log: it says what the sender of the request is not told.
impl Display for Rejection {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken => f.write_str("the connection broke before the body was whole"),
            Self::Unsigned => f.write_str("the signature is missing: there is no X-Twilio-Signature header"),
            Self::Signature(Some(difference)) => write!(f, "the signature is wrong: {difference}"),
            Self::Signature(None) => f.write_str("the signature is wrong, one of too many to look into"),
            Self::Key(why) => why.fmt(f),
            Self::NotFound => f.write_str("there is nothing at this path"),
            Self::Method => f.write_str("a webhook is a GET, HEAD or POST request"),
            Self::Slow => f.write_str("the body took too long to arrive"),
            Self::TooLarge => f.write_str("the body is over 64 kB"),
            Self::NotAForm => f.write_str("the body is not application/x-www-form-urlencoded"),
            Self::Malformed(why) => write!(f, "the form is not written as it must be: {why}"),
        }
    }
}

impl std::error::Error for Rejection {}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let allowed =
            (self == Self::Method).then_some([(header::ALLOW, HeaderValue::from_static("GET, HEAD, POST"))]);
        let status = self.status();
        (status, allowed, status.canonical_reason().unwrap_or_default()).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_announced_to_the_metrics() {
        let all = [
            Rejection::Broken,
            Rejection::Unsigned,
            Rejection::Signature(None),
            Rejection::Key(KeyError::NoAuthToken),
            Rejection::NotFound,
            Rejection::Method,
            Rejection::Slow,
            Rejection::TooLarge,
            Rejection::NotAForm,
            Rejection::Malformed(FormError::Utf8),
        ];
        assert_eq!(all.map(|rejection| rejection.reason()), Rejection::REASONS);
    }

    #[test]
    fn the_sender_is_not_told_what_differs() {
        let response = Rejection::Signature(None).into_response();
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
        assert_eq!(response.headers().get(header::CONTENT_TYPE).unwrap(), "text/plain; charset=utf-8");
    }
}
