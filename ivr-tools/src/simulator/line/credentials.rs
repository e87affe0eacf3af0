//! The credentials of `https://user:password@host`. As Twilio does, the phone sends them when the host asks for them,
//! with Basic (RFC 7617) or Digest (RFC 7616), and with every later request of the call.

use std::{collections::BTreeMap, fmt::Write};

use base64::{Engine, engine::general_purpose::STANDARD};
use md5::Md5;
use sha2::{Digest, Sha256, Sha512_256};

use crate::simulator::{request::random_hex, url::Url};

/// The credentials that hosts have requested in a call, by origin.
#[derive(Debug, Default)]
pub(super) struct Credentials(BTreeMap<String, Login>);

/// The authentication that a host requests.
#[derive(Clone, Debug)]
struct Login {
    user: String,
    password: String,
    scheme: Scheme,
}

#[derive(Clone, Debug)]
enum Scheme {
    Basic,
    Digest { challenge: Challenge, count: u32 },
}

/// The parameters of `WWW-Authenticate: Digest`.
#[derive(Clone, Debug, Default)]
struct Challenge {
    realm: String,
    nonce: String,
    opaque: Option<String>,
    algorithm: Option<String>,
    has_qop: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Hash {
    Md5,
    Sha256,
    Sha512,
}

impl Credentials {
    /// Returns `Authorization` for a request to `url`, if its host has requested it before.
    pub(super) fn header(&mut self, method: &str, url: &Url) -> Option<String> {
        self.0.get_mut(&url.origin())?.header(method, &url.path_and_query())
    }

    /// Stores the challenges of a 401. Returns whether they can be answered.
    pub(super) fn challenged(&mut self, url: &Url, challenges: &[String]) -> bool {
        let origin = url.origin();
        let known = self.0.get(&origin).map(|login| (login.user.clone(), login.password.clone()));
        let Some((user, password)) = url.credentials().or(known) else { return false };
        let Some(scheme) = scheme(challenges) else { return false };
        self.0.insert(origin, Login { user, password, scheme });
        true
    }
}

/// Returns the strongest supported scheme. A host without a challenge gets Basic.
fn scheme(challenges: &[String]) -> Option<Scheme> {
    let digests = challenges.iter().filter_map(|text| Challenge::read(text));
    let strongest = digests.filter_map(|challenge| Some((challenge.hash()?, challenge)));
    let strongest = strongest
        .max_by_key(|(hash, _)| [Hash::Md5, Hash::Sha256, Hash::Sha512].iter().position(|own| own == hash));
    if let Some((_, challenge)) = strongest {
        return Some(Scheme::Digest { challenge, count: 0 });
    }
    let basic = challenges.is_empty() || challenges.iter().any(|text| named(text, "basic").is_some());
    basic.then_some(Scheme::Basic)
}

/// Returns the text after the name of a scheme.
fn named<'a>(challenge: &'a str, scheme: &str) -> Option<&'a str> {
    let (name, rest) = challenge.trim_start().split_once(' ').unwrap_or((challenge.trim(), ""));
    name.eq_ignore_ascii_case(scheme).then_some(rest)
}

impl Login {
    fn header(&mut self, method: &str, target: &str) -> Option<String> {
        match &mut self.scheme {
            Scheme::Basic => {
                Some(format!("Basic {}", STANDARD.encode(format!("{}:{}", self.user, self.password))))
            }
            Scheme::Digest { challenge, count } => {
                *count += 1;
                challenge.answer((&self.user, &self.password), (method, target), *count, &random_hex())
            }
        }
    }
}

impl Challenge {
    fn read(text: &str) -> Option<Self> {
        let mut challenge = Self::default();
        for (name, value) in parameters(named(text, "digest")?) {
            match name.to_ascii_lowercase().as_str() {
                "realm" => challenge.realm = value,
                "nonce" => challenge.nonce = value,
                "opaque" => challenge.opaque = Some(value),
                "algorithm" => challenge.algorithm = Some(value),
                "qop" => {
                    challenge.has_qop = value.split(',').any(|qop| qop.trim().eq_ignore_ascii_case("auth"));
                }
                _ => {}
            }
        }
        Some(challenge)
    }

    fn name(&self) -> &str {
        self.algorithm.as_deref().unwrap_or("MD5")
    }

    fn is_session(&self) -> bool {
        self.name().to_ascii_lowercase().ends_with("-sess")
    }

    fn hash(&self) -> Option<Hash> {
        match self.name().to_ascii_lowercase().trim_end_matches("-sess") {
            "md5" => Some(Hash::Md5),
            "sha-256" => Some(Hash::Sha256),
            "sha-512-256" => Some(Hash::Sha512),
            _ => None,
        }
    }

