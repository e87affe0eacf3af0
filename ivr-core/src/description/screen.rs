//! What the one who is called hears before they are connected.

use super::{Line, json::write_json};

/// `screen 1 { … }`.
///
/// ```
/// let screen: ivr_core::description::Screen = serde_json::from_str(r#"{"key":"1"}"#).unwrap();
/// assert!(screen.unless.is_none());
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Screen {
    /// The key that takes the call.
    pub key: char,
    /// What is asked before.
    pub unless: Option<Unless>,
    /// What is said.
    #[cfg_attr(feature = "serde", serde(default))]
    pub lines: Vec<Line>,
}

/// `unless app.taken(call).await within 2s { … }`.
///
/// ```
/// let unless: ivr_core::description::Unless =
///     serde_json::from_str(r#"{"question":0,"source":"app.taken()","within":2}"#).unwrap();
/// assert!(unless.lines.is_empty());
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Unless {
    /// What `PhoneTree::ask` is asked: `Event::Arm(0)` is yes.
    pub question: u16,
    /// The expression, for readers.
    pub source: String,
    /// Seconds until the answer counts as no.
    pub within: u32,
    /// What is said before the call is over for the one who is called.
    #[cfg_attr(feature = "serde", serde(default))]
    pub lines: Vec<Line>,
}

write_json! {
    Screen { key, unless, lines }
    Unless { question, source, within, lines }
}
