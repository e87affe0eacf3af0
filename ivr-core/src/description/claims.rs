//! Claims of the author about a tree, for display. The compiler has proved all of them.

use super::json::write_json;

/// `scenario "…" { … }`: calls and where they lead.
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
    /// The name of the scenario.
    pub name: String,
    /// The named start, or `None` for an incoming call.
    pub from: Option<String>,
    /// The lines of the scenario.
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
    /// The inputs as the author wrote them: `3`, `"sales"`, `silence`, `_`, `[busy]`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub inputs: Vec<String>,
    /// The state in which the call waits afterwards, or `end`.
    pub to: String,
}

write_json! {
    Scenario { name, from, calls }
    Course { inputs, to }
}
