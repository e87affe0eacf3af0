//! # key_without_keys
//!
//! A key has an arm in a `gather` that listens for speech only. When the caller presses the key, nothing happens.
//!
//! ```text
//! state Menu {
//!     gather speech { say "For sales, say yes or press one."; } match { 1 | "yes" => Sales, silence | _ => end }
//! }
//! ```
//!
//! Accept keys as well. They also help callers in noisy places:
//!
//! ```text
//! state Menu {
//!     gather key or speech { say "For sales, say yes or press one."; } match { 1 | "yes" => Sales, silence | _ => end }
//! }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Gather(gather) = &state.verb else { continue };
        if gather.keys.is_some() {
            continue;
        }
        // Only one word is missing, however many arms have keys, so this is one error.
        let key = state.own_arms().find_map(|arm| arm.keys().next()).or(gather.finish_on_key.as_ref());
        if let Some(key) = key {
            let diagnostic =
                Diagnostic::new("key_without_keys", key.span, "this `gather` does not listen for keys");
            diagnostics.push(diagnostic.within(id).help("change `gather speech` to `gather key or speech`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn keys_where_only_words_are_heard() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                everywhere { silence | _ => end }
                state A { gather speech { say "Yes?"; } match { 1 | "yes" => B, 2 | "no" => B } }
//~                                                             ^ this `gather` does not listen for keys
//~                                                             help: change `gather speech` to `gather key or speech`
                state B { gather speech, finish_on_key '#' { say "Yes?"; } match { "yes" => end } }
//~                                                    ^^^ this `gather` does not listen for keys
//~                                                    help: change `gather speech` to `gather key or speech`
            }
            "#,
        );
    }

    #[test]
    fn a_key_for_all_states_holds_where_keys_are_heard() {
        check_legal(
            r#"
            pub tree Line {
                start A;
                everywhere { 0 => end, silence | _ => end }
                state A { gather key { say "One?"; } match { 1 => B } }
                state B { gather speech { say "Yes?"; } match { "yes" => end } }
            }
            "#,
        );
    }
}
