//! # not_while_screening
//!
//! `screen` contains a step that cannot be executed for the called party. Twilio plays and speaks to them and
//! accepts the key, but a `language` step belongs to the caller, and a pause is only possible while Twilio listens
//! for the key. The called party would not hear the announcement as it is written.
//!
//! ```text
//! language fr-FR, en-US;
//! state Connect {
//!     dial "+12345678900", screen 1 { uninterrupted { say fr-FR: "Un appel."; } say fr-FR: "Pour le prendre, tapez un."; say en-US: "To take it, press one."; }
//!     match { answered => end, declined | _ => end }
//! }
//! ```
//!
//! Use `say` and `play` only:
//!
//! ```text
//! language fr-FR, en-US;
//! state Connect {
//!     dial "+12345678900", screen 1 { say fr-FR: "Un appel."; say fr-FR: "Pour le prendre, tapez un."; say en-US: "To take it, press one."; }
//!     match { answered => end, declined | _ => end }
//! }
//! ```

use proc_macro2::Span;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb},
    syntax::{Scope, Screen, Step},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Dial(dial) = &state.verb else { continue };
        let Some(screen) = &dial.clauses.screen else { continue };
        diagnostics.extend(refused(screen).map(|(word, span)| {
            let message = format!(
                "`{word}` is not allowed in `screen`: the called party only hears prompts and presses the key"
            );
            Diagnostic::new("not_while_screening", span, message).within(id).help("use `say`, or remove it")
        }));
    }
}

fn refused(screen: &Screen) -> impl Iterator<Item = (&'static str, Span)> + '_ {
    let unless = screen.unless.iter().flat_map(|unless| {
        unless.steps.iter().filter_map(|step| match step {
            Step::Pause(length) => Some(("pause", length.span)),
            step => of_step(step, screen.word),
        })
    });
    screen.steps.iter().filter_map(|step| of_step(step, screen.word)).chain(unless)
}

fn of_step(step: &Step, at: Span) -> Option<(&'static str, Span)> {
    match step {
        Step::PlayDigits { word, .. } => Some(("play digits", *word)),
        Step::Language { word, .. } => Some(("language", *word)),
        Step::Uninterrupted(_) => Some(("uninterrupted", at)),
        Step::Scoped { word, scope: Scope::If(_), .. } => Some(("if", *word)),
        // Other rules report blocks that belong to a `gather`.
        Step::First { .. }
        | Step::Scoped { .. }
        | Step::Say(_)
        | Step::Play { .. }
        | Step::PlayComputed { .. }
        | Step::Pause(_)
        | Step::Set { .. }
        | Step::Run { .. }
        | Step::Effects(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn a_verb_and_what_belongs_to_the_caller_are_refused() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Connect;
                data { member: bool = false }
                state Connect { dial "+12345678900", screen 1 { uninterrupted { say "Hello."; } say "To take the call, press one."; } match { _ => Some } }
//~                                                  ^^^^^^ `uninterrupted` is not allowed in `screen`: the called party only hears prompts and presses the key
//~                                                             help: use `say`, or remove it
                state Some { dial "+12345678900", screen 1 { if member { say "A member."; } say "To take the call, press one."; } match { _ => end } }
//~                                                          ^^ `if` is not allowed in `screen`: the called party only hears prompts and presses the key
//~                                                            help: use `say`, or remove it
            }
            "#,
        );
        check_diagnostics(
            r#"
            pub tree Line {
                start Other;
                state Other { dial "+12345678901", screen 1 { say "To take the call, press one."; dial "+12345678902" match { _ => end } } match { _ => end } }
//~                                                                                               ^^^^ `dial` is not allowed in `screen`
//~                                                                                               help: announce the call and the key that takes it
            }
            "#,
        );
    }
}