    /// RFC 7616 section 3.4.
    fn answer(
        &self,
        (user, password): (&str, &str),
        (method, target): (&str, &str),
        count: u32,
        client_nonce: &str,
    ) -> Option<String> {
        let hash = self.hash()?;
        let (realm, nonce) = (&self.realm, &self.nonce);
        let mut secret = hash.of(&format!("{user}:{realm}:{password}"));
        if self.is_session() {
            secret = hash.of(&format!("{secret}:{nonce}:{client_nonce}"));
        }
        let request = hash.of(&format!("{method}:{target}"));
        let response = match self.has_qop {
            true => hash.of(&format!("{secret}:{nonce}:{count:08x}:{client_nonce}:auth:{request}")),
            false => hash.of(&format!("{secret}:{nonce}:{request}")),
        };
        let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
        let mut header = format!(
            r#"Digest username="{}", realm="{}", nonce="{}", uri="{target}", response="{response}", algorithm={}"#,
            quoted(user),
            quoted(realm),
            quoted(nonce),
            self.name()
        );
        if self.has_qop || self.is_session() {
            // Writing into a `String` cannot fail.
            let _ = write!(header, r#", cnonce="{client_nonce}""#);
        }
        if self.has_qop {
            let _ = write!(header, ", qop=auth, nc={count:08x}");
        }
        if let Some(opaque) = &self.opaque {
            let _ = write!(header, r#", opaque="{}""#, quoted(opaque));
        }
        Some(header)
    }
}

impl Hash {
    /// In hexadecimal digits.
    fn of(self, text: &str) -> String {
        let hex = |bytes: &[u8]| bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        match self {
            Self::Md5 => hex(&Md5::digest(text)),
            Self::Sha256 => hex(&Sha256::digest(text)),
            Self::Sha512 => hex(&Sha512_256::digest(text)),
        }
    }
}

/// Parses `name=value` and `name="quoted value"`, separated by commas.
fn parameters(text: &str) -> Vec<(String, String)> {
    let mut parameters = Vec::new();
    let mut rest = text;
    while let Some((name, after)) = rest.split_once('=') {
        let (value, after) = match after.trim_start().strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => {
                let (value, after) = after.split_once(',').unwrap_or((after, ""));
                (value.trim().to_owned(), after)
            }
        };
        parameters.push((name.trim_matches([',', ' ']).to_owned(), value));
        rest = after;
    }
    parameters
}

/// Returns the text up to the closing quotation mark, and what follows.
fn unquoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => break,
            '\\' => value.extend(characters.next()),
            _ => value.push(character),
        }
    }
    (value, characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 7616 section 3.9.1.
    fn mufasa(algorithm: &str) -> Challenge {
        let text = format!(
            r#"Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS""#
        );
        Challenge::read(&text).unwrap()
    }

    #[test]
    fn the_examples_of_rfc_7616_are_answered() {
        for (algorithm, response) in [
            ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
            ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
        ] {
            let (login, request) = (("Mufasa", "Circle of Life"), ("GET", "/dir/index.html"));
            let nonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
            let header = mufasa(algorithm).answer(login, request, 1, nonce).unwrap();
            assert!(header.contains(&format!(r#"response="{response}""#)), "{header}");
            assert!(header.contains("qop=auth, nc=00000001"), "{header}");
            assert!(header.contains(r#"opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS""#), "{header}");
        }
    }

    #[test]
    fn the_example_of_rfc_2069_without_qop_is_answered() {
        let text = r#"Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093""#;
        let challenge = Challenge::read(text).unwrap();
        let header =
            challenge.answer(("Mufasa", "CircleOfLife"), ("GET", "/dir/index.html"), 1, "x").unwrap();
        assert!(header.contains(r#"response="1949323746fe6a43ef61f9606e7febea""#), "{header}");
        assert!(!header.contains("cnonce"), "{header}");
    }

    #[test]
    fn the_strongest_scheme_is_chosen() {
        let digest = |algorithm| format!(r#"Digest realm="a", nonce="b", algorithm={algorithm}"#);
        let chosen = |challenges: &[String]| match scheme(challenges) {
            Some(Scheme::Digest { challenge, .. }) => challenge.name().to_owned(),
            Some(Scheme::Basic) => "Basic".to_owned(),
            None => "none".to_owned(),
        };
        let basic = r#"Basic realm="a""#.to_owned();
        assert_eq!(chosen(&[digest("MD5"), basic.clone(), digest("SHA-256")]), "SHA-256");
        assert_eq!(chosen(&[digest("SHA-3"), basic.clone()]), "Basic");
        assert_eq!(chosen(&[]), "Basic");
        assert_eq!(chosen(&["Negotiate".to_owned()]), "none");
    }

    #[test]
    fn quoted_parameters_may_have_commas_and_quotation_marks() {
        let read = parameters(r#" realm="a, \"b\"=c", qop=auth , nonce="d""#);
        let expected = [("realm", r#"a, "b"=c"#), ("qop", "auth"), ("nonce", "d")];
        assert_eq!(read, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
