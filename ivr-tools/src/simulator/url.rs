//! Absolute URLs, and relative ones resolved against the current document by RFC 3986 section 5.

use super::alert::Alert;

/// An absolute `http` or `https` URL without a fragment, which Twilio never sends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Url {
    scheme: Scheme,
    /// `user:password`, as written. It is neither printed nor signed.
    userinfo: Option<String>,
    authority: String,
    path: String,
    query: Option<String>,
}

/// The schemes from which Twilio fetches documents.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Scheme {
    Http,
    Https,
}

impl Scheme {
    fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

impl Url {
    /// Reads an absolute URL.
    pub(crate) fn parse(text: &str) -> Result<Self, Alert> {
        let parts = Reference::split(text)?;
        let scheme = parts.scheme.ok_or_else(|| malformed(text, "it has no scheme"))?;
        parts.absolute(scheme, text)
    }

    /// Resolves `reference` in a document at this URL.
    pub(crate) fn join(&self, reference: &str) -> Result<Self, Alert> {
        let reference = reference.trim();
        let parts = Reference::split(reference)?;
        if let Some(scheme) = parts.scheme {
            return parts.absolute(scheme, reference);
        }
        if parts.authority.is_some() {
            return parts.absolute(self.scheme.as_str(), reference);
        }
        let (path, query) = match parts.path {
            "" => (self.path.clone(), parts.query.map(str::to_owned).or_else(|| self.query.clone())),
            path if path.starts_with('/') => (without_dots(path), parts.query.map(str::to_owned)),
            path => {
                let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
                (without_dots(&format!("{folder}/{path}")), parts.query.map(str::to_owned))
            }
        };
        Ok(Self { path, query, ..self.clone() })
    }

    pub(crate) fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Host and port as written.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> String {
        format!("{}://{}", self.scheme.as_str(), self.authority.to_ascii_lowercase())
    }

    /// Returns the user and the password of the URL, decoded.
    pub(crate) fn credentials(&self) -> Option<(String, String)> {
        let (user, password) =
            self.userinfo.as_deref()?.split_once(':').unwrap_or((self.userinfo.as_deref()?, ""));
        // In a path, `+` is a literal plus.
        let decode = |text: &str| {
            let text = text.replace('+', "%2B");
            form_urlencoded::parse(text.as_bytes())
                .next()
                .map_or(String::new(), |(text, _)| text.into_owned())
        };
        Some((decode(user), decode(password)))
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Returns path and query, as in a request line.
    pub(crate) fn path_and_query(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }

    /// Returns the URL with `more` at the end of its query.
    pub(crate) fn with_query(&self, more: &str) -> Self {
        let query = match self.query.as_deref() {
            _ if more.is_empty() => self.query.clone(),
            None | Some("") => Some(more.to_owned()),
            Some(own) => Some(format!("{own}&{more}")),
        };
        Self { query, ..self.clone() }
    }

    /// Returns whether both have the same scheme, host and port.
    pub(crate) fn same_origin(&self, other: &Self) -> bool {
        self.scheme == other.scheme && self.authority.eq_ignore_ascii_case(&other.authority)
    }
}

impl std::fmt::Display for Url {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}://{}{}", self.scheme.as_str(), self.authority, self.path_and_query())
    }
}

/// The parts of a URL reference as written, without the fragment.
struct Reference<'a> {
    scheme: Option<&'a str>,
    authority: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
}

impl<'a> Reference<'a> {
    fn split(text: &'a str) -> Result<Self, Alert> {
        if let Some(bad) = text.chars().find(|c| !is_legal(*c)) {
            let code = u32::from(bad);
            let why = match bad {
                _ if bad.is_ascii_graphic() => format!("`{bad}` must be percent-encoded"),
                _ if bad.is_whitespace() || bad.is_control() => format!("it contains U+{code:04X}"),
                _ => format!("`{bad}` is not ASCII and must be percent-encoded"),
            };
            return Err(malformed(text, &why));
        }
        let text = text.split_once('#').map_or(text, |(text, _)| text);
        let (scheme, rest) = match text.split_once(':') {
            Some((scheme, rest)) if is_scheme(scheme) => (Some(scheme), rest),
            _ => (None, text),
        };
        let (hierarchy, query) =
            rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
        let (authority, path) = match hierarchy.strip_prefix("//") {
            Some(rest) => {
                let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                (Some(authority), path)
            }
            None => (None, hierarchy),
        };
        Ok(Self { scheme, authority, path, query })
    }

