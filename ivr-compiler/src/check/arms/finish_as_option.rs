//! # finish_as_option
//!
//! The key that finishes an entry is also an option of the same `gather`, or part of one. The key ends the entry
//! before it can count as an option, and a caller who presses it is treated as silent.
//!
//! ```text
//! state Code {
//!     gather 4 keys, finish_on_key '#' { say "Your code? For help, press hash."; } match {
//!         '#' => Help, entered | silence | _ => end,
//!     }
//! }
//! ```
//!
//! Give the option another key, or remove `finish_on_key`:
//!
//! ```text
//! state Code {
//!     gather 4 keys, finish_on_key '#' { say "Your code? For help, press star."; } match {
//!         '*' => Help, entered | silence | _ => end,
//!     }
//! }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Arm, Graph, Verb},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Gather(gather) = &state.verb else { continue };
        // `idle_clause` reports a key that ends a single key.
        let is_entry = gather.keys.is_some() && !gather.takes_one_key();
        let Some(finish) = gather.finish_on_key.as_ref().filter(|_| is_entry) else { continue };
        for entry in state.own_arms().flat_map(Arm::keys) {
            if entry.value.contains(&finish.value) {
                let message =
                    format!("`{}` finishes an entry here, so this arm is never taken", finish.value);
                let diagnostic = Diagnostic::new("finish_as_option", entry.span, message).within(id);
                diagnostics
                    .push(diagnostic.help("give the option another key, or write another `finish_on_key`"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn an_entry_that_is_finished_before_it_is_complete() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                everywhere { '#' => end, silence | _ => end }
                state A { gather 1..=2 keys, finish_on_key 0 { say "Your floor?"; } match { 10 => end, 12 => end } }
//~                                                                                         ^^ `0` finishes an entry here, so this arm is never taken
//~                                                                                  help: give the option another key, or write another `finish_on_key`
            }
            "#,
        );
    }

    #[test]
    fn hash_is_an_option_where_nothing_finishes() {
        check_legal(
            r#"
            pub tree Line {
                start A;
                state A { gather key { say "To go on, press hash."; } match { '#' => end, silence | _ => end } }
            }
            "#,
        );
    }
}
