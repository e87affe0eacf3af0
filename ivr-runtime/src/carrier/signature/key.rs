//! A secret prepared for signing and verifying.

use std::{cell::RefCell, fmt, hint::black_box};

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;

use super::{Order, Plus, Signed, SignedFields};

/// The hash of a signature.
///
/// ```
/// use ivr_runtime::signature::Algorithm;
/// assert_eq!(Algorithm::HmacSha256.name(), "HMAC_SHA256");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Algorithm {
    /// Auth tokens, and shared keys that ask for it.
    HmacSha1,
    /// Shared keys only.
    HmacSha256,
}

impl Algorithm {
    /// The name in `X-Twilio-Webhooks-Signature-Settings`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HmacSha1 => "HMAC_SHA1",
            Self::HmacSha256 => "HMAC_SHA256",
        }
    }

    /// The length of a signature in the header: 20 or 32 bytes in base64.
    pub(super) const fn header_length(self) -> usize {
        match self {
            Self::HmacSha1 => 28,
            Self::HmacSha256 => 44,
        }
    }
}

/// A secret prepared for signing and verifying.
///
/// ```
/// use ivr_runtime::signature::{Address, Claim, Key};
/// let key = Key::new("12345");
/// let form = [("CallSid", "CA1234567890ABCDE"), ("Digits", "1234")];
/// let signature = key.sign("https://example.com/acme?line=1", &form);
///
/// let address: Address = "https://example.com".parse().unwrap();
/// let claim = Claim { address: &address, target: "/acme?line=1", form: &form, signature: &signature };
/// assert!(key.verify(&claim));
/// assert!(!key.verify(&Claim { target: "/acme?line=2", ..claim }));
/// ```
#[derive(Clone)]
pub struct Key(Prepared, Option<String>);

#[derive(Clone)]
enum Prepared {
    Sha1(Hmac<Sha1>),
    Sha256(Hmac<Sha256>),
}

impl Key {
    /// Creates the key of an auth token, which signs with HMAC-SHA1.
    #[must_use]
    pub fn new(token: &str) -> Self {
        Self::with(Algorithm::HmacSha1, token)
    }

    /// Creates the key of a secret that signs with `algorithm`.
    ///
    /// ```
    /// use ivr_runtime::signature::{Algorithm, Key};
    /// let key = Key::with(Algorithm::HmacSha256, "12345");
    /// assert_eq!(key.sign("https://example.com/acme", &[]).len(), 44);
    /// ```
    #[must_use]
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    pub fn with(algorithm: Algorithm, secret: &str) -> Self {
        let secret = secret.as_bytes();
        let why = "HMAC takes a key of any length";
        let prepared = match algorithm {
            Algorithm::HmacSha1 => Prepared::Sha1(Hmac::new_from_slice(secret).expect(why)),
            Algorithm::HmacSha256 => Prepared::Sha256(Hmac::new_from_slice(secret).expect(why)),
        };
        Self(prepared, None)
    }

    /// Returns the signature of a request to `url` with these form fields, as in the header.
    ///
    /// ```
    /// let key = ivr_runtime::signature::Key::new("12345");
    /// assert_eq!(key.sign("https://example.com/acme", &[]).len(), 28);
    /// ```
    #[must_use]
    pub fn sign(&self, url: &str, form: &[(&str, &str)]) -> String {
        let order = Order::of(form);
        match &self.0 {
            Prepared::Sha1(key) => STANDARD.encode(mac(key, &[url], (&order, form)).finalize().into_bytes()),
            Prepared::Sha256(key) => {
                STANDARD.encode(mac(key, &[url], (&order, form)).finalize().into_bytes())
            }
        }
    }

    /// The same as a shared key with this SID.
    pub(super) fn shared_as(self, sid: &str) -> Self {
        let settings = format!("key={sid},algorithm={}", self.algorithm().name());
        Self(self.0, Some(settings))
    }

    /// What a request that is signed with a shared key says in `X-Twilio-Webhooks-Signature-Settings`.
    #[must_use]
    pub fn settings(&self) -> Option<&str> {
        self.1.as_deref()
    }

    pub(super) const fn algorithm(&self) -> Algorithm {
        match self.0 {
            Prepared::Sha1(_) => Algorithm::HmacSha1,
            Prepared::Sha256(_) => Algorithm::HmacSha256,
        }
    }

    /// Whether a signature could be one of this key: base64 of as many bytes as the hash has.
    pub(super) fn can_have_made(&self, signature: &[u8]) -> bool {
        let mut bytes = [0; MAX_DECODED];
        // If the decoded length is right, only the number of `=` can be wrong.
        let length = STANDARD.decode_slice(signature, &mut bytes).ok();
        let expected = match self.algorithm() {
            Algorithm::HmacSha1 => 20,
            Algorithm::HmacSha256 => 32,
        };
        signature.len() == self.algorithm().header_length() && length == Some(expected)
    }

    /// Whether a signature belongs to this URL and to these fields in this order; the comparison takes constant time. Bytes
    /// have one spelling in base64, and to write it takes less than to read it.
    pub(super) fn fits(
        &self,
        signature: &[u8],
        url: &[&str],
        fields: (&Order, &(impl SignedFields + ?Sized)),
    ) -> bool {
        match &self.0 {
            Prepared::Sha1(key) => {
                is_encoded::<28>(&mac(key, url, fields).finalize().into_bytes(), signature)
            }
            Prepared::Sha256(key) => {
                is_encoded::<44>(&mac(key, url, fields).finalize().into_bytes(), signature)
            }
        }
    }
}

