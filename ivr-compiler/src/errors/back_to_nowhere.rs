//! # back_to_nowhere
//!
//! `back` leads to the state after `under`, and this state has no `under`. The caller would press the key, and
//! nothing would happen.
//!
//! ```text
//! state Hours {
//!     gather key { say "Nine to five. To go back, press star."; } match { '*' => back, silence | _ => end }
//! }
//! ```
//!
//! Add `under` to the state:
//!
//! ```text
//! state Menu { goto Hours; }
//! state Hours under Menu {
//!     gather key { say "Nine to five. To go back, press star."; } match { '*' => back, silence | _ => end }
//! }
//! ```

use proc_macro2::Span;

use crate::diagnostics::Diagnostic;

/// `state` contains the `back`; `first` is the first state of the tree.
pub(crate) fn back_to_nowhere(word: Span, state: Option<&String>, first: Option<&String>) -> Diagnostic {
    let diagnostic = Diagnostic::new("back_to_nowhere", word, "`back` needs a state to go back to");
    let Some(name) = state else {
        let first = first.map_or("Menu", String::as_str);
        return diagnostic.help(format!("write the name of a state, such as `{first}`"));
    };
    let above = first.filter(|first| *first != name).map_or("…", String::as_str);
    diagnostic.help(format!("declare where this state belongs: `state {name} under {above} {{ … }}`"))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_state_under_none() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "To go back, press one."; } match { 1 => back, silence | _ => end } }
//~                                                                                    ^^^^ `back` needs a state to go back to
//~                                                                                    help: declare where this state belongs: `state Menu under … { … }`
            }
            "#,
        );
    }

    #[test]
    fn back_for_all_states_holds_in_those_that_are_under_another() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                everywhere { '*' => back, silence | _ => end }
                state Menu { gather key { say "For our hours, press one."; } match { 1 => Hours } }
                state Hours under Menu { gather key { say "Nine to five. To end, press one."; } match { 1 => end } }
            }
            "#,
        );
    }
}
