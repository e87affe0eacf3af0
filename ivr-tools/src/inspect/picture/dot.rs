//! A tree in DOT, for Graphviz.

use std::fmt::Write as _;

use super::{
    caption,
    scene::{Arrow, Node, Scene},
};
use crate::inspect::graph::Kind;
use ivr_runtime::description::Description;

/// Returns the tree as a DOT digraph. Edges of silence and failure are dashed.
///
/// ```
/// # let tree: ivr_runtime::description::Description = serde_json::from_str(
/// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup"}]}"#).unwrap();
/// let graph = ivr_tools::inspect::picture::dot(&tree);
/// assert!(graph.starts_with("digraph Bye {\n"));
/// assert!(graph.contains(r#""state_A" -> "end_hangup""#));
/// ```
#[must_use]
pub fn dot(tree: &Description) -> String {
    let scene = Scene::of(tree);
    let mut graph = format!("digraph {} {{\n", tree.name);
    graph.push_str("  rankdir=LR;\n  node [shape=box, style=rounded, fontname=\"Helvetica\"];\n");
    graph.push_str("  edge [fontname=\"Helvetica\", fontsize=11];\n");
    // Writing to a `String` cannot fail.
    for node in &scene.nodes {
        let _ = writeln!(graph, "  {} [{}];", quote(&node.id('_')), attributes(node));
    }
    for (from, arrow, to) in scene.joined() {
        let ends = (quote(&from.id('_')), quote(&to.id('_')));
        let _ = writeln!(graph, "  {} -> {} [{}];", ends.0, ends.1, style(arrow));
    }
    graph.push_str("}\n");
    graph
}

fn attributes(node: &Node<'_>) -> String {
    let shape = if matches!(node, Node::State { .. } | Node::AfterCall(_)) { "" } else { ", shape=oval" };
    format!("label={}{shape}", quote(&caption::lines(node).join("\n")))
}

fn style(arrow: &Arrow<'_>) -> String {
    let look = match arrow.kind {
        Kind::Chosen => "",
        Kind::Automatic => ", color=gray40",
        Kind::Failure => ", color=gray40, fontcolor=gray40, style=dashed",
    };
    format!("label={}{look}, tooltip={}", quote(&arrow.label()), quote(&arrow.title))
}

/// Quotes a string; line breaks are kept in the label.
fn quote(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', " ");
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Acme;
    use ivr_runtime::tree::PhoneTree;

    #[test]
    fn silence_is_dashed_and_a_key_is_not() {
        let tree = serde_json::from_str(Acme::DESCRIPTION).unwrap();
        let graph = dot(&tree);
        let edge =
            |start: &str| graph.lines().find(|line| line.trim().starts_with(start)).unwrap_or_default();
        let silence = graph.lines().find(|line| line.contains("silence: asks again twice, then")).unwrap();
        assert!(silence.contains("style=dashed"), "{silence}");
        assert!(!edge(r#""state_Menu" -> "state_Sales""#).contains("dashed"));
    }

    #[test]
    fn a_quotation_mark_and_a_backslash_stay_inside_the_label() {
        assert_eq!(quote("a\"b\\c\nd"), r#""a\"b\\c\nd""#);
    }
}
