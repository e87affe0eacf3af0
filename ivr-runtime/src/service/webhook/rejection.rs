//! Why a webhook is refused. Twilio receives a status; the caller hears Twilio's own message.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::form::FormError;
use crate::carrier::signature::{Difference, KeyError};

/// A webhook that does not reach the tree. Its message is for the log; the sender receives only the status.
///
/// ```
/// use ivr_runtime::webhook::Rejection;
/// let unsigned = Rejection::Unsigned;
/// assert_eq!((unsigned.status().as_u16(), unsigned.reason()), (403, "unsigned"));
/// ```
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection {
    /// The connection broke before the body was complete.
    #[error("the connection ended before the body was complete")]
    Broken,
    /// There is no `X-Twilio-Signature`.
    #[error("the signature is missing: there is no X-Twilio-Signature header")]
    Unsigned,
    /// The signature does not match the request. The difference is present if there was time to search for it.
    #[error("the signature is wrong{}", explained(.0.as_ref()))]
    Signature(Option<Difference>),
    /// No configured secret can have signed the request.
    #[error("{0}")]
    Key(KeyError),
    /// There is nothing at this path.
    #[error("there is nothing at this path")]
    NotFound,
    /// The method is not GET, HEAD or POST.
    #[error("a webhook is a GET, HEAD or POST request")]
    Method,
    /// The body took too long to arrive.
    #[error("the body took too long to arrive")]
    Slow,
    /// The body is larger than 64 kB.
    #[error("the body is over 64 kB")]
    TooLarge,
    /// The body is not a form.
    #[error("the body is not application/x-www-form-urlencoded")]
    NotAForm,
    /// The form is malformed.
    #[error("the form is malformed: {0}")]
    Malformed(FormError),
}

impl Rejection {
    /// All values of [`reason`](Self::reason).
    pub(crate) const REASONS: [&'static str; 10] =
        ["broken", "unsigned", "signature", "key", "path", "method", "slow", "size", "type", "form"];

    /// Returns the status of the response.
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

    /// Returns one word for it, for metrics.
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

fn explained(difference: Option<&Difference>) -> String {
    let unexplained = || ", and the cause is not analyzed, because too many are wrong".to_owned();
    difference.map_or_else(unexplained, |difference| format!(": {difference}"))
}

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
