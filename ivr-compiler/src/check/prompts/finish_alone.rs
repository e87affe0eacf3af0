//! # finish_alone
//!
//! A prompt tells callers who have nothing to enter to press the finish key. Twilio reports the finish key alone in
//! the same way as silence, and here silence asks the same question again.
//!
//! ```text
//! state Account {
//!     gather keys, finish_on_key '#' { say "Enter your account number, then press hash. If you have none, press hash."; }
//!     match { entered => Desk, silence | _ => retry 2 { say "Sorry?"; } then Desk }
//! }
//! ```
//!
//! Let silence continue the call, or offer another key:
//!
//! ```text
//! state Account {
//!     gather keys, finish_on_key '#' { say "Enter your account number, then press hash. If you have none, press hash."; }
//!     match { entered | silence | _ => Desk }
//! }
//! ```
//!
//! The announcement is recognized in English, French, Spanish, German, Italian and Portuguese.

use ivr_core::event::Outcome;

use super::once_a_state;
use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Prompted, Verb},
    words::is_pressed_alone,
};

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    let finishes = |verb: &Verb| matches!(verb, Verb::Gather(gather) if gather.finish_on_key.is_some());
    if !graph.states.iter().any(|state| finishes(&state.verb)) {
        return;
    }
    once_a_state(graph, diagnostics, |prompted| diagnostic(graph, prompted));
}

fn diagnostic(graph: &Graph, prompted: &Prompted<'_>) -> Option<Diagnostic> {
    let finish = &prompted.gather.finish_on_key.as_ref()?.value;
    let arms = &prompted.gather.arms;
    let silence = arms.list.iter().find(|arm| arm.has(Outcome::Silence))?;
    if arms.broken || !graph.asks_again(&silence.target) {
        return None;
    }
    let mut texts = prompted.texts.iter();
    let told = texts.find(|spoken| is_pressed_alone(&spoken.text.value, finish, spoken.language))?;
    let message = format!("Twilio reports `{finish}` alone as silence, which asks again here");
    let diagnostic = Diagnostic::new("finish_alone", told.text.span, message);
    Some(diagnostic.help("point `silence` to the state for a caller without an entry, or offer another key"))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_finish_key_alone_is_silence() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Account;
                everywhere { silence | _ => retry 2 { say "Sorry?"; } then end }
                state Account { gather keys, finish_on_key '#' { say "Enter your number, then press hash. If you have none, press hash."; } match { entered => end } }
//~                                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Twilio reports `#` alone as silence, which asks again here
//~                                                                  help: point `silence` to the state for a caller without an entry, or offer another key
            }
            "#,
        );
    }

    #[test]
    fn one_language_tells_so() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Account;
                language en-US, fr-FR;
                everywhere { silence | _ => again }
                state Account {
                    gather keys, finish_on_key '#' {
                        say { en-US: "Enter your number, then press hash.", fr-FR: "Votre numéro, puis dièse. Si vous n'en avez pas, tapez dièse." }
//~                                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Twilio reports `#` alone as silence, which asks again here
//~                                                                                help: point `silence` to the state for a caller without an entry, or offer another key
                    } match { entered => end, silence => retry 1 then end }
                }
            }
            "#,
        );
    }

    #[test]
    fn silence_goes_on_or_another_key_is_offered() {
        check_legal(
            r#"
            pub tree Line {
                start Account;
                everywhere { _ => retry 2 { say "Sorry?"; } then end }
                state Account { gather keys, finish_on_key '#' { say "Enter your number, then press hash. If you have none, press hash."; } match { entered | silence => Card } }
                state Card { gather keys, finish_on_key '#' { say "Enter your card, then press hash. If you have none, press star."; } match { '*' | entered => end, silence => retry 1 { say "Hello?"; } then end } }
            }
            "#,
        );
    }
}
