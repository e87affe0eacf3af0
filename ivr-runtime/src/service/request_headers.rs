//! The headers of a request that the server uses, read in one pass.

use axum::http::{HeaderMap, HeaderValue};

use crate::carrier::signature::{SETTINGS_HEADER, SIGNATURE_HEADER};

/// Of repeated headers, the first counts.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct RequestHeaders<'a> {
    /// The host of the request. HTTP/2 has it in the target.
    pub(crate) host: Option<&'a HeaderValue>,
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
                "host" => &mut found.host,
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

#[cfg(test)]
mod tests {
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
}
