//! Pictures of a tree: Mermaid and DOT for layout by other programs, and an SVG with its own layout.
//!
//! All of them draw the same scene, and need only the [`Description`].

// The content of a picture.
pub(crate) mod advice;
mod caption;
mod scene;
mod traffic;

// The output formats.
mod dot;
mod mermaid;

mod layout;
mod svg;

#[cfg(test)]
pub(crate) mod grown;

pub use dot::dot;
pub use mermaid::mermaid;
pub use svg::svg;
pub(crate) use svg::svg_with;

pub(crate) use scene::start_node;
pub(crate) use traffic::{Heat, Traffic};

use ivr_runtime::description::Description;

/// Returns the description itself, indented; `diff` reads it.
///
/// ```
/// # let tree: ivr_runtime::description::Description = serde_json::from_str(
/// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup"}]}"#).unwrap();
/// let saved = ivr_tools::inspect::picture::json(&tree);
/// assert_eq!(serde_json::from_str::<ivr_runtime::description::Description>(&saved).unwrap(), tree);
/// ```
#[must_use]
pub fn json(tree: &Description) -> String {
    tree.to_json_pretty()
}
