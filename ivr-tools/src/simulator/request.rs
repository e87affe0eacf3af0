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
    /// The URL as the document names it; see [`Request::target`] for the one that is fetched.
    pub(crate) url: Url,
    /// The parameters of every request of the call.
    pub(crate) standard: Form,
    /// Other facts about the call.
    pub(crate) told: Vec<(String, String)>,
    /// The result of the verb that leads here.
    pub(crate) extra: Form,
    /// The token that is the same for every attempt of this request.
    pub(crate) idempotency_token: String,
    /// What is passed to a tree in this process outside of HTTP.
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

    /// Returns the URL that is fetched: a GET has the form in its query.
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
    /// What a tree in this process reports outside of HTTP.
    pub(crate) report: Option<Report>,
}

/// Caller, callee and identifiers of a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Identity {
    pub(crate) call_sid: String,
    pub(crate) account_sid: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) told: Told,
}

/// The status of a call, as Twilio reports it.
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
    /// Creates a new call. Its numbers are reserved for fiction.
    pub(crate) fn new() -> Self {
        Self {
            call_sid: sid("CA"),
            account_sid: format!("AC{}", "0".repeat(32)),
            from: "+12025550142".into(),
            to: "+12025550100".into(),
            told: Told::default(),
        }
    }

    /// Creates a recording of this account: its identifier, and the URL of its audio.
    pub(crate) fn new_recording(&self) -> (String, String) {
        let recording = sid("RE");
        let account = &self.account_sid;
        let url = format!("https://api.twilio.com/2010-04-01/Accounts/{account}/Recordings/{recording}");
        (recording, url)
    }

    /// Returns the parameters of every request of a call.
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

/// Creates an identifier as Twilio writes them: two letters and 32 hexadecimal digits.
pub(crate) fn sid(kind: &str) -> String {
    format!("{kind}{}", random_hex())
}

/// Returns 128 bits that differ from call to call. They need not be secret.
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
