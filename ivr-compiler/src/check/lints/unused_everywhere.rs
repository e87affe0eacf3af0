//! # unused_everywhere
//!
//! An arm of `everywhere` is used by no state: each state has its own arm for the input, or does not listen for it.
//! Callers can never take the arm, although it looks as if they could.
//!
//! ```text
//! everywhere { "operator" => Desk, silence | _ => Desk }
//! state Menu { gather key { say "For a person, press one."; } match { 1 => Desk } }
//! ```
//!
//! Remove the arm, or listen for its input:
//!
//! ```text
//! everywhere { "operator" => Desk, silence | _ => Desk }
//! state Menu { gather key or speech { say "For a person, press one."; } match { 1 => Desk } }
//! ```

use std::collections::HashSet;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::Graph,
    syntax::Pattern,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    let arms = graph.states.iter().filter_map(|state| state.verb.arms()).flat_map(|arms| &arms.list);
    let inherited: HashSet<Meaning<'_>> =
        arms.filter(|arm| arm.inherited).flat_map(|arm| &arm.patterns).map(meaning).collect();
    for arm in &graph.everywhere {
        let idle = arm.patterns.iter().all(|pattern| !inherited.contains(&meaning(pattern)));
        if let (Some(first), true) = (arm.patterns.first(), idle) {
            let diagnostic =
                Diagnostic::new("unused_everywhere", first.span(), "this arm applies to no state");
            diagnostics
                .push(diagnostic.help("remove it, or listen for it in a state without an arm of its own"));
        }
    }
}

/// The input of a pattern in `everywhere`; two patterns never share it.
type Meaning<'g> = (u8, &'g str);

fn meaning(pattern: &Pattern) -> Meaning<'_> {
    match pattern {
        Pattern::Keys(text) => (0, &text.value),
        Pattern::Phrase { text, .. } => (1, &text.value),
        Pattern::Outcome { outcome, .. } => (2, outcome.as_str()),
        Pattern::Rust { text, .. } => (3, &text.value),
        Pattern::EndedBy(text) => (4, &text.value),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn arms_that_no_state_inherits() {
        check_warnings(
            "unused_everywhere",
            r#"
            pub tree Line {
                start Menu;
                everywhere { "operator" => Desk, '*' => back, 0 => Desk, silence | _ => Desk }
//~                          ^^^^^^^^^^ this arm applies to no state
//~                          help: remove it, or listen for it in a state without an arm of its own
//~                                              ^^^ this arm applies to no state
//~                                              help: remove it, or listen for it in a state without an arm of its own
                state Menu { gather key { say "Press one."; } match { 1 => Desk, silence => end } }
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }
}
