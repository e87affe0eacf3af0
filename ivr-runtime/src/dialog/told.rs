//! What Twilio reports about a call when it begins, in addition to caller and callee.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

/// The maximum number of values that are stored for a call.
const MAX_VALUES: usize = 64;

/// The maximum length of a value, in bytes.
const MAX_VALUE_LENGTH: usize = 1024;

/// The prefix of custom SIP headers in a form.
const SIP_HEADER: &str = "SipHeader_";

/// The prefix for parameters of the webhook's query; no field of Twilio begins with it.
const PARAM: char = '?';

/// The reported values that a tree reads. Only these are stored.
///
/// ```
/// use ivr_runtime::data::Wanted;
/// const READS: Wanted = Wanted::Named(&["CallerName", "?campaign"]);
/// assert!(READS.has("?campaign") && !READS.has("StirVerstat") && Wanted::All.has("StirVerstat"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// The fields with these names; a `?` precedes parameters of the query.
    Named(&'static [&'static str]),
    /// All values, because the tree passes the whole call to Rust.
    All,
}

impl Wanted {
    /// Returns whether a value with this name is stored.
    #[must_use]
    pub fn has(self, name: &str) -> bool {
        match self {
            Self::Named(names) => names.iter().any(|own| own.eq_ignore_ascii_case(name)),
            Self::All => true,
        }
    }

    /// Returns whether nothing is stored.
    #[must_use]
    pub const fn is_nothing(self) -> bool {
        matches!(self, Self::Named([]))
    }
}

/// What Twilio reported about a call. `Debug` shows the names of the values only.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Told(BTreeMap<String, String>);

impl Told {
    /// The fields with an accessor of their own.
    pub(crate) const FIELDS: [&str; 4] = ["CallerName", "ForwardedFrom", "AnsweredBy", "StirVerstat"];

    /// Reads the wanted values from the fields and the query of a request.
    pub(crate) fn read<'p>(
        wanted: Wanted,
        fields: impl Iterator<Item = (&'p str, &'p str)>,
        query: impl Iterator<Item = (&'p str, &'p str)>,
    ) -> Self {
        let mut told = Self::default();
        for (name, value) in fields {
            let is_known = Self::FIELDS.contains(&name) || name.starts_with(SIP_HEADER);
            if is_known && wanted.has(name) && !value.is_empty() {
                told.put(name.to_owned(), value);
            }
        }
        for (name, value) in query {
            let name = format!("{PARAM}{name}");
            if wanted.has(&name) {
                told.put(name, value);
            }
        }
        told
    }

    /// Stores the first of repeated values.
    fn put(&mut self, name: String, value: &str) {
        if self.0.len() < MAX_VALUES {
            let end = value.floor_char_boundary(MAX_VALUE_LENGTH);
            self.0.entry(name).or_insert_with(|| value.get(..end).unwrap_or_default().to_owned());
        }
    }

    /// Adds the values of a later request, which replace values with the same name.
    pub(crate) fn and(mut self, later: &Self) -> Self {
        self.0.extend(later.0.iter().map(|(name, value)| (name.clone(), value.clone())));
        self
    }

    /// Returns whether nothing was reported.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the field with this name.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Returns the custom SIP header with this name, case-insensitively.
    pub(crate) fn sip_header(&self, name: &str) -> Option<&str> {
        let is_it =
            |own: &str| own.strip_prefix(SIP_HEADER).is_some_and(|own| own.eq_ignore_ascii_case(name));
        self.0.iter().find(|(own, _)| is_it(own)).map(|(_, value)| value.as_str())
    }

    /// Returns the parameter with this name.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        let is_it = |own: &str| own.strip_prefix(PARAM) == Some(name);
        self.0.iter().find(|(own, _)| is_it(own)).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// Generates an enum of the values that Twilio documents, with a variant for all others.
macro_rules! values {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $case:ident $value:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$of])* $case,)*
            /// An unknown value.
            Other(String),
        }

        impl $name {
            /// Every known value.
            pub const KNOWN: &[Self] = &[$(Self::$case),*];

            /// Parses the value as Twilio writes it.
            #[must_use]
            pub fn parse(text: &str) -> Self {
                match text {
                    $($value => Self::$case,)*
                    _ => Self::Other(text.to_owned()),
                }
            }

            /// Returns the value as Twilio writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$case => $value,)*
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::parse(text)
            }
        }

        /// Does not show an unknown value, because it may be anything.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$case => stringify!($case),)*
                    Self::Other(_) => "Other(…)",
                })
            }
        }
    };
}

values! {
    /// Who answered an outgoing call, according to answering machine detection: `AnsweredBy`.
    ///
    /// ```
    /// use ivr_runtime::data::AnsweredBy;
    /// assert_eq!(AnsweredBy::parse("machine_end_beep"), AnsweredBy::MachineEndBeep);
    /// assert!(AnsweredBy::MachineEndBeep.is_machine() && !AnsweredBy::Human.is_machine());
    /// assert_eq!(format!("{:?}", AnsweredBy::parse("parrot")), "Other(…)");
    /// ```
    AnsweredBy {
        /// A person.
        Human "human",
        /// A machine whose greeting has begun.
        MachineStart "machine_start",
        /// A machine that has beeped.
        MachineEndBeep "machine_end_beep",
        /// A machine whose greeting ended with silence.
        MachineEndSilence "machine_end_silence",
        /// A machine whose greeting ended in another way.
        MachineEndOther "machine_end_other",
        /// A fax machine.
        Fax "fax",
        /// Detection failed.
        Unknown "unknown",
    }
}

