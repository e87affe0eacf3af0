//! `X-Twilio-Signature`: whether Twilio sent a request. No I/O; reading the request is left to the webhook.
//!
//! [`Key::difference`] finds what was signed instead of the request that came.

// The public URL: scheme, host, port and path, and how they may be written in what was signed.
mod address;

// One secret and its hash.
mod key;

// All secrets of a server, and which of them a request names.
mod keyring;

// How a query may be written in what was signed.
mod spelling;

// What differs when a signature does not match, and how it is found.
mod difference;
mod search;

pub use address::{Address, BadAddress};
pub use difference::{Difference, Part};
pub use key::{Algorithm, Key};
pub use keyring::{KeyError, Keyring};
pub(crate) use keyring::{Owner, SETTINGS_HEADER, Signer};
pub use search::Seen;

use sha2::{Digest, Sha256};

/// A request, and the signature that is claimed for it.
///
/// ```
/// use ivr_runtime::signature::{Address, Body, Claim};
/// let address: Address = "https://example.com".parse().unwrap();
/// // A GET request is signed by its address alone: the parameters stand in it.
/// let claim = Claim { address: &address, target: "/acme?Digits=1", body: Body::Form(&[]), signature: "" };
/// assert_eq!(claim.target, "/acme?Digits=1");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The public address, with the path that stands in front of `target`, if any.
    pub address: &'a Address,
    /// Path and query exactly as they came.
    pub target: &'a str,
    /// What was sent.
    pub body: Body<'a>,
    /// The value of the header.
    pub signature: &'a str,
}

/// The body of a request, as it takes part in the signature.
///
/// ```
/// use ivr_runtime::signature::Body;
/// assert!(matches!(Body::Form(&[("Digits", "1")]), Body::Form([(name, _)]) if *name == "Digits"));
/// ```
#[derive(Clone, Copy, Debug)]
pub enum Body<'a> {
    /// The decoded fields in the order they were sent, blank and repeated ones kept; none for GET.
    Form(&'a [(&'a str, &'a str)]),
    /// Anything else, JSON for instance: it holds when the query has its SHA-256 as `bodySHA256`.
    Raw(&'a [u8]),
}

impl Key {
    /// Whether the signature is that of the request. Each candidate is compared in constant time.
    ///
    /// Twilio signs the URL with or without its port, with or without `user:password@`, and with the query as it
    /// is sent or with characters such as `'`, `@` and `:` unescaped; a request is accepted for any of these. Only
    /// spellings with the same meaning are tried, and of a query over 4096 bytes only the one that came.
    #[must_use]
    pub fn verify(&self, claim: &Claim<'_>) -> bool {
        let Some(tag) = self.tag(claim.signature) else { return false };
        let form = match claim.body {
            Body::Form(form) => sorted(form),
            Body::Raw(body) if has_hash_of(claim.target, body) => Vec::new(),
            Body::Raw(_) => return false,
        };
        let path = claim.address.path();
        spelling::spellings(claim.target).iter().any(|target| {
            let fits = |origin: &String| self.fits(&tag, &[origin, path, target], &form);
            claim.address.origins().iter().any(fits)
        })
    }
}

/// The order in which fields are signed: by name, then by value, what is repeated once.
fn sorted<'a>(form: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = form.to_vec();
    fields.sort_unstable();
    fields.dedup();
    fields
}

