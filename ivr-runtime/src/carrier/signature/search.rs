//! Finds how a request differs from what was signed, by signing likely variants.

use super::{
    Claim, Difference, Key, Order, Part,
    address::{Address, Scheme, origin},
    sorted,
    spelling::spellings,
};

/// Ports that servers commonly use.
const USUAL_PORTS: [u16; 9] = [80, 443, 1234, 3000, 5000, 8000, 8080, 8443, 9000];

/// Other addresses of the request, only used to explain a mismatch.
///
/// ```
/// let seen = ivr_runtime::signature::Seen { hosts: vec!["a.example:8443".into()], paths: vec![] };
/// assert_eq!(seen.hosts.len(), 1);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// `host[:port]`, as in `Host` and the headers of proxies.
    pub hosts: Vec<String>,
    /// Paths without a query, before and after a prefix was removed.
    pub paths: Vec<String>,
}

impl Key {
    /// Returns the difference, for a claim that does not match.
    ///
    /// It signs some dozens of requests that might have been meant, and reports the first that fits: one that
    /// differs in address, path or parameters; then one that differs in address and path.
    #[must_use]
    pub fn difference(&self, claim: &Claim<'_>, seen: &Seen) -> Difference {
        let signature = claim.signature.as_bytes();
        if !self.can_have_made(signature) {
            let expected = self.algorithm().header_length();
            return Difference(vec![Part::Header { length: claim.signature.len(), expected }]);
        }
        let (fields, whole) = (sorted(claim.form), format!("{}{}", claim.address.path(), claim.target));
        let (origins, targets) = (origins(claim.address, seen), targets(claim, &whole, seen));
        let same = claim.address.origins();

        let spelled = |target: &str, origin: &str, fields: &[(&str, &str)], most: usize| {
            let signed = (&Order::as_given(fields), fields);
            spellings(target).take(most).any(|target| self.fits(signature, &[origin, &target], signed))
        };
        let all = usize::MAX;
        let by_origin = || origins.iter().find(|other| spelled(&whole, &other.text, &fields, all)).map(parts);
        let fits_same =
            |target: &str, fields: &[_]| same.iter().any(|origin| spelled(target, origin, fields, all));
        let by_target = || targets.iter().find(|other| fits_same(&other.text, &fields)).map(parts);
        let by_fields = || {
            let other = forms(claim.form, &fields).into_iter().find(|(fields, _)| fits_same(&whole, fields));
            other.map(|(_, part)| vec![part])
        };
        let by_both = || {
            let pairs = origins.iter().flat_map(|origin| targets.iter().map(move |target| (origin, target)));
            // Only two spellings of a query are tried (as received, and as Twilio signs it), because there are some
            // hundred pairs.
            let mut fitting =
                pairs.filter(|(origin, target)| spelled(&target.text, &origin.text, &fields, 2));
            fitting.next().map(|(origin, target)| [parts(origin), parts(target)].concat())
        };
        Difference(by_origin().or_else(by_target).or_else(by_fields).or_else(by_both).unwrap_or_default())
    }
}

/// A text that may have been signed, and how it differs.
struct Other {
    text: String,
    parts: Vec<Part>,
}

fn parts(other: &Other) -> Vec<Part> {
    other.parts.clone()
}

/// Returns other schemes, hosts and ports.
fn origins(ours: &Address, seen: &Seen) -> Vec<Other> {
    let elsewhere: Vec<Address> = seen.hosts.iter().filter_map(|host| Address::of_host(true, host)).collect();
    let mut hosts = vec![ours.host()];
    let mut ports = vec![None, ours.port(), Some(80), Some(443)];
    for address in &elsewhere {
        hosts.push(address.host());
        ports.push(address.port());
    }
    let mut others = Vec::new();
    let schemes = if ours.is_https() { [Scheme::Https, Scheme::Http] } else { [Scheme::Http, Scheme::Https] };
    for scheme in schemes {
        for host in &hosts {
            others.extend(ports.iter().map(|port| Other {
                text: origin(scheme, host, *port),
                parts: unlike(ours, scheme, host, *port),
            }));
        }
    }
    others.extend(USUAL_PORTS.map(|port| Other {
        text: origin(ours.scheme(), ours.host(), Some(port)),
        parts: unlike(ours, ours.scheme(), ours.host(), Some(port)),
    }));
    others.retain(|other| !other.parts.is_empty());
    others.sort_by_key(|other| other.parts.len());
    others
}

fn unlike(ours: &Address, scheme: Scheme, host: &str, port: Option<u16>) -> Vec<Part> {
    let mut parts = Vec::new();
    if scheme != ours.scheme() {
        parts.push(Part::Scheme { signed: scheme.as_str(), ours: ours.scheme().as_str() });
    }
    if host != ours.host() {
        parts.push(Part::Host { signed: host.to_owned(), ours: ours.host().to_owned() });
    }
    let usual = [None, Some(scheme.port()), ours.port()];
    if !usual.contains(&port) {
        parts.push(Part::Port { signed: port, ours: ours.port() });
    }
    parts
}

