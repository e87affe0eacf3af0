//! `dial`: whom it calls, and how.

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
    /// The kind of callee.
    #[cfg_attr(feature = "serde", serde(default))]
    pub noun: Noun,
    /// The callees: E.164 numbers, one short code, or names of the noun; several ring at once. If `placeholder` is
    /// present, the source of a Rust expression.
    #[cfg_attr(feature = "serde", serde(default))]
    pub numbers: Vec<String>,
    /// The kind of each callee, if they differ.
    #[cfg_attr(feature = "serde", serde(default))]
    pub nouns: Vec<Noun>,
    /// The index of the expression for the callee.
    #[cfg_attr(feature = "serde", serde(alias = "hole"))]
    pub placeholder: Option<u16>,
    /// How long it rings, in seconds.
    pub timeout: u32,
    /// The maximum duration of the conversation in seconds. `None` is four hours.
    pub time_limit: Option<u32>,
    /// `time_limit (expr)`.
    pub computed_time_limit: Option<Expression>,
    /// The number that is shown to the callee. `None` is the number of the caller.
    pub caller_id: Option<Value>,
    /// The tones that are sent after the callee answers.
    pub send_digits: Option<Value>,
    /// Whether the caller can end the conversation with `*`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub hangup_on_star: bool,
    /// Whether the conversation is recorded.
    #[cfg_attr(feature = "serde", serde(default))]
    pub record: bool,
    /// Whether the callees are called one after the other.
    #[cfg_attr(feature = "serde", serde(default))]
    pub sequential: bool,
    /// Whether the caller waits until somebody else starts the conference.
    #[cfg_attr(feature = "serde", serde(default))]
    pub waits_for_start: bool,
    /// Whether the conference ends when the caller leaves it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub end_on_exit: bool,
    /// The maximum number of participants of the conference.
    pub max_participants: Option<u32>,
    /// Whether the caller is muted in the conference.
    #[cfg_attr(feature = "serde", serde(default))]
    pub muted: bool,
    /// What participants hear before the conference starts. `None` is Twilio's music.
    pub wait_url: Option<String>,
    /// What the callee hears before the two are connected.
    pub screen: Option<super::Screen>,
    /// The arms for the results.
    #[cfg_attr(feature = "serde", serde(default))]
    pub arms: Vec<Arm>,
}

impl Dial {
    /// Returns the callees, each with its kind.
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
    /// The index of the expression, and its source.
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
    /// The index that `PhoneTree::render` receives.
    pub placeholder: u16,
    /// The source of the expression, for display.
    pub source: String,
}

impl Value {
    /// Returns the literal, or the source of the expression.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Literal(text) => text,
            Self::Computed(expression) => &expression.source,
        }
    }

    /// Returns the literal, if it is one.
    #[must_use]
    pub fn literal(&self) -> Option<&str> {
        match self {
            Self::Literal(text) => Some(text),
            Self::Computed(_) => None,
        }
    }

    /// Returns the index of the expression, if it is one.
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
