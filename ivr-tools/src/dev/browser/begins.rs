//! Where a call of the page begins: `{}` at the first start, `{"start": "outbound", "with": {"campaign": "7"}}` at a
//! named one.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::simulator::Start;
use ivr_runtime::description::Description;

/// The request of the page.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Begins {
    #[serde(default)]
    start: Option<String>,
    #[serde(default)]
    with: BTreeMap<String, String>,
}

impl Begins {
    /// Parses the request. An empty body is the first start.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        if body.is_empty() { Some(Self::default()) } else { serde_json::from_slice(body).ok() }
    }

    /// Returns the start, or `None` if the tree has no such start or the start has no such field.
    pub(super) fn start(&self, tree: &Description) -> Option<Start> {
        let Some(name) = &self.start else { return Some(Start::default()) };
        let fields = self.with.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        Start::named(tree, name, fields).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_begins_at_a_start_that_the_tree_has() {
        let tree: Description = serde_json::from_str(
            r#"{"name":"Line","language":"en-US","starts":[{"state":"A"},
                {"name":"outbound","state":"A","with":[{"field":"campaign"}]}],
                "states":[{"name":"A","verb":"hangup"}]}"#,
        )
        .unwrap();
        let begins = |body: &str| Begins::read(body.as_bytes()).and_then(|begins| begins.start(&tree));
        assert_eq!(begins(""), Some(Start::default()));
        assert_eq!(begins("{}"), Some(Start::default()));
        let outbound = begins(r#"{"start":"outbound","with":{"campaign":"7"}}"#).unwrap();
        assert_eq!(outbound.arguments().as_deref(), Some(r#""outbound", [("campaign", "7")]"#));
        for body in [r#"{"start":"x"}"#, r#"{"start":"outbound","with":{"x":"7"}}"#, "7", r#"{"root":"x"}"#] {
            assert_eq!(begins(body), None, "{body}");
        }
    }
}
