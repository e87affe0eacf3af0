//! The address that Twilio calls, and all forms in which Twilio may sign it.

use std::{
    fmt::{self, Display, Formatter},
    str::FromStr,
};

/// `scheme://[user:password@]host[:port][/path]`, without query or fragment.
///
/// ```
/// use ivr_runtime::signature::Address;
/// let address: Address = "https://voice.example.com:8443/line/".parse().unwrap();
/// assert_eq!(address.to_string(), "https://voice.example.com:8443/line");
/// assert_eq!((address.host(), address.port(), address.path()), ("voice.example.com", Some(8443), "/line"));
/// assert!("voice.example.com".parse::<Address>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    scheme: Scheme,
    user: Option<String>,
    host: String,
    port: Option<u16>,
    path: String,
    origins: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Scheme {
    Http,
    Https,
}

impl Scheme {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    pub(super) const fn port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

impl Address {
    fn new(scheme: Scheme, user: Option<&str>, host: &str, port: Option<u16>, path: &str) -> Self {
        // Over HTTPS Twilio usually drops the port, and over HTTP it usually keeps an explicit one.
        let ports = match (scheme, port) {
            (Scheme::Http, Some(_)) => [port, None],
            _ => [None, port.or(Some(scheme.port()))],
        };
        let users = [Some(String::new()), user.map(|user| format!("{user}@"))];
        let mut origins = Vec::new();
        for user in users.iter().flatten() {
            origins.extend(ports.map(|port| origin(scheme, &format!("{user}{host}"), port)));
        }
        Self {
            scheme,
            user: user.map(str::to_owned),
            host: host.to_owned(),
            port,
            path: path.to_owned(),
            origins,
        }
    }

    /// Returns the address in the `Host` of a request, with the assumed scheme.
    pub fn of_host(https: bool, host: &str) -> Option<Self> {
        let scheme = if https { Scheme::Https } else { Scheme::Http };
        let (host, port) = authority(host).ok()?;
        Some(Self::new(scheme, None, host, port, ""))
    }

    /// Returns whether the scheme is `https`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.scheme == Scheme::Https
    }

    /// Returns the name of the host or its IP address. IPv6 addresses are in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Returns whether the host is this machine: `localhost` or a loopback address.
    ///
    /// ```
    /// use ivr_runtime::signature::Address;
    /// let is_loopback = |url: &str| url.parse::<Address>().unwrap().is_loopback();
    /// assert!(is_loopback("http://localhost:3000") && is_loopback("http://127.0.0.1") && is_loopback("http://[::1]"));
    /// assert!(!is_loopback("https://voice.example.com") && !is_loopback("https://10.0.0.1"));
    /// ```
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let bare = self.host.trim_start_matches('[').trim_end_matches(']');
        match bare.parse::<std::net::IpAddr>() {
            Ok(address) => address.to_canonical().is_loopback(),
            Err(_) => bare.trim_end_matches('.').eq_ignore_ascii_case("localhost"),
        }
    }

    /// Returns the port, if there is one.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// Returns the path without a trailing slash. It is usually empty.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Returns every origin over which a signature may have been made, the most likely first.
    pub(super) fn origins(&self) -> &[String] {
        &self.origins
    }

    /// Returns the address with its password, as needed in URLs that Twilio requests.
    pub fn to_url(&self) -> String {
        let user = self.user.as_ref().map(|user| format!("{user}@")).unwrap_or_default();
        origin(self.scheme, &format!("{user}{}", self.host), self.port) + &self.path
    }
}

pub(super) fn origin(scheme: Scheme, place: &str, port: Option<u16>) -> String {
    let scheme = scheme.as_str();
    match port {
        Some(port) => format!("{scheme}://{place}:{port}"),
        None => format!("{scheme}://{place}"),
    }
}

/// Writes the address without `user:password@`, for printing and logging.
impl Display for Address {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", origin(self.scheme, &self.host, self.port), self.path)
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let (scheme, rest) = text.split_once("://").ok_or(AddressError::Scheme)?;
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            _ => return Err(AddressError::Scheme),
        };
        if rest.contains(['?', '#']) {
            return Err(AddressError::Query);
        }
        let (place, path) = rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash));
        let path = path.trim_end_matches('/');
        if !path.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(AddressError::Path);
        }
        let (user, place) = place.rsplit_once('@').map_or((None, place), |(user, place)| (Some(user), place));
        let (host, port) = authority(place)?;
        Ok(Self::new(scheme, user, host, port, path))
    }
}

