//! Refuses requests that web pages of other sites send. Without signatures, a page that a developer has open could
//! otherwise make calls: by a cross-site request, or through a host name of its own that resolves to this machine
//! (DNS rebinding).

use std::{net::IpAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};

use crate::{
    carrier::signature::Address,
    service::{
        config::{Checked, Host},
        request_headers::RequestHeaders,
        telemetry::{LogBudget, Metrics, Outcome, redact},
    },
};

static FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
static FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The maximum length of a `Host` in the log, in characters.
const MAX_LOGGED_HOST: usize = 100;

/// Whether a browser may follow a link from another site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Links {
    /// Yes: a page without effects.
    Followed,
    /// No: GET has an effect there, so a link is a request like any other.
    Refused,
}

/// Admits browsers that show a page of this server, and programs that are not browsers, which send neither `Origin`
/// nor `Sec-Fetch-Site`. Twilio sends neither.
#[derive(Clone, Debug)]
pub struct OriginGuard {
    hosts: Arc<[String]>,
    /// Whether any IP address is accepted, because the addresses of the machine are not known. A page always has a
    /// name as its host, never an IP address.
    takes_ip_addresses: bool,
    log: Arc<LogBudget>,
}

/// The parts of a request that are checked.
pub(crate) type Head<'a> = (&'a Method, &'a Uri, &'a HeaderMap);

fn head_of<B>(request: &Request<B>) -> Head<'_> {
    (request.method(), request.uri(), request.headers())
}

/// Why a request is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum OriginError {
    /// `Host` names another machine.
    #[error(
        "the Host header names neither this machine nor the public URL: set --public-url to the address in use"
    )]
    Host,
    /// A page of another site sent the request.
    #[error("a page of another site sent it")]
    CrossSite,
}

impl OriginError {
    /// All values of [`reason`](Self::reason).
    pub(crate) const REASONS: [&'static str; 2] = ["host", "origin"];

    const fn reason(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::CrossSite => "origin",
        }
    }
}

impl OriginGuard {
    /// Admits requests to this machine and to the public URL.
    #[must_use]
    pub fn new(settings: &Checked) -> Self {
        // The most frequent hosts come first.
        let mut hosts: Vec<String> = Vec::new();
        hosts.extend(settings.public_url.as_ref().map(|url| url.host().to_ascii_lowercase()));
        let addresses = [Some(settings.bind), settings.admin_bind].into_iter().flatten();
        hosts.extend(addresses.clone().map(|address| match address.ip() {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        }));
        hosts.extend(["localhost", "127.0.0.1", "[::1]"].map(str::to_owned));
        let takes_ip_addresses = settings.host == Host::Theirs
            || addresses.into_iter().any(|address| address.ip().is_unspecified());
        let summary = "more requests of other sites are not logged individually";
        let log = LogBudget::new(settings.limits.max_logged_refusals, "origin", summary);
        Self { hosts: hosts.into(), takes_ip_addresses, log }
    }

    /// Returns the guard of a server that verifies no signatures. A server that does needs no guard in front of its
    /// webhook.
    #[must_use]
    pub fn of_unsigned(settings: &Checked) -> Option<Self> {
        settings.keys.is_empty().then(|| Self::new(settings))
    }

    /// Protects every route. Refused requests are counted as refused webhooks if `metrics` are given.
    pub(crate) fn protect(&self, router: Router, links: Links, metrics: Option<&Arc<Metrics>>) -> Router {
        let (guard, metrics) = (self.clone(), metrics.cloned());
        router.layer(middleware::from_fn(move |request: Request, next: Next| {
            let (guard, metrics) = (guard.clone(), metrics.clone());
            async move {
                let seen = RequestHeaders::of(request.headers());
                match guard.admit(head_of(&request), seen, links, metrics.as_deref()) {
                    Ok(()) => next.run(request).await,
                    Err(error) => error.into_response(),
                }
            }
        }))
    }

    /// Returns whether a request is admitted. A refused request is logged, and counted if `metrics` are given.
    pub(crate) fn admit(
        &self,
        head: Head<'_>,
        seen: RequestHeaders<'_>,
        links: Links,
        metrics: Option<&Metrics>,
    ) -> Result<(), OriginError> {
        let checked = self.check_head(head, seen, links);
        if let (Err(error), Some(metrics)) = (&checked, metrics) {
            metrics.count(Outcome::Rejected(error.reason()), Duration::ZERO);
        }
        checked
    }

    /// Checks a request. A refused request is logged.
    ///
    /// # Errors
    ///
    /// Returns why the request is refused.
    pub fn check<B>(&self, request: &Request<B>, links: Links) -> Result<(), OriginError> {
        self.check_head(head_of(request), RequestHeaders::of(request.headers()), links)
    }

    fn check_head(
        &self,
        (method, uri, headers): Head<'_>,
        seen: RequestHeaders<'_>,
        links: Links,
    ) -> Result<(), OriginError> {
        let host = seen.host.map(HeaderValue::as_bytes);
        let host = host.or_else(|| uri.authority().map(|authority| authority.as_str().as_bytes()));
        let checked = self.check_host(host).and_then(|()| match seen.is_of_browser {
            true => check_site(method, headers, links),
            false => Ok(()),
        });
        if let Err(error) = checked
            && self.log.admits()
        {
            let host: String = text_of(host.unwrap_or_default()).chars().take(MAX_LOGGED_HOST).collect();
            let reason = error.reason();
            tracing::warn!(path = ?redact::path(uri.path()), host = ?host, reason, "a request was refused: {error}");
        }
        checked
    }

