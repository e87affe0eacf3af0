//! What the author claims of a tree, for readers: the compiler has proved all of it.

use serde::{Deserialize, Serialize};

/// `scenario "…" { … }`: calls that go as they are written down.
///
/// ```
/// use ivr_runtime::description::Scenario;
/// let scenario: Scenario = serde_json::from_str(
///     r#"{"name":"the hours","calls":[{"inputs":["3","_"],"to":"Menu"}]}"#).unwrap();
/// assert_eq!(scenario.calls[0].inputs.join(" "), "3 _");
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it shows.
    pub name: String,
    /// The named start; an incoming call when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Its lines.
    pub calls: Vec<Course>,
}

/// One line of a [`Scenario`].
///
/// ```
/// let silent = ivr_runtime::description::Course { inputs: vec!["silence".into()], to: "end".into() };
/// assert_eq!(serde_json::to_string(&silent).unwrap(), r#"{"inputs":["silence"],"to":"end"}"#);
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Course {
    /// What happens, as the author wrote it: `3`, `"sales"`, `silence`, `_`, `[busy]`.
    pub inputs: Vec<String>,
    /// The state where the call comes to rest, or `end`.
    pub to: String,
}
