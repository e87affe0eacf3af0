//! # misplaced_effect
//!
//! `set`, `run` and `language` must be executed exactly once, but this block may be said several times. For example,
//! a `run` that sends a message would send it after every silence of the caller.
//!
//! ```text
//! data { asked: bool }
//! state Menu { gather key { set asked = true; say "To end, press one."; } match { 1 => end, silence | _ => end } }
//! ```
//!
//! Move the step to the steps of a state, or into the block of an arm:
//!
//! ```text
//! data { asked: bool }
//! state Menu { set asked = true; gather key { say "To end, press one."; } match { 1 => end, silence | _ => end } }
//! ```
//!
//! A condition, `if open { … }`, may contain only what is said or played. To do something in one case only, write a
//! state for it and lead to it with a `match`.

use proc_macro2::Span;

use crate::diagnostics::Diagnostic;

const RULE: &str = "misplaced_effect";

pub(crate) fn repeated_effect(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(RULE, span, format!("`{word}` is not allowed in a block that is repeated"))
        .help("move it into a state or into the block of an arm")
}

pub(crate) fn effect_among_prompts(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(RULE, span, format!("`{word}` is not allowed among prompts, which are repeated"))
        .help("move it before `gather`, or into the block of an arm")
}

pub(crate) fn effect_in_block(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        RULE,
        span,
        format!("`{word}` is not allowed in the block of a step: only `say` and `play` are"),
    )
    .help("move it before the block")
}

pub(crate) fn conditional_effect(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        RULE,
        span,
        format!("`{word}` is not allowed under a condition: only `say` and `play` are"),
    )
    .help("move it into a state of its own, and lead there with `match`")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn what_is_done_under_a_condition() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { member: bool = false, n: u32 = 0 }
                state Menu { if member { say "Hello."; set n = 1; run call.note(); } else { uninterrupted { say "Who?"; } } hangup; }
//~                                                    ^^^ `set` is not allowed under a condition: only `say` and `play` are
//~                                                    help: move it into a state of its own, and lead there with `match`
//~                                                               ^^^ `run` is not allowed under a condition: only `say` and `play` are
//~                                                               help: move it into a state of its own, and lead there with `match`
            }
            "#,
        );
    }

    #[test]
    fn what_is_done_without_interruption() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { n: u32 = 0 }
                state Menu { uninterrupted { set n = 1; say "Hello."; } hangup; }
//~                                          ^^^ `set` is not allowed in the block of a step: only `say` and `play` are
//~                                          help: move it before the block
            }
            "#,
        );
    }

    #[test]
    fn a_language_among_words_that_are_repeated() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                on_error { language en-US; } then Menu
//~                        ^^^^^^^^ `language` is not allowed in a block that is repeated
//~                       help: move it into a state or into the block of an arm
                state Menu { language en-US; gather key { language fr-FR; first { language fr-FR; } say fr-FR: "Tapez un."; } match { 1 => end, silence | _ => retry 1 { language en-US; } then end } }
//~                                                       ^^^^^^^^ `language` is not allowed among prompts, which are repeated
//~                                                    help: move it before `gather`, or into the block of an arm
//~                                                                               ^^^^^^^^ `language` is not allowed among prompts, which are repeated
//~                                                                         help: move it before `gather`, or into the block of an arm
            }
            "#,
        );
    }
}
