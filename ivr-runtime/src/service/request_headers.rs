//! The headers of a request that the server uses, read in one pass, and the host that counts.

use axum::http::{HeaderMap, HeaderValue};
#[cfg(feature = "serve")]
use axum::http::{Version, header, request::Parts, uri::Authority};

use crate::carrier::signature::{SETTINGS_HEADER, SIGNATURE_HEADER};

/// Of repeated headers, the first counts.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct RequestHeaders<'a> {
    /// The host of the request. HTTP/2 has it in the target.
    pub(crate) host: Option<&'a HeaderValue>,
    /// Whether the request has several hosts.
    #[cfg(feature = "serve")]
    pub(crate) has_more_hosts: bool,
    /// Whether the request has a header that only browsers add.
    pub(crate) is_of_browser: bool,
    pub(crate) content_type: Option<&'a HeaderValue>,
    /// `X-Twilio-Signature`.
    pub(crate) signature: Option<&'a HeaderValue>,
    /// `X-Twilio-Webhooks-Signature-Settings`.
    pub(crate) signature_settings: Option<&'a HeaderValue>,
}

impl<'a> RequestHeaders<'a> {
    pub(crate) fn of(headers: &'a HeaderMap) -> Self {
        let mut found = Self::default();
        for (name, value) in headers {
            let header = match name.as_str() {
                "host" => {
                    #[cfg(feature = "serve")]
                    {
                        found.has_more_hosts = found.host.is_some();
                    }
                    &mut found.host
                }
                "content-type" => &mut found.content_type,
                SIGNATURE_HEADER => &mut found.signature,
                SETTINGS_HEADER => &mut found.signature_settings,
                "origin" | "sec-fetch-site" => {
                    found.is_of_browser = true;
                    continue;
                }
                _ => continue,
            };
            header.get_or_insert(value);
        }
        found
    }
}

/// Why a request is refused whose host is missing, ambiguous or invalid.
#[cfg(feature = "serve")]
pub(crate) type WrongHost = &'static str;

/// Checks the host of a request. What an absolute target names replaces it.
#[cfg(feature = "serve")]
pub(crate) fn settle_host(head: &mut Parts) -> Result<(), WrongHost> {
    check_host(head.version, RequestHeaders::of(&head.headers))?;
    let Some(authority) = head.uri.authority() else { return Ok(()) };
    let host = authority.as_str().rsplit('@').next().unwrap_or_default();
    let host = HeaderValue::from_str(host).map_err(|_| "the host of the request target is invalid\n")?;
    head.headers.insert(header::HOST, host);
    Ok(())
}

/// RFC 9112 section 3.2: a request has one `Host`, and it is valid.
#[cfg(feature = "serve")]
pub(crate) fn check_host(version: Version, headers: RequestHeaders<'_>) -> Result<(), WrongHost> {
    match headers.host {
        _ if headers.has_more_hosts => Err("the request has more than one Host header\n"),
        None if version < Version::HTTP_11 => Ok(()),
        None => Err("the request has no Host header\n"),
        Some(host) if is_plain_host(host.as_bytes()) => Ok(()),
        Some(host) => {
            let parsed = Authority::try_from(host.as_bytes());
            let is_valid = parsed.is_ok_and(|authority| !authority.as_str().contains('@'));
            is_valid.then_some(()).ok_or("the Host header is invalid\n")
        }
    }
}

/// A name or an IPv4 address, and a port if there is one. Every other host is parsed.
#[cfg(feature = "serve")]
fn is_plain_host(host: &[u8]) -> bool {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    let name = host.iter().position(|byte| !is_plain(byte)).unwrap_or(host.len());
    match host.get(name..) {
        None | Some([]) => true,
        Some([b':', port @ ..]) => {
            name > 0 && matches!(port.len(), 1..=4) && port.iter().all(u8::is_ascii_digit)
        }
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    #[cfg(feature = "serve")]
    use axum::http::Request;

    use super::*;

    #[test]
    fn of_repeated_headers_the_first_counts() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("host", "a.example"),
            ("content-type", "text/plain"),
            ("content-type", "text/html"),
            ("x-twilio-signature", "first"),
            ("x-twilio-signature", "second"),
            ("accept", "*/*"),
        ] {
            headers.append(name, value.parse().unwrap());
        }
        let seen = RequestHeaders::of(&headers);
        assert_eq!(seen.host, Some(&HeaderValue::from_static("a.example")));
        assert_eq!(seen.content_type, Some(&HeaderValue::from_static("text/plain")));
        assert_eq!(seen.signature, Some(&HeaderValue::from_static("first")));
        assert!(seen.signature_settings.is_none() && !seen.is_of_browser);
        headers.insert("sec-fetch-site", HeaderValue::from_static("none"));
        assert!(RequestHeaders::of(&headers).is_of_browser);
    }

    #[cfg(feature = "serve")]
    #[test]
    fn a_second_host_is_noticed_even_if_it_is_the_same() {
        let mut headers = HeaderMap::new();
        for has_more in [false, true, true] {
            headers.append("host", HeaderValue::from_static("a.example"));
            assert_eq!(RequestHeaders::of(&headers).has_more_hosts, has_more);
        }
    }

    #[cfg(feature = "serve")]
    fn settled(version: Version, target: &str, hosts: &[&str]) -> Result<String, &'static str> {
        let mut request = Request::builder().version(version).uri(target);
        for host in hosts {
            request = request.header("host", *host);
        }
        let (mut head, ()) = request.body(()).unwrap().into_parts();
        settle_host(&mut head)?;
        let host = head.headers.get("host").map(|host| host.to_str().unwrap().to_owned());
        Ok(host.unwrap_or_default())
    }

    #[cfg(feature = "serve")]
    #[test]
    fn a_request_has_one_valid_host() {
        for host in ["example.com", "example.com:8080", "[::1]:3000", "127.0.0.1", ""] {
            assert_eq!(settled(Version::HTTP_11, "/acme", &[host]).as_deref(), Ok(host));
        }
        for hosts in [&[][..], &["a.example", "a.example"], &["a.example", "b.example"], &["user@a.example"]]
        {
            assert!(settled(Version::HTTP_11, "/acme", hosts).is_err(), "{hosts:?}");
        }
        for host in ["a b", "a/b", "[::1"] {
            assert!(settled(Version::HTTP_11, "/acme", &[host]).is_err(), "{host}");
        }
    }

    #[cfg(feature = "serve")]
    #[test]
    fn http_1_0_knew_no_host_yet() {
        assert_eq!(settled(Version::HTTP_10, "/acme", &[]).as_deref(), Ok(""));
        assert!(settled(Version::HTTP_10, "/acme", &["a.example", "b.example"]).is_err());
    }

    #[cfg(feature = "serve")]
    #[test]
    fn the_host_of_an_absolute_target_counts() {
        let target = "http://user@a.example:81/acme";
        assert_eq!(settled(Version::HTTP_11, target, &["b.example"]).as_deref(), Ok("a.example:81"));
        assert!(settled(Version::HTTP_11, target, &[]).is_err());
    }
}
