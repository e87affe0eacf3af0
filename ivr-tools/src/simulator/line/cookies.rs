//! The cookies of a call: Twilio returns what an application sets, as a browser does.

use std::collections::BTreeMap;

use crate::simulator::{request::Response, url::Url};

/// Cookies by host, then by name. Paths and lifetimes are ignored, because a call is short.
#[derive(Debug, Default)]
pub(super) struct Cookies(BTreeMap<(String, String), String>);

impl Cookies {
    /// Stores the cookies of a response from `url`.
    pub(super) fn take(&mut self, url: &Url, response: &Response) {
        for cookie in &response.cookies {
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let Some((name, value)) = pair.split_once('=') else { continue };
            let key = (url.authority().to_owned(), name.trim().to_owned());
            if attributes.to_ascii_lowercase().replace(' ', "").contains("max-age=0") {
                self.0.remove(&key);
            } else {
                self.0.insert(key, value.trim().to_owned());
            }
        }
    }

    /// Returns the header for a request to `url`, if there are cookies for it.
    pub(super) fn header(&self, url: &Url) -> Option<String> {
        let own = self.0.iter().filter(|((host, _), _)| host == url.authority());
        let pairs: Vec<_> = own.map(|((_, name), value)| format!("{name}={value}")).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cookies(set: &[&str]) -> Cookies {
        let mut cookies = Cookies::default();
        let set = set.iter().map(|cookie| (*cookie).to_owned()).collect();
        cookies.take(&here(), &Response { cookies: set, ..Response::default() });
        cookies
    }

    fn here() -> Url {
        Url::parse("http://host/acme").unwrap()
    }

    #[test]
    fn what_was_set_is_sent_back_to_the_same_host() {
        let cookies = cookies(&["session=abc; Path=/; HttpOnly", "b=1"]);
        assert_eq!(cookies.header(&here()).as_deref(), Some("b=1; session=abc"));
        assert_eq!(cookies.header(&Url::parse("http://other/").unwrap()), None);
    }

    #[test]
    fn a_cookie_is_replaced_and_taken_back() {
        assert_eq!(cookies(&["a=1", "a=2"]).header(&here()).as_deref(), Some("a=2"));
        assert_eq!(cookies(&["a=1", "a=; Max-Age=0"]).header(&here()), None);
    }
}
