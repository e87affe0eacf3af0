//! The webhook requests of a call as Twilio makes them, and their responses, without a transport.

use std::hash::{BuildHasher, RandomState};

use super::{told::Told, url::Url};
use ivr_runtime::trial::{Report, Trial};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Method {
    Get,
    Post,
}

impl Method {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// Fields of a form, in the order in which they are sent.
pub(crate) type Form = Vec<(&'static str, String)>;

/// One request to the application.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    /// As the document named it; see [`Request::target`] for the one that is fetched.
    pub(crate) url: Url,
    /// The parameters of the call, which every request of it carries.
    pub(crate) standard: Form,
    /// What else is told of the call.
    pub(crate) told: Vec<(String, String)>,
    /// What came of the verb that leads here.
    pub(crate) extra: Form,
    /// The same for every try of one request, and for no other.
    pub(crate) idempotency_token: String,
    /// What a tree of this process is asked beside it; nothing of it is sent.
    pub(crate) trial: Trial,
}

impl Request {
    pub(crate) fn new(method: Method, url: Url, standard: Form, extra: Form) -> Self {
        let (told, idempotency_token) = (Vec::new(), random_hex());
        Self { method, url, standard, told, extra, idempotency_token, trial: Trial::default() }
    }

    /// All fields.
    pub(crate) fn form(&self) -> impl Iterator<Item = (&str, &str)> {
        let told = self.told.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let [standard, extra] = [&self.standard, &self.extra]
            .map(|form| form.iter().map(|(name, value)| (*name, value.as_str())));
        standard.chain(told).chain(extra)
    }

    /// The URL that is fetched: a GET carries the form in its query.
    pub(crate) fn target(&self) -> Url {
        match self.method {
            Method::Get => self.url.with_query(&self.encoded()),
            Method::Post => self.url.clone(),
        }
    }

    /// What is sent after the headers.
    pub(crate) fn body(&self) -> String {
        match self.method {
            Method::Get => String::new(),
            Method::Post => self.encoded(),
        }
    }

    /// The value of a form field.
    #[cfg(test)]
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.form().find(|(own, _)| *own == name).map(|(_, value)| value)
    }

    fn encoded(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.form()).finish()
    }
}

/// What the application answered.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    /// Where an HTTP redirect leads.
    pub(crate) location: Option<String>,
    /// The values of `Set-Cookie`.
    pub(crate) cookies: Vec<String>,
    /// The values of `WWW-Authenticate`.
    pub(crate) challenges: Vec<String>,
    pub(crate) body: Vec<u8>,
    /// What a tree of this process told beside it.
    pub(crate) report: Option<Report>,
}

/// Who calls whom, under which identifiers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Identity {
    pub(crate) call_sid: String,
    pub(crate) account_sid: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) told: Told,
}

/// How far a call is, as Twilio says it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CallStatus {
    Ringing,
    InProgress,
    Completed,
    Busy,
    NoAnswer,
}

impl CallStatus {
    fn as_str(self) -> &'static str {
        match self {
            Self::Ringing => "ringing",
            Self::InProgress => "in-progress",
            Self::Completed => "completed",
            Self::Busy => "busy",
            Self::NoAnswer => "no-answer",
        }
    }
}

impl Identity {
    /// A new call of its own; the numbers are of those kept for fiction.
    pub(crate) fn new() -> Self {
        Self {
            call_sid: sid("CA"),
            account_sid: format!("AC{}", "0".repeat(32)),
            from: "+12025550142".into(),
            to: "+12025550100".into(),
            told: Told::default(),
        }
    }

    /// A new recording of this account: its identifier, and the address of its sound.
    pub(crate) fn new_recording(&self) -> (String, String) {
        let recording = sid("RE");
        let account = &self.account_sid;
        let url = format!("https://api.twilio.com/2010-04-01/Accounts/{account}/Recordings/{recording}");
        (recording, url)
    }

    /// The parameters that every request of a call carries.
    pub(crate) fn parameters(&self, status: CallStatus) -> Form {
        let fields = [
            ("AccountSid", self.account_sid.as_str()),
            ("ApiVersion", "2010-04-01"),
            ("CallSid", &self.call_sid),
            ("CallStatus", status.as_str()),
            ("Called", &self.to),
            ("Caller", &self.from),
            ("Direction", "inbound"),
            ("From", &self.from),
            ("To", &self.to),
        ];
        fields.map(|(name, value)| (name, value.to_owned())).into()
    }
}

/// A new identifier as Twilio writes them: two letters and 32 hexadecimal digits.
pub(crate) fn sid(kind: &str) -> String {
    format!("{kind}{}", random_hex())
}

/// 128 bits that differ from call to call. Nothing secret hangs on them.
pub(crate) fn random_hex() -> String {
    let bits = || RandomState::new().hash_one(0u8);
    format!("{:016x}{:016x}", bits(), bits())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: Method, url: &str) -> Request {
        let standard = vec![("From", "+1555".to_owned())];
        let extra = vec![("SpeechResult", "a & b".to_owned())];
        Request::new(method, Url::parse(url).unwrap(), standard, extra)
    }

    #[test]
    fn a_post_carries_its_fields_in_the_body() {
        let request = request(Method::Post, "http://a/b?c=d");
        assert_eq!(request.target().to_string(), "http://a/b?c=d");
        assert_eq!(request.body(), "From=%2B1555&SpeechResult=a+%26+b");
    }

    #[test]
    fn a_get_carries_its_fields_after_its_own_query() {
        let request = request(Method::Get, "http://a/b?c=d");
        assert_eq!(request.target().to_string(), "http://a/b?c=d&From=%2B1555&SpeechResult=a+%26+b");
        assert_eq!(request.body(), "");
    }

    #[test]
    fn every_call_has_an_identifier_of_its_own() {
        let (one, other) = (Identity::new(), Identity::new());
        assert_ne!(one.call_sid, other.call_sid);
        assert_eq!(one.call_sid.len(), 34);
    }
}
