//! # first_outside_prompts
//!
//! `first` is used outside the prompts of a `gather`. It marks prompts that are said when a call enters the state
//! and not when the state asks again. Everywhere else texts are said once anyway, so the caller would hear no
//! difference.
//!
//! ```text
//! state Menu {
//!     first { say "Our menu has changed."; }
//!     gather key { say "To end, press one."; } match { 1 => end, silence | _ => end }
//! }
//! ```
//!
//! The same applies to `once`, which is said only on the first visit of a call.
//!
//! Steps before a `gather` are said once for each visit without `first`. Otherwise move `first` into the prompts:
//!
//! ```text
//! state Menu {
//!     gather key {
//!         first { say "Our menu has changed."; }
//!         say "To end, press one.";
//!     } match { 1 => end, silence | _ => end }
//! }
//! ```

use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::Written,
    syntax::{Scope, Step},
};

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    for &Written { step, state, prompt, .. } in graph.steps() {
        let (word, name) = match step {
            Step::First { word, .. } => (word, "first"),
            Step::Scoped { word, scope: Scope::Once(_), .. } => (word, "once"),
            _ => continue,
        };
        if !prompt {
            let message = format!("`{name}` is only allowed in the prompts of a `gather`");
            let diagnostic = Diagnostic::new("first_outside_prompts", *word, message).within(state);
            diagnostics.push(diagnostic.help("move its steps out of the block, or move it into prompts"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn among_the_words_of_an_arm_and_inside_of_itself() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => { first { say "Bye."; } } then end }
//~                                           ^^^^^ `first` is only allowed in the prompts of a `gather`
//~                                           help: move its steps out of the block, or move it into prompts
                state Menu { gather key { first { first { say "One?"; } } } match { 1 => end } }
//~                                               ^^^^^ `first` is only allowed in the prompts of a `gather`
//~                                               help: move its steps out of the block, or move it into prompts
            }
            "#,
        );
    }

    #[test]
    fn among_prompts_that_no_key_cuts_short() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { uninterrupted { first { say "A notice."; } } say "To end, press one."; } match { 1 => end, silence | _ => end } }
            }
            "#,
        );
    }
}
