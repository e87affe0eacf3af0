//! The two requests, with the fields that Twilio sends, and its signature over them.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

/// The auth token of the signed runs.
pub(crate) const TOKEN: &str = "12345678901234567890123456789012";

/// The address that the signature covers; nothing listens there.
pub(crate) const PUBLIC: &str = "https://acme.example";

/// The fields of a voice webhook in the order in which Twilio sends them.
const FIELDS: [(&str, &str); 32] = [
    ("Called", "+18005551212"),
    ("ToState", "CA"),
    ("CallerCountry", "US"),
    ("Direction", "inbound"),
    ("CallerState", "CA"),
    ("ToZip", "94105"),
    ("CallSid", "CA0123456789abcdef0123456789abcdef"),
    ("To", "+18005551212"),
    ("CallerZip", "94401"),
    ("ToCountry", "US"),
    ("StirVerstat", "TN-Validation-Passed-A"),
    ("ApiVersion", "2010-04-01"),
    ("CalledZip", "94105"),
    ("CalledCity", "SAN FRANCISCO"),
    ("CallStatus", "in-progress"),
    ("Digits", "3"),
    ("From", "+14158675310"),
    ("AccountSid", "AC0123456789abcdef0123456789abcdef"),
    ("CalledCountry", "US"),
    ("CallerCity", "SAN MATEO"),
    ("CallerName", "WIRELESS CALLER"),
    ("Caller", "+14158675310"),
    ("FromCountry", "US"),
    ("ToCity", "SAN FRANCISCO"),
    ("FromCity", "SAN MATEO"),
    ("CalledState", "CA"),
    ("FinishedOnKey", ""),
    ("FromZip", "94401"),
    ("FromState", "CA"),
    ("ForwardedFrom", "+18005551212"),
    ("CalledVia", "+18005551212"),
    ("msg", "Gather End"),
];

/// The fields that a handler reads.
const FIVE: [&str; 5] = ["CallSid", "From", "To", "CallStatus", "Digits"];

/// A whole request with this form, on a connection that stays open.
pub(crate) fn post(path: &str, form: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n\
         Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nContent-Length: {}\r\n\r\n{form}",
        form.len(),
    )
}

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Question {
    /// A new call.
    Call,
    /// The key 3 in the menu.
    Key,
}

/// How much of the form is sent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Form {
    /// The five fields that a handler reads.
    Five,
    /// All that Twilio sends.
    Full,
}

impl Question {
    pub(crate) const ALL: [Self; 2] = [Self::Call, Self::Key];

    fn fields(self, form: Form) -> impl Iterator<Item = (&'static str, &'static str)> {
        let belongs = move |(name, _): &(&str, &str)| {
            (self == Self::Key || !matches!(*name, "Digits" | "FinishedOnKey" | "msg"))
                && (form == Form::Full || FIVE.contains(name))
        };
        FIELDS.into_iter().filter(belongs)
    }

    /// The form.
    pub(crate) fn body(self, form: Form) -> String {
        let encode = |value: &str| value.replace('+', "%2B").replace(' ', "+");
        let pairs: Vec<String> =
            self.fields(form).map(|(name, value)| format!("{name}={}", encode(value))).collect();
        pairs.join("&")
    }

    /// The signature over the public address of this path.
    pub(crate) fn signature(self, path: &str, form: Form) -> String {
        let mut fields: Vec<_> = self.fields(form).collect();
        fields.sort_unstable();
        let mut signed = format!("{PUBLIC}{path}");
        fields.into_iter().for_each(|(name, value)| signed.extend([name, value]));
        let mut mac = Hmac::<Sha1>::new_from_slice(TOKEN.as_bytes()).expect("a token of any length is a key");
        mac.update(signed.as_bytes());
        STANDARD.encode(mac.finalize().into_bytes())
    }

    /// A whole request on a connection that stays open.
    pub(crate) fn request(self, path: &str, form: Form) -> String {
        let (body, signature) = (self.body(form), self.signature(path, form));
        format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n\
             X-Twilio-Signature: {signature}\r\nContent-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len(),
        )
    }

    /// What the answer has to hold, so that nothing else is measured.
    pub(crate) fn answer(self) -> &'static str {
        match self {
            Self::Call => "Welcome to ACME, Inc.",
            Self::Key => "We are open Monday through Friday",
        }
    }
}
