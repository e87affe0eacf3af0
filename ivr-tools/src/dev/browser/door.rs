//! Who may use the phone: browsers on this machine that show our own page, and programs that are no browsers. A page
//! of somebody else gets in neither by asking from afar nor by giving this machine its own name.

use std::{net::IpAddr, sync::Arc};

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use ivr_runtime::{config::Checked, signature::Address};

/// Nothing but what this server itself sends: no script of a page, no host elsewhere, no frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; media-src 'self' blob:; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// The names that this machine goes by.
#[derive(Debug)]
pub(super) struct Door {
    hosts: Vec<String>,
}

impl Door {
    pub(super) fn of(settings: &Checked) -> Self {
        let mut hosts = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned).to_vec();
        match settings.bind.ip() {
            // What listens on all addresses is called by any of them, and those are not known.
            ip if ip.is_unspecified() => {}
            IpAddr::V4(ip) => hosts.push(ip.to_string()),
            IpAddr::V6(ip) => hosts.push(format!("[{ip}]")),
        }
        hosts.extend(settings.public_url.as_ref().map(|url| url.host().to_ascii_lowercase()));
        Self { hosts }
    }

    /// Lets a request in, and adds to its answer what a browser should know.
    pub(super) async fn admit(door: Arc<Self>, request: Request, next: Next) -> Response {
        let mut response = match door.objection(request.method(), request.headers()) {
            Some(objection) => (StatusCode::FORBIDDEN, format!("{objection}\n")).into_response(),
            None => next.run(request).await,
        };
        for (name, value) in [
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
        ] {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }

    /// Why a request may not come in.
    fn objection(&self, method: &Method, headers: &HeaderMap) -> Option<&'static str> {
        let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        let host = header("host").unwrap_or_default();
        let called = Address::of_host(false, host);
        if !called.is_some_and(|host| self.hosts.contains(&host.host().to_ascii_lowercase())) {
            return Some("this phone answers to localhost and to the public URL, and to no other name");
        }
        let foreign = match (header("sec-fetch-site"), header("origin")) {
            (Some(site), _) if method == Method::GET => {
                matches!(site, "cross-site" | "same-site") && {
                    // Following a link to the page is no harm.
                    header("sec-fetch-mode") != Some("navigate")
                }
            }
            (Some(site), _) => site != "same-origin",
            (None, Some(origin)) => origin.split_once("://").is_none_or(|(_, from)| from != host),
            (None, None) => false,
        };
        foreign.then_some("another site asked")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ivr_runtime::config::{Host, Settings};

    fn objection(method: &Method, fields: &[(&'static str, &'static str)]) -> Option<&'static str> {
        let settings = Settings::new().auth_token("12345").public_url("https://voice.example.com").phone();
        let headers =
            fields.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
        Door::of(&settings.check(Host::Ours).unwrap()).objection(method, &headers.collect())
    }

    #[test]
    fn the_names_of_this_machine_are_answered_and_no_other() {
        for host in ["localhost:3000", "LOCALHOST", "127.0.0.1:3000", "[::1]:3000", "voice.example.com"] {
            assert_eq!(objection(&Method::GET, &[("host", host)]), None, "{host}");
        }
        for host in ["evil.example:3000", "localhost.evil.example", "127.0.0.1.evil.example", "", "a b"] {
            assert!(objection(&Method::GET, &[("host", host)]).is_some(), "{host}");
        }
        assert!(objection(&Method::GET, &[]).is_some());
    }

    #[test]
    fn a_move_comes_from_our_own_page_or_from_no_page_at_all() {
        let post = |name, value| objection(&Method::POST, &[("host", "localhost:3000"), (name, value)]);
        assert_eq!(post("sec-fetch-site", "same-origin"), None);
        assert_eq!(post("origin", "http://localhost:3000"), None);
        assert_eq!(objection(&Method::POST, &[("host", "localhost:3000")]), None);
        assert!(post("sec-fetch-site", "cross-site").is_some());
        assert!(
            post("sec-fetch-site", "same-site").is_some(),
            "another port of this machine is another site"
        );
        assert!(post("origin", "https://evil.example").is_some());
        assert!(post("origin", "null").is_some());
    }

    #[test]
    fn a_link_from_elsewhere_may_be_followed_and_events_are_not_read_from_there() {
        let get = |mode| {
            let site = ("sec-fetch-site", "cross-site");
            objection(&Method::GET, &[("host", "localhost"), site, ("sec-fetch-mode", mode)])
        };
        assert_eq!(get("navigate"), None);
        assert!(get("cors").is_some());
    }
}