/// Returns other paths and queries.
fn targets(claim: &Claim<'_>, whole: &str, seen: &Seen) -> Vec<Other> {
    let (path, query) = whole.split_once('?').map_or((whole, None), |(path, query)| (path, Some(query)));
    let slash = path.strip_suffix('/').map_or_else(|| format!("{path}/"), str::to_owned);
    let unprefixed = claim.target.split('?').next().unwrap_or_default().to_owned();
    let mut others = Vec::new();
    for signed in [slash, unprefixed].into_iter().chain(seen.paths.iter().cloned()) {
        if signed != path {
            let text = query.map_or_else(|| signed.clone(), |query| format!("{signed}?{query}"));
            others.push(Other { text, parts: vec![Part::Path { signed, ours: path.to_owned() }] });
        }
    }
    let unescaped = query.and_then(unescaped).map(|query| format!("{path}?{query}"));
    for text in [path.to_owned(), format!("{path}?")].into_iter().chain(unescaped) {
        if text != whole {
            others.push(Other { text, parts: vec![Part::Query] });
        }
    }
    others
}

/// Returns a query without any escape, which has another meaning: a framework decoded it before it was signed.
fn unescaped(query: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(query.len());
    let mut rest = query.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = match rest {
            [b'%', high, low, after @ ..] => {
                let digit =
                    |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                digit(high).zip(digit(low)).map(|(high, low)| (high << 4 | low, after))
            }
            _ => None,
        };
        let (byte, after) = escaped.unwrap_or((*first, after));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

/// Returns other ways to include the fields in the signature.
fn forms<'a>(
    form: &[(&'a str, &'a str)],
    sorted: &[(&'a str, &'a str)],
) -> Vec<(Vec<(&'a str, &'a str)>, Part)> {
    let filled =
        |fields: &[(&'a str, &'a str)]| fields.iter().filter(|field| !field.1.is_empty()).copied().collect();
    vec![
        (form.to_vec(), Part::Order),
        (filled(sorted), Part::Blanks),
        (filled(form), Part::Order),
        (Vec::new(), Part::Fields),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: [(&str, &str); 4] = [("To", "+1"), ("CallSid", "CA1"), ("FromCity", ""), ("Digits", "1")];

    /// Returns the difference for a request that was signed for `url` with `signed`, and arrived at `/line/acme?a='`
    /// with FORM.
    fn told(url: &str, signed: &[(&str, &str)]) -> String {
        let key = Key::new("12345");
        let address: Address = "https://voice.example/line".parse().unwrap();
        let signature = key.sign(url, signed);
        let (target, form) = ("/acme?a='", &FORM);
        let claim = Claim { address: &address, target, form, signature: &signature };
        assert!(!key.verify(&claim), "{url}");
        let seen = Seen { hosts: vec!["new.example:8444".into()], paths: vec!["/v2/acme".into()] };
        key.difference(&claim, &seen).to_string()
    }

    #[test]
    fn a_request_signed_for_another_address_tells_which_part() {
        let ours = "but the public URL says";
        for (origin, part) in [
            ("http://voice.example", format!("the scheme differs: signed for http://, {ours} https://")),
            ("http://voice.example:80", format!("the scheme differs: signed for http://, {ours} https://")),
            (
                "https://new.example",
                format!("the host differs: signed for `new.example`, {ours} `voice.example`"),
            ),
            (
                "https://voice.example:8080",
                format!("the port differs: signed with port 8080, {ours} no port"),
            ),
            (
                "https://voice.example:8444",
                format!("the port differs: signed with port 8444, {ours} no port"),
            ),
        ] {
            assert_eq!(told(&format!("{origin}/line/acme?a='"), &FORM), part);
        }
    }

    #[test]
    fn a_request_signed_for_another_path_or_query_tells_which() {
        for (path, signed) in [("/line/acme/", "/line/acme/"), ("/acme", "/acme"), ("/v2/acme", "/v2/acme")] {
            let expected =
                format!("the path differs: signed for `{signed}`, but the request is for `/line/acme`");
            assert_eq!(told(&format!("https://voice.example{path}?a='"), &FORM), expected);
        }
        for query in ["", "?"] {
            let told = told(&format!("https://voice.example/line/acme{query}"), &FORM);
            assert!(told.starts_with("the query differs"), "{told}");
        }
    }

    #[test]
    fn parameters_signed_in_another_way_tell_which() {
        let url = "https://voice.example/line/acme?a='";
        assert!(told(url, &[]).contains("signed without any"));
        let filled: Vec<_> = FORM.into_iter().filter(|field| !field.1.is_empty()).collect();
        assert!(told(url, &filled).contains("blank ones"));
        let unsorted = FORM.map(|(name, value)| [name, value].concat()).concat();
        assert!(told(&(url.to_owned() + &unsorted), &[]).starts_with("the parameter order differs"));
    }

    #[test]
    fn a_tunnel_that_changed_name_scheme_and_path_tells_all_three() {
        let told = told("http://new.example:8444/v2/acme?a='", &FORM);
        for part in ["the scheme differs", "the host differs", "the port differs", "the path differs"] {
            assert!(told.contains(part), "{told}");
        }
    }

    #[test]
    fn anything_else_is_the_token_and_a_cut_signature_is_called_one() {
        let address: Address = "https://voice.example".parse().unwrap();
        let signature = Key::new("another").sign("https://voice.example/acme", &FORM);
        let claim = |signature| Claim { address: &address, target: "/acme", form: &FORM, signature };
        let difference = |signature| Key::new("12345").difference(&claim(signature), &Seen::default());
        assert_eq!(difference(&signature).names(), "token");
        assert!(difference(&signature).to_string().starts_with("the token differs"));
        let cut = difference(&signature[..20]);
        assert_eq!(
            (cut.names().as_str(), cut.parts()),
            ("header", &[Part::Header { length: 20, expected: 28 }][..])
        );
    }
}