    /// A request without any host comes from a program: every browser sends it.
    fn check_host(&self, host: Option<&[u8]>) -> Result<(), OriginError> {
        let Some(host) = host else { return Ok(()) };
        if self.hosts.iter().any(|own| host.strip_prefix(own.as_bytes()).is_some_and(is_port)) {
            return Ok(());
        }
        let address = Address::of_host(false, text_of(host)).ok_or(OriginError::Host)?;
        let name = address.host().to_ascii_lowercase();
        let is_ip = name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
        let is_ours = self.hosts.contains(&name) || self.takes_ip_addresses && is_ip;
        if is_ours { Ok(()) } else { Err(OriginError::Host) }
    }
}

/// Returns whether this may follow the name of a host.
fn is_port(text: &[u8]) -> bool {
    text.is_empty() || text.strip_prefix(b":").is_some_and(|port| text_of(port).parse::<u16>().is_ok())
}

/// No host is written in other characters than those of UTF-8.
fn text_of(host: &[u8]) -> &str {
    str::from_utf8(host).unwrap_or_default()
}

impl IntoResponse for OriginError {
    fn into_response(self) -> Response {
        (StatusCode::FORBIDDEN, format!("{self}\n")).into_response()
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    // A value that is not ASCII counts as empty: a host or a site is always ASCII.
    headers.get(name).map(|value| value.to_str().unwrap_or_default())
}

/// Checks whether a page of this server sent the request, by headers of browsers: Fetch Metadata Request Headers
/// (W3C), and `Origin` (RFC 6454).
fn check_site(method: &Method, headers: &HeaderMap, links: Links) -> Result<(), OriginError> {
    let is_reading = method == Method::GET || method == Method::HEAD;
    let is_link = is_reading && links == Links::Followed && text(headers, &FETCH_MODE) == Some("navigate");
    let host = text(headers, &header::HOST).unwrap_or_default();
    let is_ours = match (text(headers, &FETCH_SITE), text(headers, &header::ORIGIN)) {
        (Some("same-origin"), _) | (None, None) => true,
        // The user entered the address.
        (Some("none"), _) => is_reading,
        (Some(_), _) => is_link,
        (None, Some(origin)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
    };
    if is_ours { Ok(()) } else { Err(OriginError::CrossSite) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::config::Settings;

    fn checked(
        settings: &Settings,
        method: &Method,
        links: Links,
        fields: &[(&str, &str)],
    ) -> Result<(), OriginError> {
        let mut request = Request::builder().method(method).uri("/acme");
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        let settings = settings.check(Host::Ours).unwrap();
        OriginGuard::new(&settings).check(&request.body(()).unwrap(), links)
    }

    fn signed() -> Settings {
        Settings::new().auth_token("12345").public_url("https://voice.example.com").phone()
    }

    #[test]
    fn the_names_of_this_machine_are_answered_and_no_other() {
        let get = |fields: &[_]| checked(&signed(), &Method::GET, Links::Followed, fields);
        for host in ["localhost:3000", "LOCALHOST", "127.0.0.1:3000", "[::1]:3000", "voice.example.com"] {
            assert_eq!(get(&[("host", host)]), Ok(()), "{host}");
        }
        for host in [
            "evil.example:3000",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "192.168.1.2",
            "",
            "a b",
        ] {
            assert_eq!(get(&[("host", host)]), Err(OriginError::Host), "{host}");
        }
        assert_eq!(get(&[]), Ok(()), "every browser sends a host");
    }

    #[test]
    fn a_server_on_all_addresses_is_called_by_any_of_them_and_by_no_name() {
        let open = Settings::new().bind("0.0.0.0:3000").unsigned();
        let get = |host| checked(&open, &Method::GET, Links::Refused, &[("host", host)]);
        assert_eq!(get("192.168.1.2:3000"), Ok(()));
        assert_eq!(get("[fd00::1]:3000"), Ok(()));
        assert_eq!(get("evil.example:3000"), Err(OriginError::Host));
    }

    #[test]
    fn a_post_comes_from_our_own_page_or_from_no_page_at_all() {
        let post = |name, value| {
            let fields = [("host", "localhost:3000"), (name, value)];
            checked(&signed(), &Method::POST, Links::Followed, &fields)
        };
        assert_eq!(post("sec-fetch-site", "same-origin"), Ok(()));
        assert_eq!(post("origin", "http://localhost:3000"), Ok(()));
        assert_eq!(post("user-agent", "TwilioProxy/1.1"), Ok(()));
        for site in ["cross-site", "same-site", "none"] {
            assert_eq!(post("sec-fetch-site", site), Err(OriginError::CrossSite), "{site}");
        }
        for origin in ["https://evil.example", "null", "http://localhost:3001"] {
            assert_eq!(post("origin", origin), Err(OriginError::CrossSite), "{origin}");
        }
    }

    #[test]
    fn a_link_leads_to_a_page_and_not_to_the_webhook() {
        let get = |links, site, mode| {
            let fields = [("host", "localhost"), ("sec-fetch-site", site), ("sec-fetch-mode", mode)];
            checked(&signed(), &Method::GET, links, &fields)
        };
        assert_eq!(get(Links::Followed, "cross-site", "navigate"), Ok(()));
        assert_eq!(get(Links::Refused, "cross-site", "navigate"), Err(OriginError::CrossSite));
        assert_eq!(get(Links::Followed, "cross-site", "cors"), Err(OriginError::CrossSite));
        assert_eq!(get(Links::Refused, "none", "navigate"), Ok(()));
    }

    #[test]
    fn every_reason_is_announced_to_the_metrics() {
        let all = [OriginError::Host, OriginError::CrossSite];
        assert_eq!(all.map(OriginError::reason), OriginError::REASONS);
    }
}
