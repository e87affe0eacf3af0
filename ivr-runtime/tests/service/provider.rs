//! Twilio as simulated by these tests: sends webhooks and signs them, correctly unless told otherwise.

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderMap, Method, StatusCode, header},
};
use http_body_util::BodyExt;
use ivr_runtime::{config::Settings, router, signature::Key, tree::PhoneTree};
use tower::ServiceExt;

pub(crate) const TOKEN: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const PUBLIC: &str = "https://voice.example.com";

/// The fields that every webhook has.
pub(crate) const CALL: [(&str, &str); 4] = [
    ("CallSid", "CA00000000000000000000000000000001"),
    ("AccountSid", "AC00000000000000000000000000000001"),
    ("From", "+14158675309"),
    ("To", "+18005551212"),
];

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

/// A webhook on its way.
#[derive(Clone, Debug)]
pub(crate) struct Webhook {
    method: Method,
    target: String,
    body: Vec<u8>,
    headers: Vec<(&'static str, String)>,
}

impl Webhook {
    /// A POST request with the fields of a call, and `more`.
    pub(crate) fn post(target: &str, more: &[(&str, &str)]) -> Self {
        let body = encoded(&[&CALL, more].concat());
        Self::raw(target, body.as_bytes()).with("content-type", "application/x-www-form-urlencoded")
    }

    /// A POST request with any body and no content type.
    pub(crate) fn raw(target: &str, body: &[u8]) -> Self {
        Self { method: Method::POST, target: target.to_owned(), body: body.to_vec(), headers: Vec::new() }
    }

    /// A GET request with the fields of a call, and `more`, in its query.
    pub(crate) fn get(path: &str, more: &[(&str, &str)]) -> Self {
        let target = format!("{path}?{}", encoded(&[&CALL, more].concat()));
        Self { method: Method::GET, target, body: Vec::new(), headers: Vec::new() }
    }

    pub(crate) fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Signed for where it goes.
    pub(crate) fn signed(self) -> Self {
        let url = format!("{PUBLIC}{}", self.target);
        self.signed_for(&url)
    }

    /// Signed as if it went to `url`.
    pub(crate) fn signed_for(self, url: &str) -> Self {
        let form: Vec<_> = form_urlencoded::parse(&self.body).into_owned().collect();
        let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let signature = Key::new(TOKEN).sign(url, &form);
        self.with("x-twilio-signature", signature)
    }

    /// Sends it, through the router and back.
    pub(crate) async fn to(self, router: &Router) -> Answer {
        let mut request = Request::builder().method(self.method).uri(self.target);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let response = router.clone().oneshot(request.body(Body::from(self.body)).unwrap()).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.into_body().collect().await.unwrap().to_bytes();
        Answer { status, headers, text: String::from_utf8(text.to_vec()).unwrap() }
    }
}

pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// The router of a tree that takes anything.
pub(crate) fn open<T: PhoneTree<App = ()>>() -> Router {
    router::<T>((), &Settings::new().unsigned()).unwrap()
}

/// The router of a tree that takes what is signed for [`PUBLIC`].
pub(crate) fn guarded<T: PhoneTree<App = ()>>() -> Router {
    router::<T>((), &Settings::new().auth_token(TOKEN).public_url(PUBLIC)).unwrap()
}

impl Answer {
    /// The document, which it must be.
    #[track_caller]
    pub(crate) fn twiml(&self) -> &str {
        assert_eq!(self.status, StatusCode::OK, "{self:?}");
        assert_eq!(self.headers.get(header::CONTENT_TYPE).unwrap(), "text/xml; charset=utf-8");
        assert_eq!(self.headers.get(header::CACHE_CONTROL).unwrap(), "no-store");
        let document = roxmltree::Document::parse(&self.text).unwrap();
        assert_eq!(document.root_element().tag_name().name(), "Response");
        &self.text
    }

    #[track_caller]
    pub(crate) fn says(&self, words: &str) -> &Self {
        self.twiml();
        self.has(words)
    }

    /// The same, where it is not a document.
    #[track_caller]
    pub(crate) fn has(&self, words: &str) -> &Self {
        assert!(self.text.contains(words), "`{words}` in {}", self.text);
        self
    }

    /// No sound for the caller.
    #[track_caller]
    pub(crate) fn is_refused_with(&self, status: u16) {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        assert!(!self.text.contains('<'), "{self:?}");
    }
}
