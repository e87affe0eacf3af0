//! What Twilio tells of a call when it begins, beside who calls whom.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

/// The most values that are kept of a call.
const MAX_VALUES: usize = 64;

/// The longest value that is kept, in bytes.
const MAX_VALUE_LENGTH: usize = 1024;

/// What custom SIP headers are called in a form.
const SIP_HEADER: &str = "SipHeader_";

/// What stands before the name of a parameter of the webhook's query; no field of Twilio begins so.
const PARAM: char = '?';

/// What a tree reads of what Twilio tells: nothing else is kept.
///
/// ```
/// use ivr_runtime::data::Wanted;
/// const READS: Wanted = Wanted::Named(&["CallerName", "?campaign"]);
/// assert!(READS.has("?campaign") && !READS.has("StirVerstat") && Wanted::All.has("StirVerstat"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// The fields of these names; a `?` stands before parameters of the query.
    Named(&'static [&'static str]),
    /// The tree hands the whole call to Rust, which may read any.
    All,
}

impl Wanted {
    /// Whether a value of this name is kept.
    #[must_use]
    pub fn has(self, name: &str) -> bool {
        match self {
            Self::Named(names) => names.iter().any(|own| own.eq_ignore_ascii_case(name)),
            Self::All => true,
        }
    }

    /// Whether nothing is kept.
    #[must_use]
    pub const fn is_nothing(self) -> bool {
        matches!(self, Self::Named([]))
    }
}

/// What Twilio told of a call. `Debug` shows which values there are, and none of them.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Told(BTreeMap<String, String>);

impl Told {
    /// The fields that are not told by a name of their own.
    pub(crate) const FIELDS: [&str; 4] = ["CallerName", "ForwardedFrom", "AnsweredBy", "StirVerstat"];

    /// What a tree wants of the fields and of the query of a request.
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

    /// Keeps the first of repeated values.
    fn put(&mut self, name: String, value: &str) {
        if self.0.len() < MAX_VALUES {
            let end = value.floor_char_boundary(MAX_VALUE_LENGTH);
            self.0.entry(name).or_insert_with(|| value.get(..end).unwrap_or_default().to_owned());
        }
    }

    /// What a later request tells, in place of what is known of the same name.
    pub(crate) fn and(mut self, later: &Self) -> Self {
        self.0.extend(later.0.iter().map(|(name, value)| (name.clone(), value.clone())));
        self
    }

    /// Whether nothing was told.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The field of this name.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The custom SIP header of this name; case does not matter.
    pub(crate) fn sip_header(&self, name: &str) -> Option<&str> {
        let is_it =
            |own: &str| own.strip_prefix(SIP_HEADER).is_some_and(|own| own.eq_ignore_ascii_case(name));
        self.0.iter().find(|(own, _)| is_it(own)).map(|(_, value)| value.as_str())
    }

    /// The parameter of this name.
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

/// Makes an enum of the values that Twilio documents, with a case for all others.
macro_rules! values {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $case:ident $value:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$of])* $case,)*
            /// A value that this version does not know.
            Other(String),
        }

        impl $name {
            /// Every value that is known.
            pub const KNOWN: &[Self] = &[$(Self::$case),*];

            /// Reads it as Twilio writes it.
            #[must_use]
            pub fn parse(text: &str) -> Self {
                match text {
                    $($value => Self::$case,)*
                    _ => Self::Other(text.to_owned()),
                }
            }

            /// As Twilio writes it.
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

        /// A value that is not known is not shown: it may be anything.
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
    /// Who answered a call that went out, as answering machine detection has it: `AnsweredBy`.
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
        /// A machine, whose greeting has begun.
        MachineStart "machine_start",
        /// A machine that has beeped.
        MachineEndBeep "machine_end_beep",
        /// A machine whose greeting ended with silence.
        MachineEndSilence "machine_end_silence",
        /// A machine whose greeting ended otherwise.
        MachineEndOther "machine_end_other",
        /// A fax machine.
        Fax "fax",
        /// It could not be told.
        Unknown "unknown",
    }
}

impl AnsweredBy {
    /// Whether it is an answering machine, at whatever point of its greeting.
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
    /// What SHAKEN/STIR says of the number of the caller: `StirVerstat`.
    ///
    /// ```
    /// use ivr_runtime::data::StirVerstat;
    /// assert_eq!(StirVerstat::parse("TN-Validation-Passed-A"), StirVerstat::PassedA);
    /// assert!(StirVerstat::PassedA.is_passed() && !StirVerstat::FailedA.is_passed());
    /// ```
    StirVerstat {
        /// The carrier knows the caller, and that the number is theirs.
        PassedA "TN-Validation-Passed-A",
        /// The carrier knows the caller, and not that the number is theirs.
        PassedB "TN-Validation-Passed-B",
        /// The carrier knows where the call came from, and nothing of the caller.
        PassedC "TN-Validation-Passed-C",
        /// The signature does not hold, of a number that was said to be the caller's.
        FailedA "TN-Validation-Failed-A",
        /// The signature does not hold.
        FailedB "TN-Validation-Failed-B",
        /// The signature does not hold.
        FailedC "TN-Validation-Failed-C",
        /// The signature does not hold, and nothing is known of what it says.
        Failed "TN-Validation-Failed",
        /// The call has no signature that could be verified.
        NotValidated "No-TN-Validation",
    }
}

impl StirVerstat {
    /// Whether the signature holds.
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
