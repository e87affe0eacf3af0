//! # duplicate_arm
//!
//! Two arms of one `match` are for the same key, phrase or outcome: only the first could ever be taken.
//!
//! ```text
//! state Menu {
//!     gather key { say "Sales, one. Support, two."; } match { 1 => Sales, 2 => Support, 1 => Hours, silence | _ => end }
//! }
//! ```
//!
//! Give the second one its own key:
//!
//! ```text
//! state Menu {
//!     gather key { say "Sales, one. Support, two. Hours, three."; } match {
//!         1 => Sales, 2 => Support, 3 => Hours, silence | _ => end,
//!     }
//! }
//! ```

use std::collections::HashMap;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Arm, Graph, Verb},
    syntax::Pattern,
    words,
};

pub(crate) fn check(graph: &Graph, faults: &mut Diagnostics) {
    for state in &graph.states {
        // Whether two patterns of Rust overlap is for rustc to say.
        let Some(arms) = state.verb.arms().filter(|_| !matches!(state.verb, Verb::Match(_))) else {
            continue;
        };
        let mut seen: HashMap<String, &Pattern> = HashMap::new();
        for pattern in arms.list.iter().filter(|arm| !arm.inherited).flat_map(|arm: &Arm| &arm.patterns) {
            if let Some(first) = seen.insert(meaning(pattern), pattern) {
                faults.push(twice(first, pattern));
            }
        }
    }
}

/// What a pattern is for: two with the same meaning collide.
fn meaning(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Keys(text) => format!("key {}", text.value),
        Pattern::Phrase { text, above } => format!("phrase {} {above:?}", words::normalise(&text.value)),
        Pattern::Outcome(text) | Pattern::Rust { text, .. } => text.value.clone(),
    }
}

fn twice(first: &Pattern, second: &Pattern) -> Diagnostic {
    let message = match (first, second) {
        (_, Pattern::Keys(text)) => format!("the key `{}` has an arm already", text.value),
        (Pattern::Phrase { text: first, .. }, Pattern::Phrase { text, .. }) if first.value != text.value => {
            format!("\"{}\" and \"{}\" are the same words to the telephone", first.value, text.value)
        }
        (_, Pattern::Phrase { text, .. }) => format!("the phrase \"{}\" has an arm already", text.value),
        (_, Pattern::Outcome(text) | Pattern::Rust { text, .. }) => {
            format!("`{}` has an arm already", text.value)
        }
    };
    Diagnostic::new("duplicate_arm", second.span(), message)
        .help("only the first can ever be taken: remove one of them")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn one_key_for_two_states() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "Press one."; } match { 1 => end, 1 => Hours, silence | _ => end } }
//~                                                                             ^ the key `1` has an arm already
//~                                                                             help: only the first can ever be taken: remove one of them
                state Hours { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn phrases_that_sound_the_same() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather speech { say "Say yes."; } match { "Oui !" => end, "oui" => Hours, silence | _ => end } }
//~                                                                                    ^^^^^ "Oui !" and "oui" are the same words to the telephone
//~                                                                                    help: only the first can ever be taken: remove one of them
                state Hours { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn the_same_key_in_two_states_is_fine() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                everywhere { 0 | silence | _ => end }
                state Menu { gather key { say "Press one."; } match { 1 => Hours, 0 => Hours } }
                state Hours { gather key { say "Press one."; } match { 1 => end } }
            }
            "#,
        );
    }
}