impl AnsweredBy {
    /// Returns whether it is an answering machine, at any point of its greeting.
    #[must_use]
    pub const fn is_machine(&self) -> bool {
        match self {
            Self::MachineStart | Self::MachineEndBeep | Self::MachineEndSilence | Self::MachineEndOther => {
                true
            }
            Self::Human | Self::Fax | Self::Unknown | Self::Other(_) => false,
        }
    }
}

values! {
    /// The SHAKEN/STIR attestation of the number of the caller: `StirVerstat`.
    ///
    /// ```
    /// use ivr_runtime::data::StirVerstat;
    /// assert_eq!(StirVerstat::parse("TN-Validation-Passed-A"), StirVerstat::PassedA);
    /// assert!(StirVerstat::PassedA.is_passed() && !StirVerstat::FailedA.is_passed());
    /// ```
    StirVerstat {
        /// The carrier knows the caller and has verified that the number is theirs.
        PassedA "TN-Validation-Passed-A",
        /// The carrier knows the caller, but not whether the number is theirs.
        PassedB "TN-Validation-Passed-B",
        /// The carrier knows where the call came from, but not the caller.
        PassedC "TN-Validation-Passed-C",
        /// The signature is invalid; it claimed level A.
        FailedA "TN-Validation-Failed-A",
        /// The signature is invalid; it claimed level B.
        FailedB "TN-Validation-Failed-B",
        /// The signature is invalid; it claimed level C.
        FailedC "TN-Validation-Failed-C",
        /// The signature is invalid, and its level is unknown.
        Failed "TN-Validation-Failed",
        /// The call has no signature that could be verified.
        NotValidated "No-TN-Validation",
    }
}

impl StirVerstat {
    /// Returns whether the signature is valid.
    #[must_use]
    pub const fn is_passed(&self) -> bool {
        match self {
            Self::PassedA | Self::PassedB | Self::PassedC => true,
            Self::FailedA
            | Self::FailedB
            | Self::FailedC
            | Self::Failed
            | Self::NotValidated
            | Self::Other(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &[(&str, &str)] = &[
        ("From", "+1"),
        ("CallerName", "Jane"),
        ("CallerName", "Joan"),
        ("ForwardedFrom", ""),
        ("SipHeader_X-Account", "7"),
        ("Digits", "1"),
    ];

    fn told(wanted: Wanted) -> Told {
        Told::read(wanted, FORM.iter().copied(), [("campaign", "9"), ("campaign", "8")].into_iter())
    }

    #[test]
    fn only_what_is_wanted_is_kept_and_the_first_of_each() {
        let all = told(Wanted::All);
        assert_eq!(all.field("CallerName"), Some("Jane"));
        assert_eq!(all.field("ForwardedFrom"), None);
        assert_eq!((all.sip_header("x-account"), all.param("campaign")), (Some("7"), Some("9")));
        assert_eq!((all.sip_header("Account"), all.param("SipHeader_X-Account")), (None, None));
        assert_eq!((all.field("From"), all.field("Digits")), (None, None));
        let one = told(Wanted::Named(&["?campaign"]));
        assert_eq!((one.field("CallerName"), one.param("campaign")), (None, Some("9")));
        assert!(told(Wanted::Named(&[])).is_empty());
    }

    #[test]
    fn nothing_that_was_told_is_shown() {
        assert_eq!(
            format!("{:?}", told(Wanted::All)),
            r#"{"?campaign", "CallerName", "SipHeader_X-Account"}"#
        );
    }

    #[test]
    fn what_is_told_later_counts_and_nothing_grows_without_bound() {
        let later = Told::read(Wanted::All, [("CallerName", "Joan")].into_iter(), [].into_iter());
        assert_eq!(told(Wanted::All).and(&later).field("CallerName"), Some("Joan"));
        let long = "é".repeat(2000);
        let names: Vec<String> = (0..200).map(|number| number.to_string()).collect();
        let query = names.iter().map(|name| (name.as_str(), long.as_str()));
        let told = Told::read(Wanted::All, [].into_iter(), query);
        assert_eq!(told.0.len(), MAX_VALUES);
        assert_eq!(told.param("0").map(str::len), Some(MAX_VALUE_LENGTH));
    }

    #[test]
    fn every_known_value_reads_back() {
        for value in AnsweredBy::KNOWN {
            assert_eq!(AnsweredBy::parse(value.as_str()), *value);
        }
        for value in StirVerstat::KNOWN {
            assert_eq!(StirVerstat::parse(value.as_str()), *value);
        }
        assert_eq!(
            StirVerstat::parse("TN-Validation-Passed-A-Diverted").as_str(),
            "TN-Validation-Passed-A-Diverted"
        );
    }
}
