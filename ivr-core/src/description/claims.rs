//! What the author claims of a tree, for readers: the compiler has proved all of it.

use super::json::write_json;

/// `scenario "…" { … }`: calls that go as they are written down.
///
/// ```
/// use ivr_core::description::Scenario;
/// let scenario: Scenario = serde_json::from_str(
///     r#"{"name":"the hours","calls":[{"inputs":["3","_"],"to":"Menu"}]}"#).unwrap();
/// assert_eq!(scenario.calls[0].inputs.join(" "), "3 _");
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Scenario {
    /// What it shows.
    pub name: String,
    /// The named start; an incoming call when absent.
    pub from: Option<String>,
    /// Its lines.
    #[cfg_attr(feature = "serde", serde(default))]
    pub calls: Vec<Course>,
}

/// One line of a [`Scenario`].
///
/// ```
/// let silent = ivr_core::description::Course { inputs: vec!["silence".into()], to: "end".into() };
/// assert_eq!(silent.inputs.len(), 1);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Course {
    /// What happens, as the author wrote it: `3`, `"sales"`, `silence`, `_`, `[busy]`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub inputs: Vec<String>,
    /// The state where the call comes to rest, or `end`.
    pub to: String,
}

write_json! {
    Scenario { name, from, calls }
    Course { inputs, to }
}
