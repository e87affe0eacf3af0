//! # phrase_without_arm
//!
//! The caller is told to say a phrase that has no arm. A caller who says it hears that it was not understood.
//!
//! ```text
//! state Menu {
//!     gather speech { say "Say sales or support."; } match { "sales" => Sales, silence | _ => end }
//! }
//! ```
//!
//! Add an arm for every announced phrase:
//!
//! ```text
//! state Menu {
//!     gather speech { say "Say sales or support."; } match { "sales" => Sales, "support" => Support, silence | _ => end }
//! }
//! ```
//!
//! A phrase counts as announced if it is in quotation marks, or if it is listed next to another phrase that has an
//! arm. “Say your name” announces no phrase.

use ivr_core::{event::Outcome, text::offered_phrases};

use super::once_a_state;
use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::{Arm, Gather, Graph, Prompted, Spoken},
    words::{contains, normalise, spoken_keys},
};

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    once_a_state(graph, diagnostics, |prompted| diagnostic(graph, prompted));
}

fn diagnostic(graph: &Graph, prompted: &Prompted<'_>) -> Option<Diagnostic> {
    let gather = prompted.gather;
    let free = prompted.arms().any(|arm| arm.has(Outcome::Entered));
    if gather.speech.is_none() || free || gather.arms.broken {
        return None;
    }
    let heard: Vec<String> =
        prompted.arms().flat_map(Arm::phrases).map(|(phrase, _)| normalise(&phrase.value)).collect();
    let (spoken, phrase) =
        prompted.texts.iter().find_map(|spoken| Some((spoken, unheard(gather, spoken, &heard)?)))?;
    let name = graph.name_of(prompted.state);
    let message = format!("the caller of `{name}` is asked to say “{phrase}”, which has no arm");
    let diagnostic = Diagnostic::new("phrase_without_arm", spoken.text.span, message);
    Some(diagnostic.help(format!("add the arm `\"{phrase}\" => …`, or do not announce it")))
}

/// Returns the first phrase that is announced and has no arm.
fn unheard(gather: &Gather, spoken: &Spoken<'_>, heard: &[String]) -> Option<String> {
    let offered = offered_phrases(&spoken.text.value, spoken.language);
    let is_heard = |phrase: &str| {
        let key = gather.keys.is_some() && spoken_keys(phrase, spoken.language).is_some();
        key || heard.iter().any(|own| contains(phrase, own) || contains(own, phrase))
    };
    let listed = offered.iter().any(|(phrase, _)| is_heard(phrase));
    let missing = offered.into_iter().find(|(phrase, quoted)| (*quoted || listed) && !is_heard(phrase))?;
    Some(missing.0)
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn phrases_that_are_offered_beside_others_and_in_quotes() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => end }
                state Menu { gather speech { say "Say sales or support."; } match { "sales" => More } }
//~                                              ^^^^^^^^^^^^^^^^^^^^^^^ the caller of `Menu` is asked to say “support”, which has no arm
//~                                              help: add the arm `"support" => …`, or do not announce it
                state More { gather key or speech { say "Press one or say “billing”."; } match { 1 | "sales" => end } }
//~                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the caller of `More` is asked to say “billing”, which has no arm
//~                                                     help: add the arm `"billing" => …`, or do not announce it
            }
            "#,
        );
    }

    #[test]
    fn phrases_that_are_heard_and_words_of_the_callers_own() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => end }
                state Menu { gather key or speech { say "Say sales or support, or press zero."; } match { "sales" | "technical support" => Name, 0 => end } }
                state Name { gather speech { say "Please say your name."; } match { entered => Why } }
                state Why { gather speech { say "In a few words, say what this is about."; } match { "refund" => end } }
            }
            "#,
        );
    }
}