/// Parses `host[:port]`.
fn authority(text: &str) -> Result<(&str, Option<u16>), AddressError> {
    let after_brackets = text.rfind(']').unwrap_or(0);
    let (host, port) = match text.rfind(':').filter(|colon| *colon > after_brackets) {
        Some(colon) => {
            let (host, port) = text.split_at(colon);
            let port = port.trim_start_matches(':').parse().map_err(|_| AddressError::Port)?;
            (host, Some(port))
        }
        None => (text, None),
    };
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let sound = match bare {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            let named = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
            !host.is_empty() && host.bytes().all(named)
        }
    };
    if sound { Ok((host, port)) } else { Err(AddressError::Host) }
}

/// Why a text is not an [`Address`].
///
/// ```
/// use ivr_runtime::signature::{Address, AddressError};
/// assert_eq!("https://a b/".parse::<Address>(), Err(AddressError::Host));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AddressError {
    /// The text begins with neither `https://` nor `http://`.
    #[error("it must begin with https:// (or http://)")]
    Scheme,
    /// The host is missing or contains invalid characters.
    #[error("the host is missing, or is not written as in a URL")]
    Host,
    /// The port is not a number from 0 to 65535.
    #[error("the port is not a number from 0 to 65535")]
    Port,
    /// The path contains invalid characters.
    #[error("the path has characters that must be percent-encoded")]
    Path,
    /// The text contains a query or a fragment.
    #[error("it must end before the `?` or `#`")]
    Query,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(text: &str) -> Vec<String> {
        text.parse::<Address>().unwrap().origins
    }

    #[test]
    fn https_is_tried_without_its_port_first() {
        assert_eq!(origins("https://a.example"), ["https://a.example", "https://a.example:443"]);
        assert_eq!(origins("https://a.example:8443/x"), ["https://a.example", "https://a.example:8443"]);
    }

    #[test]
    fn http_is_tried_with_its_port_first() {
        assert_eq!(origins("http://a.example:3000"), ["http://a.example:3000", "http://a.example"]);
        assert_eq!(origins("http://a.example"), ["http://a.example", "http://a.example:80"]);
    }

    #[test]
    fn a_password_may_be_signed_or_not_and_is_not_shown() {
        let plain = ["https://a.example", "https://a.example:443"];
        let with = ["https://user:p@ss@a.example", "https://user:p@ss@a.example:443"];
        assert_eq!(origins("https://user:p@ss@a.example"), [plain, with].concat());

        let address: Address = "https://user:p@ss@a.example/x".parse().unwrap();
        assert_eq!(format!("{address} {address:?}"), "https://a.example/x Address(https://a.example/x)");
        assert_eq!(address.to_url(), "https://user:p@ss@a.example/x");
    }

    #[test]
    fn an_ipv6_host_keeps_its_brackets() {
        let address: Address = "http://[::1]:3000/x".parse().unwrap();
        assert_eq!((address.host(), address.port(), address.path()), ("[::1]", Some(3000), "/x"));
        assert_eq!("http://[::1]".parse::<Address>().unwrap().port(), None);
    }

    #[test]
    fn what_is_no_address_is_told_apart() {
        for (text, why) in [
            ("", AddressError::Scheme),
            ("ftp://a.example", AddressError::Scheme),
            ("https://", AddressError::Host),
            ("https:///acme", AddressError::Host),
            ("https://ä.example", AddressError::Host),
            ("https://[a.example]", AddressError::Host),
            ("https://a.example:https", AddressError::Port),
            ("https://a.example:99999", AddressError::Port),
            ("https://a.example/a b", AddressError::Path),
            ("https://a.example?x=1", AddressError::Query),
            ("https://a.example/#x", AddressError::Query),
        ] {
            assert_eq!(text.parse::<Address>(), Err(why), "{text}");
        }
    }
}
