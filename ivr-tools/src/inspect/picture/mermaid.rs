//! A tree as a Mermaid flowchart, for rendering in a README by code hosts.

use std::fmt::Write as _;

use super::{
    caption,
    scene::{Arrow, Node, Scene},
};
use crate::inspect::graph::Kind;
use ivr_runtime::description::{Description, State, Verb};

/// Returns the tree as a Mermaid flowchart. Edges of silence and failure are dotted.
///
/// ```
/// # let tree: ivr_runtime::description::Description = serde_json::from_str(
/// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup"}]}"#).unwrap();
/// let chart = ivr_tools::inspect::picture::mermaid(&tree);
/// assert!(chart.starts_with("flowchart LR\n"));
/// assert!(chart.contains("state_A --> end_hangup"));
/// ```
#[must_use]
pub fn mermaid(tree: &Description) -> String {
    let scene = Scene::of(tree);
    let mut chart = format!("flowchart LR\n  accTitle: {}\n", tree.name);
    // Writing to a `String` cannot fail.
    for node in &scene.nodes {
        let _ = writeln!(chart, "  {}{}", node.id('_'), shape(node));
    }
    for (from, arrow, to) in scene.joined() {
        let _ = writeln!(chart, "  {} {} {}", from.id('_'), link(arrow), to.id('_'));
    }
    chart
}

/// Returns the shape: a hexagon for input, a pill for an ending, a box for everything else.
fn shape(node: &Node<'_>) -> String {
    let lines: Vec<String> = caption::lines(node).iter().map(|line| escape(line)).collect();
    let label = lines.join("<br>");
    match node {
        Node::State { state: State { verb: Verb::Gather(_), .. }, .. } => format!("{{{{\"{label}\"}}}}"),
        Node::State { .. } | Node::AfterCall(_) => format!("[\"{label}\"]"),
        _ => format!("([\"{label}\"])"),
    }
}

fn link(arrow: &Arrow<'_>) -> String {
    let line = if arrow.kind == Kind::Failure { "-.->" } else { "-->" };
    let label = arrow.label();
    if label.is_empty() { line.to_owned() } else { format!("{line}|\"{}\"|", escape(&label)) }
}

/// Escapes a text. Mermaid supports entities, written with `#`; a backquote would begin Markdown.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' | '#' | '<' | '>' | '&' | '`' | '\\' => {
                let _ = write!(escaped, "#{};", u32::from(letter));
            }
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Acme;
    use ivr_runtime::{
        description::{Line, Say},
        tree::PhoneTree,
    };

    #[test]
    fn acme_is_drawn_with_its_keys_retries_and_endings() {
        let tree = serde_json::from_str(Acme::DESCRIPTION).unwrap();
        let chart = mermaid(&tree);
        for line in [
            "  start([\"a call\"])",
            "  state_Menu{{\"Menu · listens<br>Listen to the following menu options. For sales…\"}}",
            "  state_Menu -->|\"1, “sales”\"| state_Sales",
            "  state_Menu -->|\"9\"| state_Menu",
            "  state_Menu -.->|\"silence: asks again twice, then\"| state_Reception",
            "  state_Thanks --> end_hangup",
        ] {
            assert!(chart.lines().any(|one| one == line), "{line} is missing in\n{chart}");
        }
    }

    #[test]
    fn words_cannot_break_out_of_their_quotes() {
        let mut tree: Description = serde_json::from_str(Acme::DESCRIPTION).unwrap();
        let say = Say { text: "\"] --> x\n`<b>` & #1;".to_owned(), ..Say::default() };
        tree.states[4].lines = vec![Line::Say(say)];
        let chart = mermaid(&tree);
        let line = chart.lines().find(|line| line.contains("state_Thanks[")).unwrap();
        assert_eq!(
            line,
            "  state_Thanks[\"Thanks · hangs up<br>#34;] --#62; x #96;#60;b#62;#96; #38; #35;1;\"]"
        );
    }
}