/// Whether the query of `target` names the SHA-256 of `body`.
fn has_hash_of(target: &str, body: &[u8]) -> bool {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let Some(claimed) = query.split('&').find_map(|field| field.strip_prefix("bodySHA256=")) else {
        return false;
    };
    let hash = Sha256::digest(body);
    let hex = hash
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 0xf])
        .map(|nibble| char::from_digit(nibble.into(), 16));
    claimed.chars().map(Some).eq(hex)
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use proptest::prelude::*;

    use super::*;

    fn address(url: &str) -> Address {
        url.parse().unwrap()
    }

    #[test]
    fn json_holds_by_the_hash_in_the_query_and_only_then() {
        let (key, address) = (Key::new("12345"), address("https://mycompany.com"));
        let hash = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
        let target = format!("/myapp.php?foo=1&bar=2&bodySHA256={hash}");
        let claim = |target, body| Claim {
            address: &address,
            target,
            body: Body::Raw(body),
            signature: "a9nBmqA0ju/hNViExpshrM61xv4=",
        };
        assert!(key.verify(&claim(&target, br#"{"property": "value", "boolean": true}"#)));
        assert!(!key.verify(&claim(&target, br#"{"property": "value", "boolean": false}"#)));

        let unhashed = key.sign("https://mycompany.com/myapp.php", &[]);
        let bare = Claim { signature: &unhashed, ..claim("/myapp.php", b"{}") };
        assert!(!key.verify(&bare));
        assert!(key.verify(&Claim { body: Body::Form(&[]), ..bare }));
    }

    #[test]
    fn what_is_no_signature_is_refused() {
        let (key, address) = (Key::new("12345"), address("https://example.com"));
        let right = key.sign("https://example.com/acme", &[]);
        let claim =
            |signature| Claim { address: &address, target: "/acme", body: Body::Form(&[]), signature };
        assert!(key.verify(&claim(&right)));
        let (cut, longer, spaced) = (&right[..27], format!("{right}="), format!("{right} "));
        for wrong in ["", "=", cut, &longer, &spaced, "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄ", &right.to_lowercase()] {
            assert!(!key.verify(&claim(wrong)), "{wrong}");
        }
    }

    fn fields() -> impl Strategy<Value = Vec<(String, String)>> {
        proptest::collection::vec(("[A-Za-z]{1,8}|\\PC{1,4}", "\\PC{0,12}"), 0..40)
    }

    fn borrowed(form: &[(String, String)]) -> Vec<(&str, &str)> {
        form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    proptest! {
        #[test]
        fn a_signed_form_holds_in_any_order(
            form in fields(),
            token in "\\PC{0,100}",
            target in "/[a-z/]{0,20}(\\?[a-z=&%+']{0,20})?",
        ) {
            let pairs = borrowed(&form);
            let key = Key::new(&token);
            let signature = key.sign(&format!("https://example.com{target}"), &pairs);
            let mut turned = pairs.clone();
            turned.reverse();
            let address = address("https://example.com:8443");
            for order in [&pairs, &turned] {
                let body = Body::Form(order);
                let claim = Claim { address: &address, target: &target, body, signature: &signature };
                prop_assert!(key.verify(&claim));
            }
        }

        #[test]
        fn a_flipped_bit_anywhere_in_the_signature_fails(form in fields(), byte in 0usize..20, bit in 0u8..8) {
            let pairs = borrowed(&form);
            let key = Key::new("12345");
            let signature = key.sign("https://example.com/acme", &pairs);
            let mut bytes = STANDARD.decode(&signature).unwrap();
            bytes[byte] ^= 1 << bit;
            let (address, body) = (address("https://example.com"), Body::Form(&pairs));
            let claim = |signature| Claim { address: &address, target: "/acme", body, signature };
            prop_assert!(key.verify(&claim(&signature)));
            prop_assert!(!key.verify(&claim(&STANDARD.encode(bytes))));
        }

        #[test]
        fn a_flipped_byte_anywhere_in_the_request_fails(
            digits in "[0-9]{1,20}",
            place in any::<prop::sample::Index>(),
        ) {
            let key = Key::new("12345");
            let url = format!("https://example.com/acme?line={digits}");
            let signature = key.sign(&url, &[("Digits", &digits)]);
            let address = address("https://example.com");
            let holds = |line: &str, digits: &str| {
                let (target, body) = (format!("/acme?line={line}"), [("Digits", digits)]);
                let body = Body::Form(&body);
                key.verify(&Claim { address: &address, target: &target, body, signature: &signature })
            };
            prop_assert!(holds(&digits, &digits));

            let mut other = digits.clone().into_bytes();
            let place = place.index(other.len());
            other[place] ^= 1;
            let other = String::from_utf8(other).unwrap();
            prop_assert!(!holds(&digits, &other));
            prop_assert!(!holds(&other, &digits));
        }
    }
}
