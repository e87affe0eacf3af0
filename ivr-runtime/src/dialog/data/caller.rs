//! The caller.

use std::fmt;

use ivr_core::text::is_withheld;

/// The caller of a call.
///
/// ```
/// use ivr_runtime::data::Caller;
/// assert_eq!(Caller::parse("anonymous"), Caller::Withheld);
/// assert_eq!(Caller::parse("client:alice"), Caller::Client("alice".into()));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub enum Caller {
    /// A number, in E.164 format if Twilio knows it.
    Number(String),
    /// The number is withheld; see [`is_withheld`] for the forms in which Twilio reports this.
    Withheld,
    /// A client of Twilio's Voice SDK, `client:alice`.
    Client(String),
    /// A SIP address.
    Sip(String),
}

impl Caller {
    /// Parses `From` as Twilio writes it.
    #[must_use]
    pub fn parse(from: &str) -> Self {
        if let Some(client) = from.strip_prefix("client:") {
            return Self::Client(client.to_owned());
        }
        if is_withheld(from) {
            return Self::Withheld;
        }
        if from.starts_with("sip:") || from.starts_with("sips:") {
            return Self::Sip(from.to_owned());
        }
        let digits = from.strip_prefix('+').unwrap_or(from);
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::Withheld;
        }
        Self::Number(from.to_owned())
    }

    /// Returns the number, if there is one.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::Number(number) => Some(number),
            Self::Withheld | Self::Client(_) | Self::Sip(_) => None,
        }
    }
}

/// Writes the number, `withheld`, the name of the client or the SIP address. Do not log it; see `Debug`.
///
/// ```
/// use ivr_runtime::data::Caller;
/// assert_eq!(Caller::parse("+14158675309").to_string(), "+14158675309");
/// assert_eq!(Caller::parse("anonymous").to_string(), "withheld");
/// assert_eq!(Caller::parse("client:alice").to_string(), "client:alice");
/// ```
impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(text) | Self::Sip(text) => f.write_str(text),
            Self::Withheld => f.write_str("withheld"),
            Self::Client(name) => write!(f, "client:{name}"),
        }
    }
}

/// Never shows the number, because this is logged.
impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number(_) => "Number(…)",
            Self::Withheld => "Withheld",
            Self::Client(_) => "Client(…)",
            Self::Sip(_) => "Sip(…)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Call;
    use super::*;

    #[test]
    fn the_number_of_a_caller_never_reaches_a_log() {
        let call = Call::new("CA1", "+14158675309", "+18005551212", ());
        assert!(!format!("{:?}", call.from).contains("415"));
    }

    #[test]
    fn a_caller_without_a_number_is_told_apart() {
        for (from, expected) in [
            ("", Caller::Withheld),
            ("Anonymous", Caller::Withheld),
            ("+266696687", Caller::Withheld),
            ("+7378742833", Caller::Withheld),
            ("+2562533", Caller::Withheld),
            ("+8656696", Caller::Withheld),
            ("+86282452253", Caller::Withheld),
            ("unknown", Caller::Withheld),
            ("sip:anonymous@anonymous.invalid", Caller::Withheld),
            ("client:anonymous", Caller::Client("anonymous".into())),
            ("sip:a@example.org", Caller::Sip("sip:a@example.org".into())),
            ("+33123456789", Caller::Number("+33123456789".into())),
        ] {
            assert_eq!(Caller::parse(from), expected, "{from}");
        }
    }
}
