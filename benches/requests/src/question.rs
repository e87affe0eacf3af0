//! The two requests, with the fields that the provider sends, and its signature over them.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

/// The auth token of the signed runs.
pub(crate) const TOKEN: &str = "12345678901234567890123456789012";

/// The address that the signature covers; nothing listens there.
pub(crate) const PUBLIC: &str = "https://acme.example";

/// What every request of a call carries, in the order of the names.
const FIELDS: [(&str, &str); 12] = [
    ("AccountSid", "AC0123456789abcdef0123456789abcdef"),
    ("ApiVersion", "2010-04-01"),
    ("CallSid", "CA0123456789abcdef0123456789abcdef"),
    ("CallStatus", "in-progress"),
    ("Called", "+18005551212"),
    ("CalledCountry", "US"),
    ("Caller", "+14158675310"),
    ("CallerCountry", "US"),
    ("Digits", "3"),
    ("Direction", "inbound"),
    ("From", "+14158675310"),
    ("To", "+18005551212"),
];

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Question {
    /// A new call.
    Call,
    /// The key 3 in the menu.
    Key,
}

impl Question {
    pub(crate) const ALL: [Self; 2] = [Self::Call, Self::Key];

    fn fields(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        FIELDS.into_iter().filter(move |(name, _)| self == Self::Key || *name != "Digits")
    }

    /// The form.
    pub(crate) fn body(self) -> String {
        let pairs: Vec<String> =
            self.fields().map(|(name, value)| format!("{name}={}", value.replace('+', "%2B"))).collect();
        pairs.join("&")
    }

    /// The signature over the public address of this path.
    pub(crate) fn signature(self, path: &str) -> String {
        let mut signed = format!("{PUBLIC}{path}");
        self.fields().for_each(|(name, value)| signed.extend([name, value]));
        let mut mac = Hmac::<Sha1>::new_from_slice(TOKEN.as_bytes()).expect("a token of any length is a key");
        mac.update(signed.as_bytes());
        STANDARD.encode(mac.finalize().into_bytes())
    }

    /// What the answer has to hold, so that nothing else is measured.
    pub(crate) fn answer(self) -> &'static str {
        match self {
            Self::Call => "Welcome to ACME, Inc.",
            Self::Key => "We are open Monday through Friday",
        }
    }
}