    fn absolute(&self, scheme: &str, text: &str) -> Result<Url, Alert> {
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            _ => return Err(malformed(text, "its scheme is neither http nor https")),
        };
        let authority = self.authority.filter(|authority| !authority.is_empty());
        let authority = authority.ok_or_else(|| malformed(text, "it has no host"))?;
        let path = if self.path.is_empty() { "/".to_owned() } else { without_dots(self.path) };
        let (userinfo, authority) =
            authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
        if authority.is_empty() {
            return Err(malformed(text, "it has no host"));
        }
        Ok(Url {
            scheme,
            userinfo: userinfo.map(str::to_owned),
            authority: authority.to_owned(),
            path,
            query: self.query.map(str::to_owned),
        })
    }
}

fn malformed(text: &str, why: &str) -> Alert {
    // The URL may contain a password.
    let shown = match (text.split_once("//"), text.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}//…@{host}"),
        _ => text.to_owned(),
    };
    Alert::fatal(11100, format!("`{shown}` is not a URL: {why}"))
}

/// Returns whether a URL may contain the character (RFC 3986 section 2); the positions of `%` and brackets are not
/// checked.
fn is_legal(character: char) -> bool {
    character.is_ascii_graphic() && !matches!(character, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// Resolves `.` and `..` in a path that begins with a slash.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            "." if last => kept.push(""),
            "." => {}
            ".." => {
                kept.pop();
                if last {
                    kept.push("");
                }
            }
            segment => kept.push(segment),
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join(base: &str, reference: &str) -> String {
        Url::parse(base).unwrap().join(reference).unwrap().to_string()
    }

    #[test]
    fn references_resolve_as_the_examples_of_the_standard() {
        let cases = [
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g/"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("g#s", "http://a/b/c/g"),
            (";x", "http://a/b/c/;x"),
            ("g;x?y#s", "http://a/b/c/g;x?y"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../../", "http://a/"),
            ("../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            ("./../g", "http://a/b/g"),
            ("g;x=1/../y", "http://a/b/c/y"),
            ("g?y/../x", "http://a/b/c/g?y/../x"),
            ("https://h/x", "https://h/x"),
        ];
        for (reference, resolved) in cases {
            assert_eq!(join("http://a/b/c/d;p?q", reference), resolved, "{reference:?}");
        }
    }

    #[test]
    fn the_documents_pretty_printing_is_no_part_of_a_url() {
        assert_eq!(join("http://a/b", "\n    ../next\n"), "http://a/next");
    }

    #[test]
    fn a_password_is_kept_for_relative_urls_and_never_shown() {
        let url = Url::parse("https://ann:p%40ss+w:ord@a.example:8443/line").unwrap();
        assert_eq!(url.credentials(), Some(("ann".into(), "p@ss+w:ord".into())));
        assert_eq!(
            (url.authority(), url.to_string().as_str()),
            ("a.example:8443", "https://a.example:8443/line")
        );
        assert_eq!(url.join("next").unwrap().credentials(), url.credentials());
        assert_eq!(url.join("https://b.example/").unwrap().credentials(), None);
        assert!(url.same_origin(&Url::parse("https://A.example:8443/").unwrap()));
        let only = Url::parse("http://ann@a/").unwrap().credentials();
        assert_eq!(only, Some(("ann".into(), String::new())));
        for wrong in ["ftp://ann:secret@a/", "http://ann:secret@/", "http://ann:secret@a/b c"] {
            let alert = Url::parse(wrong).unwrap_err().to_string();
            assert!(alert.contains("11100") && !alert.contains("secret"), "{alert}");
        }
    }

    #[test]
    fn a_fragment_is_never_sent() {
        assert_eq!(Url::parse("https://a/b?c#rc=2&rp=all").unwrap().to_string(), "https://a/b?c");
    }

    #[test]
    fn what_no_provider_can_fetch_is_a_malformed_url() {
        for text in [
            "acme",
            "ftp://a/b",
            "http://",
            "mailto:x",
            "http://a/b c",
            "http://a/café",
            "http://ä/",
            "http://a/{b}",
        ] {
            assert_eq!(Url::parse(text).unwrap_err().code(), Some(11100), "{text}");
        }
        let base = Url::parse("http://a/").unwrap();
        assert!(base.join("wss://a/b").is_err());
    }

    #[test]
    fn an_origin_is_scheme_and_host() {
        let url = |text| Url::parse(text).unwrap();
        assert!(url("http://A.example/x").same_origin(&url("http://a.example/y")));
        assert!(!url("http://a.example/x").same_origin(&url("https://a.example/x")));
        assert!(!url("http://a.example/x").same_origin(&url("http://a.example:81/x")));
    }
}
