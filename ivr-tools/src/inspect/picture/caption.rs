//! The text of a node, before it is shortened.

use super::scene::Node;
use crate::{inspect::graph::describe, inspect::spoken};
use ivr_runtime::description::State;

/// The maximum length of an excerpt in characters, in formats without text measurement.
const EXCERPT: usize = 48;

/// Returns the lines of a node: its name and verb, what is said, what it inherits, and remarks.
pub(super) fn lines(node: &Node<'_>) -> Vec<String> {
    let (state, inherits, hooks, remarks) = match node {
        Node::State { state, inherits, hooks, remarks, passed: _ } => (state, inherits, hooks, remarks),
        Node::AfterCall(runs) => return [&[node.name().to_owned()][..], runs].concat(),
        Node::Start(_) | Node::Everywhere | Node::OnError | Node::End(_) => {
            return vec![node.name().to_owned()];
        }
    };
    let mut lines = vec![format!("{} · {}", state.name, describe::does(&state.verb))];
    lines.push(clip(&excerpt(state), EXCERPT));
    lines.extend((!inherits.is_empty()).then(|| format!("everywhere: {}", inherits.join(", "))));
    lines.extend(hooks.iter().cloned());
    lines.extend(remarks.iter().map(|remark| format!("⚠ {remark}")));
    lines.retain(|line| !line.is_empty());
    lines
}

/// Returns the beginning of what is said in a state, or the object of its verb if it says nothing.
pub(super) fn excerpt(state: &State) -> String {
    let heard = [spoken::flat(&state.lines), spoken::flat(spoken::prompts(&state.verb))].concat();
    let texts: Vec<&str> = heard.into_iter().filter_map(|heard| spoken::text(heard.line)).collect();
    let excerpt = describe::one_line(&texts.join(" "));
    if excerpt.is_empty() { describe::object(&state.verb) } else { excerpt }
}

/// Returns at most `length` characters, the last of them an ellipsis if something was left out.
pub(super) fn clip(text: &str, length: usize) -> String {
    if text.chars().count() <= length {
        return text.to_owned();
    }
    let kept: String = text.chars().take(length.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(text: &str) -> State {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn what_is_said_is_shown_before_what_the_verb_works_on() {
        let dial = r#""verb":{"dial":{"numbers":["+12345678900"],"timeout":20,"arms":[]}}"#;
        let silent = state(&format!(r#"{{"name":"A",{dial}}}"#));
        assert_eq!(excerpt(&silent), "+12345678900, rings 20 s");
        let saying =
            state(&format!(r#"{{"name":"A","lines":[{{"say":{{"text":"One\n  moment."}}}}],{dial}}}"#));
        assert_eq!(excerpt(&saying), "One moment.");
    }

    #[test]
    fn a_text_that_fits_is_not_cut() {
        assert_eq!((clip("1234", 4).as_str(), clip("1 345", 3).as_str()), ("1234", "1…"));
    }
}
