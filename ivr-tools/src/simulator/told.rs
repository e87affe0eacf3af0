//! What Twilio reports about a call in addition to the fields of every request.

use std::fmt::Write as _;

use super::act::Quoted;
use ivr_runtime::{
    data::{AnsweredBy, StirVerstat},
    description::Description,
};

/// Fields of the first request only.
const FIRST: [&str; 2] = ["AnsweredBy", "SipHeader_"];

/// Fields of every request.
const ALWAYS: [&str; 3] = ["CallerName", "ForwardedFrom", "StirVerstat"];

/// Fields of the requests, and parameters of the query with which the call begins.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Told {
    fields: Vec<(String, String)>,
    params: Vec<(String, String)>,
}

impl Told {
    /// Another field.
    pub(crate) fn field(&mut self, name: &str, value: &str) {
        self.fields.retain(|(own, _)| own != name);
        self.fields.push((name.to_owned(), value.to_owned()));
    }

    /// Another parameter.
    pub(crate) fn param(&mut self, name: &str, value: &str) {
        self.params.push((name.to_owned(), value.to_owned()));
    }

    /// Returns whether Twilio has a field with this name.
    pub(crate) fn is_known(name: &str) -> bool {
        ALWAYS.contains(&name) || FIRST.iter().any(|known| name.starts_with(known))
    }

    /// Returns the fields of the first request of a call, or of a later one.
    pub(crate) fn fields(&self, is_first: bool) -> Vec<(String, String)> {
        let is_sent = |(name, _): &&(String, String)| is_first || ALWAYS.contains(&name.as_str());
        self.fields.iter().filter(is_sent).cloned().collect()
    }

    /// Returns the additional query of the first URL.
    pub(crate) fn query(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.params).finish()
    }

    /// Returns the facts for calls that try a whole tree: none at first, and then every combination of the values
    /// that the tree asks for. A name or a number has one value.
    pub(crate) fn tries(tree: &Description) -> Vec<Self> {
        let answered: Vec<&str> = AnsweredBy::KNOWN.iter().map(AnsweredBy::as_str).collect();
        let verified: Vec<&str> = StirVerstat::KNOWN.iter().map(StirVerstat::as_str).collect();
        let values = [
            ("AnsweredBy", answered),
            ("StirVerstat", verified),
            ("CallerName", vec!["JANE DOE"]),
            ("ForwardedFrom", vec!["+12025550199"]),
        ];
        let mut tries = vec![Self::default()];
        for (name, values) in values.iter().filter(|(name, _)| tree.told.iter().any(|own| own == name)) {
            let with = |told: &Self, value: &str| {
                let mut told = told.clone();
                told.field(name, value);
                told
            };
            let more: Vec<Self> = values
                .iter()
                .flat_map(|value| tries.iter().map(|told| with(told, value)).collect::<Vec<_>>())
                .collect();
            tries.extend(more);
        }
        tries
    }

    /// Returns the call with which a test sets it.
    pub(crate) fn written(&self) -> String {
        let mut written = String::new();
        for (name, value) in &self.fields {
            let value = Quoted(value);
            // Writing into a `String` cannot fail.
            let _ = match name.as_str() {
                "CallerName" => write!(written, ".caller_name({value})"),
                "ForwardedFrom" => write!(written, ".forwarded_from({value})"),
                "AnsweredBy" => write!(written, ".answered_by({value})"),
                "StirVerstat" => write!(written, ".stir_verstat({value})"),
                header => {
                    write!(
                        written,
                        ".sip_header({}, {value})",
                        Quoted(header.trim_start_matches("SipHeader_"))
                    )
                }
            };
        }
        for (name, value) in &self.params {
            let _ = write!(written, ".param({}, {})", Quoted(name), Quoted(value));
        }
        written
    }
}
