//! What the callee of a `dial` hears before the two are connected.

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
    /// The key that accepts the call.
    pub key: char,
    /// The question that is asked first.
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
    /// The question that `PhoneTree::ask` receives. `Event::Arm(0)` means yes.
    pub question: u16,
    /// The source of the expression, for display.
    pub source: String,
    /// The time in seconds after which a missing answer counts as no.
    pub within: u32,
    /// What the callee hears before their call ends.
    #[cfg_attr(feature = "serde", serde(default))]
    pub lines: Vec<Line>,
}

write_json! {
    Screen { key, unless, lines }
    Unless { question, source, within, lines }
}
