//! # leave_outside_queue
//!
//! `leave` takes a caller out of a queue, and here nobody waits in one: the call would simply stop.
//!
//! ```text
//! state Menu { gather key { say "To leave, press one."; } match { 1 => leave, silence | _ => end } }
//! ```
//!
//! End the call, or go on:
//!
//! ```text
//! state Menu { gather key { say "To leave, press one."; } match { 1 => end, silence | _ => end } }
//! ```

use proc_macro2::Span;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{End, Graph, Verb},
    syntax,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        if let Verb::Leave { word } = &state.verb {
            diagnostics.push(diagnostic(*word).within(id));
        }
        let arms = state.own_arms().filter(|arm| graph.end_of(&arm.target) == Some(End::Leave));
        diagnostics.extend(arms.filter_map(|arm| arm.word).map(|word| diagnostic(word).within(id)));
    }
    diagnostics.extend(graph.everywhere.iter().filter_map(|arm| leaves(&arm.target)).map(diagnostic));
    let on_error = graph.on_error.iter().filter(|on_error| graph.end_of(&on_error.then) == Some(End::Leave));
    diagnostics.extend(on_error.filter_map(|on_error| on_error.word).map(diagnostic));
}

fn leaves(target: &syntax::Target) -> Option<Span> {
    match target {
        syntax::Target::Leave(word) => Some(*word),
        syntax::Target::Say { then, .. } => leaves(then),
        syntax::Target::Retry(retry) => leaves(&retry.then),
        _ => None,
    }
}

fn diagnostic(word: Span) -> Diagnostic {
    Diagnostic::new("leave_outside_queue", word, "nobody waits in a queue here")
        .help("end the call with `hangup`, or name the state where it goes on")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn leaving_where_nobody_waits() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => retry 1 { say "Sorry?"; } then leave }
//~                                                                        ^^^^^ nobody waits in a queue here
//~                                                                        help: end the call with `hangup`, or name the state where it goes on
                state Menu { gather key { say "To leave, press one."; } match { 1 => { say "Bye."; } then leave, 2 => Gone } }
//~                                                                                                       ^^^^^ nobody waits in a queue here
//~                                                                                                       help: end the call with `hangup`, or name the state where it goes on
                state Gone { leave; }
//~                          ^^^^^ nobody waits in a queue here
//~                          help: end the call with `hangup`, or name the state where it goes on
            }
            "#,
        );
    }

    #[test]
    fn a_call_that_ends_with_words() {
        check_legal(r#"pub tree Line { start Menu; state Menu { say "Goodbye."; hangup; } }"#);
    }
}
