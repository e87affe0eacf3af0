//! How requests reach an application: through a router in this process, or through a socket. Both have Twilio's
//! limits of time and size.

mod cookies;
mod credentials;
mod exchange;
mod in_process;
mod secret;
mod socket;

use std::{pin::Pin, time::Duration};

use axum::http;
use http_body_util::{BodyExt, Limited};

use self::{cookies::Cookies, credentials::Credentials};
pub(crate) use self::{exchange::Exchange, in_process::InProcess, socket::Socket};
use super::{
    alert::Alert,
    request::{Method, Request, Response},
    twiml::MAX_DOCUMENT_LENGTH,
};
use ivr_runtime::signature::{Key, SETTINGS_HEADER, SIGNATURE_HEADER};

/// The status of a response that requests credentials.
const UNAUTHORIZED: u16 = 401;

/// What Twilio remembers of hosts during a call.
#[derive(Debug, Default)]
struct Kept {
    cookies: Cookies,
    credentials: Credentials,
}

/// The maximum time that Twilio waits for a document.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(15);

type Fetching<'a> = Pin<Box<dyn Future<Output = Result<Response, Alert>> + Send + 'a>>;

/// A way to an application.
pub(crate) trait Line: Send {
    /// Makes a request without a time limit.
    fn fetch<'a>(&'a mut self, request: &'a Request, headers: &'a http::HeaderMap) -> Fetching<'a>;
}

/// Makes a request as Twilio does: signed if there is a key, and with a time limit.
///
/// If the host requests the credentials of the URL, the request is repeated with them, at most twice, because a nonce
/// may be stale.
async fn fetch(
    line: &mut dyn Line,
    request: &Request,
    key: Option<&Key>,
    kept: &mut Kept,
) -> Result<Response, Alert> {
    let mut response = fetch_once(line, request, key, kept).await?;
    for _ in 0..2 {
        if response.status != UNAUTHORIZED || !kept.credentials.challenged(&request.url, &response.challenges)
        {
            break;
        }
        response = fetch_once(line, request, key, kept).await?;
    }
    Ok(response)
}

async fn fetch_once(
    line: &mut dyn Line,
    request: &Request,
    key: Option<&Key>,
    kept: &mut Kept,
) -> Result<Response, Alert> {
    let mut headers = headers(request, key);
    let cookies = kept.cookies.header(&request.url);
    let authorization = kept.credentials.header(request.method.as_str(), &request.target());
    for (name, value) in [(http::header::COOKIE, cookies), (http::header::AUTHORIZATION, authorization)] {
        if let Some(Ok(value)) = value.map(http::HeaderValue::try_from) {
            headers.insert(name, value);
        }
    }
    let fetched = tokio::time::timeout(REQUEST_TIMEOUT, line.fetch(request, &headers)).await;
    let response = fetched.map_err(|_| {
        let seconds = REQUEST_TIMEOUT.as_secs();
        Alert::fatal(11205, format!("no answer from `{}` within {seconds} s", request.url))
    })??;
    kept.cookies.take(&request.url, &response);
    Ok(response)
}

fn headers(request: &Request, key: Option<&Key>) -> http::HeaderMap {
    let mut headers = http::HeaderMap::new();
    let mut set = |name: &'static str, value: &str| {
        // An invalid header value is left out, because a server would not accept it either.
        if let Ok(value) = http::HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set("host", request.url.authority());
    set("accept", "*/*");
    set("user-agent", "TwilioProxy/1.1");
    set("i-twilio-idempotency-token", &request.idempotency_token);
    if request.method == Method::Post {
        set("content-type", "application/x-www-form-urlencoded; charset=UTF-8");
    }
    if let Some(key) = key {
        set(SIGNATURE_HEADER, &signature(request, key));
        if let Some(settings) = key.settings() {
            set(SETTINGS_HEADER, settings);
        }
    }
    headers
}

/// Returns the signature. A POST is signed with its fields; those of a GET are in its URL.
fn signature(request: &Request, key: &Key) -> String {
    let fields: Vec<_> = match request.method {
        Method::Get => Vec::new(),
        Method::Post => request.form().collect(),
    };
    key.sign(&request.target().to_string(), &fields)
}

/// The request as HTTP has it.
fn to_http<B: From<String>>(request: &Request, headers: &http::HeaderMap) -> Result<http::Request<B>, Alert> {
    let mut built = http::Request::builder()
        .method(request.method.as_str())
        .uri(request.target().path_and_query())
        .body(B::from(request.body()))
        .map_err(|error| Alert::fatal(11100, format!("`{}` cannot be requested: {error}", request.url)))?;
    built.headers_mut().extend(headers.clone());
    Ok(built)
}

/// The answer, read to its end.
async fn read<B>(response: http::Response<B>) -> Result<Response, Alert>
where
    B: axum::body::HttpBody,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let (parts, body) = response.into_parts();
    let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let all = |name| {
        let values = parts.headers.get_all(name).iter();
        values.filter_map(|value| value.to_str().ok()).map(str::to_owned).collect()
    };
    let (cookies, challenges) = (all(http::header::SET_COOKIE), all(http::header::WWW_AUTHENTICATE));
    let body = Limited::new(body, MAX_DOCUMENT_LENGTH).collect().await.map_err(|error| {
        if error.is::<http_body_util::LengthLimitError>() {
            return Alert::fatal(11750, "the document is over 64 kB");
        }
        Alert::fatal(11206, format!("the answer broke off: {error}"))
    })?;
    Ok(Response {
        status: parts.status.as_u16(),
        content_type: header(http::header::CONTENT_TYPE),
        location: header(http::header::LOCATION),
        cookies,
        challenges,
        body: body.to_bytes().into(),
        report: parts.extensions.get().cloned(),
    })
}

#[cfg(test)]
mod tests;
