//! `dial`: what it calls, and how.

use super::{
    Arm,
    json::{WriteJson, Writer, write_json},
};
use crate::twiml::Noun;

/// `dial …`.
///
/// ```
/// use ivr_core::{description::Dial, twiml::Noun};
/// let dial: Dial = serde_json::from_str(r#"{"numbers":["+12345678900"],"timeout":20,"arms":[]}"#).unwrap();
/// assert_eq!((dial.numbers.len(), dial.noun), (1, Noun::Number));
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Dial {
    /// What is called.
    #[cfg_attr(feature = "serde", serde(default))]
    pub noun: Noun,
    /// E.164 numbers, or one short code, or what the noun is; several ring at once. The source of a Rust expression when
    /// `placeholder` is there.
    #[cfg_attr(feature = "serde", serde(default))]
    pub numbers: Vec<String>,
    /// What each of them is, where they differ.
    #[cfg_attr(feature = "serde", serde(default))]
    pub nouns: Vec<Noun>,
    /// The index of the expression whose value is called.
    #[cfg_attr(feature = "serde", serde(alias = "hole"))]
    pub placeholder: Option<u16>,
    /// Seconds it rings.
    pub timeout: u32,
    /// Seconds that a conversation lasts at most; four hours when absent.
    pub time_limit: Option<u32>,
    /// `time_limit (expr)`
    pub computed_time_limit: Option<Expression>,
    /// The number shown to the one called; the caller's when absent.
    pub caller_id: Option<Value>,
    /// Tones for whoever answers.
    pub send_digits: Option<Value>,
    /// The caller ends the conversation by `*`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub hangup_on_star: bool,
    /// The conversation is recorded.
    #[cfg_attr(feature = "serde", serde(default))]
    pub record: bool,
    /// One is called after the other.
    #[cfg_attr(feature = "serde", serde(default))]
    pub sequential: bool,
    /// The caller waits until somebody else starts the conference.
    #[cfg_attr(feature = "serde", serde(default))]
    pub waits_for_start: bool,
    /// The conference ends when the caller leaves it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub end_on_exit: bool,
    /// How many may be in the conference.
    pub max_participants: Option<u32>,
    /// The caller is not heard in the conference.
    #[cfg_attr(feature = "serde", serde(default))]
    pub muted: bool,
    /// What those hear who wait for the conference to start; Twilio's music when absent.
    pub wait_url: Option<String>,
    /// What the one who is called hears before they are connected.
    pub screen: Option<super::Screen>,
    /// What can come of it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub arms: Vec<Arm>,
}

impl Dial {
    /// Those who are called, each with what it is.
    ///
    /// ```
    /// use ivr_core::{description::Dial, twiml::Noun};
    /// let dial: Dial = serde_json::from_str(
    ///     r#"{"numbers":["+12345678900","alice"],"nouns":["number","client"],"timeout":20}"#).unwrap();
    /// assert_eq!(dial.callees().nth(1), Some((Noun::Client, "alice")));
    /// ```
    pub fn callees(&self) -> impl Iterator<Item = (Noun, &str)> {
        let nouns = self.nouns.iter().copied().chain(std::iter::repeat(self.noun));
        nouns.zip(self.numbers.iter().map(String::as_str))
    }
}

/// A literal, or a Rust expression in its place.
///
/// ```
/// use ivr_core::description::Value;
/// let value: Value = serde_json::from_str(r#"{"placeholder":3,"source":"call.line"}"#).unwrap();
/// assert_eq!((value.as_str(), value.literal()), ("call.line", None));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(untagged))]
pub enum Value {
    /// The literal.
    Literal(String),
    /// The number of the expression, and its source.
    Computed(Expression),
}

/// A Rust expression in place of a literal.
///
/// ```
/// let expression: ivr_core::description::Expression =
///     serde_json::from_str(r#"{"placeholder":3,"source":"call.line"}"#).unwrap();
/// assert_eq!(expression.placeholder, 3);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Expression {
    /// What `PhoneTree::render` is asked for.
    pub placeholder: u16,
    /// The expression, for readers.
    pub source: String,
}

impl Value {
    /// The literal, or the source of the expression.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Literal(text) => text,
            Self::Computed(expression) => &expression.source,
        }
    }

    /// The literal, if it is one.
    #[must_use]
    pub fn literal(&self) -> Option<&str> {
        match self {
            Self::Literal(text) => Some(text),
            Self::Computed(_) => None,
        }
    }

    /// The number of the expression, if it is one.
    #[must_use]
    pub fn placeholder(&self) -> Option<u16> {
        match self {
            Self::Literal(_) => None,
            Self::Computed(expression) => Some(expression.placeholder),
        }
    }
}

impl WriteJson for Value {
    fn write(&self, json: &mut Writer) {
        match self {
            Self::Literal(text) => text.write(json),
            Self::Computed(expression) => expression.write(json),
        }
    }
}

impl WriteJson for Noun {
    fn write(&self, json: &mut Writer) {
        json.string(self.as_str());
    }

    fn is_absent(&self) -> bool {
        *self == Self::Number
    }
}

write_json! {
    Dial {
        noun,
        numbers,
        nouns,
        placeholder,
        timeout,
        time_limit,
        computed_time_limit,
        caller_id,
        send_digits,
        hangup_on_star,
        record,
        sequential,
        waits_for_start,
        end_on_exit,
        max_participants,
        muted,
        wait_url,
        screen, arms,
    }
    Expression { placeholder, source }
}
