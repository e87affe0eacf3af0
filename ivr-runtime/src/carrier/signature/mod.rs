//! `X-Twilio-Signature`: verifies that Twilio sent a request. The module performs no I/O; the webhook reads the
//! request.
//!
//! [`Key::difference`] finds how a request differs from what was signed.

// The public URL and the spellings under which it may have been signed.
mod address;

// One secret and its hash.
mod key;

// All secrets of a server, and the choice of one for a request.
mod keyring;

// The spellings of a query that may have been signed.
mod spelling;

// The order in which fields are signed, and that of the last requests.
mod last_orders;

mod fields;

// The explanation of a signature that does not match.
mod difference;
mod search;

pub use address::{Address, AddressError};
pub use difference::{Difference, Part};
use fields::sorted;
pub(crate) use fields::{FormFields, Order, Plus, Signed, SignedFields, beginning};
pub use key::{Algorithm, Key};
pub use keyring::{KeyError, Keyring};
pub(crate) use keyring::{Owner, Signer};
pub use keyring::{SETTINGS_HEADER, SIGNATURE_HEADER};
pub(crate) use last_orders::LastOrders;
pub use search::Seen;

/// A request, and the signature that it claims.
///
/// ```
/// use ivr_runtime::signature::{Address, Claim};
/// let address: Address = "https://example.com".parse().unwrap();
/// // The signature of a GET request covers only its URL, which contains the parameters.
/// let claim = Claim { address: &address, target: "/acme?Digits=1", form: &[], signature: "" };
/// assert_eq!(claim.target, "/acme?Digits=1");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The public address, including a path in front of `target`, if there is one.
    pub address: &'a Address,
    /// Path and query exactly as received.
    pub target: &'a str,
    /// The decoded fields of the body in the order in which they were sent, including blank and repeated ones; empty
    /// for GET.
    pub form: &'a [(&'a str, &'a str)],
    /// The value of the header.
    pub signature: &'a str,
}

impl Key {
    /// Returns whether the signature matches the request. Each candidate is compared in constant time.
    ///
    /// Twilio signs the URL with or without its port, with or without `user:password@`, and with the query as it is
    /// sent or with characters such as `'`, `@` and `:` unescaped; a request is accepted for any of these. Only
    /// spellings with the same meaning are tried, and for a query over 4096 bytes only the received one.
    #[must_use]
    pub fn verify(&self, claim: &Claim<'_>) -> bool {
        self.verify_at(claim, claim.address.origins())
    }

    /// Verifies an upgrade to a WebSocket, whose URL begins with `wss://`.
    ///
    /// ```
    /// use ivr_runtime::signature::{Address, Claim, Key};
    /// let (address, key): (Address, _) = ("https://agent.example".parse().unwrap(), Key::new("12345"));
    /// let signature = key.sign("wss://agent.example/billing", &[]);
    /// let claim = Claim { address: &address, target: "/billing", form: &[], signature: &signature };
    /// assert!(key.verify_upgrade(&claim) && !key.verify(&claim));
    /// ```
    #[cfg(feature = "agent")]
    #[must_use]
    pub fn verify_upgrade(&self, claim: &Claim<'_>) -> bool {
        let origins: Vec<String> =
            claim.address.origins().iter().map(|origin| origin.replacen("http", "ws", 1)).collect();
        self.verify_at(claim, &origins)
    }

    fn verify_at(&self, claim: &Claim<'_>, origins: &[String]) -> bool {
        let (order, place) = (Order::of(claim.form), (origins, claim.address.path(), claim.target));
        self.verify_fields(claim.signature.as_bytes(), place, (&order, claim.form))
    }

    /// Whether a signature is that of a request to this address with these fields, which are in their order.
    pub(crate) fn verify_ordered(
        &self,
        signature: &[u8],
        (address, target): (&Address, &str),
        fields: (&Order, &impl SignedFields),
    ) -> bool {
        self.verify_fields(signature, (address.origins(), address.path(), target), fields)
    }

    fn verify_fields(
        &self,
        signature: &[u8],
        (origins, path, target): (&[String], &str, &str),
        fields: (&Order, &(impl SignedFields + ?Sized)),
    ) -> bool {
        if signature.len() != self.algorithm().header_length() {
            return false;
        }
        spelling::spellings(target).any(|target| {
            let fits = |origin: &String| self.fits(signature, &[origin, path, &target], fields);
            origins.iter().any(fits)
        })
    }
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
    fn what_is_no_signature_is_refused() {
        let (key, address) = (Key::new("12345"), address("https://example.com"));
        let right = key.sign("https://example.com/acme", &[]);
        let claim = |signature| Claim { address: &address, target: "/acme", form: &[], signature };
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
                let claim = Claim { address: &address, target: &target, form: order, signature: &signature };
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
            let (address, form) = (address("https://example.com"), pairs.as_slice());
            let claim = |signature| Claim { address: &address, target: "/acme", form, signature };
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
                let (target, form) = (format!("/acme?line={line}"), [("Digits", digits)]);
                key.verify(&Claim { address: &address, target: &target, form: &form, signature: &signature })
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
