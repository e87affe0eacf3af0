//! The answer to a webhook, as HTTP.

use std::fmt::Display;

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;

use super::Rejection;
use crate::service::{body::AnswerBody, trial::Report};

const TWIML: HeaderValue = HeaderValue::from_static("text/xml; charset=utf-8");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
const CLOSE: HeaderValue = HeaderValue::from_static("close");

/// The answer to a webhook.
#[derive(Debug)]
pub(crate) enum Answer {
    /// A document, and the report for a phone of this process.
    Document(AnswerBody, Option<Box<Report>>),
    /// A document that leads to another server.
    PassedOn(Bytes),
    /// An empty answer.
    NoContent,
    /// The report could not be stored, and should be repeated.
    Unavailable,
    Refused(Rejection),
}

impl Answer {
    pub(super) fn document(text: Bytes) -> Self {
        Self::Document(AnswerBody::Bytes(text), None)
    }

    /// Creates the answer with the `on_error` block, and logs why.
    pub(super) fn on_error(text: Bytes, why: &dyn Display) -> Self {
        Self::on_error_with((text, Vec::new()), why)
    }

    /// Creates the answer with the `on_error` block and its secret tones.
    pub(super) fn on_error_with((text, secrets): (Bytes, Vec<String>), why: &dyn Display) -> Self {
        let report = Report { steps: Vec::new(), on_error: Some(why.to_string()), secrets };
        Self::Document(AnswerBody::Bytes(text), Some(report.into()))
    }

    /// Converts to a response. The memory of the request headers is reused.
    pub(crate) fn into_response(self, of_request: HeaderMap) -> Response<AnswerBody> {
        let mut headers = of_request;
        headers.clear();
        match self {
            Self::Document(body, report) => {
                headers.insert(header::CONTENT_TYPE, TWIML);
                headers.insert(header::CACHE_CONTROL, NO_STORE);
                let mut response = Response::new(body);
                *response.headers_mut() = headers;
                if let Some(report) = report {
                    response.extensions_mut().insert(*report);
                }
                response
            }
            Self::PassedOn(document) => {
                headers.insert(header::CONTENT_TYPE, TWIML);
                headers.insert(header::CACHE_CONTROL, NO_STORE);
                // On a new connection, the next request may reach another server.
                headers.insert(header::CONNECTION, CLOSE);
                let mut response = Response::new(AnswerBody::Bytes(document));
                *response.headers_mut() = headers;
                response
            }
            Self::NoContent => {
                let mut response = Response::new(AnswerBody::Bytes(Bytes::new()));
                *response.status_mut() = StatusCode::NO_CONTENT;
                response
            }
            Self::Unavailable => {
                let mut response = Response::new(AnswerBody::Bytes(Bytes::new()));
                *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
                response
            }
            Self::Refused(rejection) => rejection.into_response().map(AnswerBody::Routed),
        }
    }
}