/// What base64 needs room for to decode 44 characters.
const MAX_DECODED: usize = 33;

/// Whether a signature is these bytes in base64, which have `N` characters. How long it takes does not depend on where it
/// differs.
fn is_encoded<const N: usize>(bytes: &[u8], signature: &[u8]) -> bool {
    let (mut encoded, Ok(signature)) = ([0; N], <&[u8; N]>::try_from(signature)) else { return false };
    let is_whole = STANDARD.encode_slice(bytes, &mut encoded).is_ok_and(|length| length == N);
    let differing =
        encoded.iter().zip(signature).fold(0, |differing, (one, other)| differing | (one ^ other));
    is_whole && black_box(differing) == 0
}

/// Starts from the prepared key, so that a request pays for its own bytes only.
fn mac<M: Mac + Clone>(key: &M, url: &[&str], (order, form): (&Order, &(impl SignedFields + ?Sized))) -> M {
    let mut mac = key.clone();
    LAST_PIECE.with_borrow_mut(|piece| {
        let mut signed = Pieces { mac: &mut mac, piece, length: 0 };
        url.iter().for_each(|part| signed.add(part.as_bytes()));
        order.write(form, &mut signed);
        signed.hash();
    });
    mac
}

thread_local! {
    /// Written over by the next request, because to clear it for each one takes as long as to fill it.
    static LAST_PIECE: RefCell<[u8; PIECE]> = const { RefCell::new([0; PIECE]) };
}

/// Most requests are hashed in one piece, in bytes.
const PIECE: usize = 1024;

/// So many bytes are copied at once: most names and values are shorter.
const SHORT: usize = 16;

/// So many bytes are copied at once of longer ones: the names of calls and accounts have 34.
const LONG: usize = 64;

/// What is signed, put together before it is hashed: the hash takes one long text faster than many short ones.
struct Pieces<'a, M> {
    mac: &'a mut M,
    piece: &'a mut [u8; PIECE],
    length: usize,
}

impl<M: Mac> Signed for Pieces<'_, M> {
    #[inline]
    fn add(&mut self, text: &[u8]) {
        let end = self.length + text.len();
        match self.piece.get_mut(self.length..end) {
            Some(free) => {
                free.copy_from_slice(text);
                self.length = end;
            }
            None => self.add_long(text),
        }
    }

    #[inline]
    fn add_byte(&mut self, byte: u8) {
        match self.piece.get_mut(self.length) {
            Some(free) => {
                *free = byte;
                self.length += 1;
            }
            None => self.add_long(&[byte]),
        }
    }

    #[inline]
    fn add_first(&mut self, text_and_more: &[u8], length: usize, plus: Plus) {
        let is_added = length <= SHORT && self.add_chunk::<SHORT>(text_and_more, length, plus)
            || length <= LONG && self.add_chunk::<LONG>(text_and_more, length, plus);
        if !is_added {
            self.add_all(text_and_more.get(..length).unwrap_or_default(), plus);
        }
    }
}

/// The text with a space for every `+`.
fn spaced<const N: usize>(text: [u8; N]) -> [u8; N] {
    text.map(|byte| if byte == b'+' { b' ' } else { byte })
}

impl<M: Mac> Pieces<'_, M> {
    /// Adds a text by copying so many bytes, of which what is too much is overwritten by what follows; false where there
    /// are fewer.
    #[inline]
    fn add_chunk<const N: usize>(&mut self, text_and_more: &[u8], length: usize, plus: Plus) -> bool {
        let free = self.piece.get_mut(self.length..).and_then(<[u8]>::first_chunk_mut);
        let (Some(text), Some(free)) = (text_and_more.first_chunk::<N>(), free) else { return false };
        *free = if plus == Plus::Space { spaced(*text) } else { *text };
        self.length += length;
        true
    }

    /// Adds a text of any length.
    #[inline(never)]
    fn add_all(&mut self, text: &[u8], plus: Plus) {
        let spaced = text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte });
        match (plus, self.piece.get_mut(self.length..self.length + text.len())) {
            (Plus::Itself, _) => self.add(text),
            (Plus::Space, Some(free)) => {
                free.iter_mut().zip(spaced).for_each(|(free, byte)| *free = byte);
                self.length += text.len();
            }
            (Plus::Space, None) => spaced.for_each(|byte| self.add_byte(byte)),
        }
    }

    /// Hashes the collected text, and starts again with this text.
    #[cold]
    fn add_long(&mut self, text: &[u8]) {
        self.hash();
        match self.piece.get_mut(..text.len()) {
            Some(free) => {
                free.copy_from_slice(text);
                self.length = text.len();
            }
            None => self.mac.update(text),
        }
    }

    fn hash(&mut self) {
        self.mac.update(self.piece.get(..self.length).unwrap_or_default());
        self.length = 0;
    }
}

/// Does not show the secret.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_does_not_show_its_secret() {
        assert_eq!(format!("{:?}", Key::new("12345")), "Key(…)");
    }

    #[test]
    fn hmac_sha256_signs_the_same_string_as_hmac_sha1() {
        let form = [
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+14158675309"),
            ("Digits", "1234"),
            ("From", "+14158675309"),
            ("To", "+18005551212"),
        ];
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        let sign = |algorithm| Key::with(algorithm, "12345").sign(url, &form);
        assert_eq!(sign(Algorithm::HmacSha1), "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
        // The result of twilio-python 9.13.
        assert_eq!(sign(Algorithm::HmacSha256), "033hgUJA9M/hXIZsYjwkerEP/DBm35nEri5FhCYjA5s=");
    }
}
