//! # tones_while_listening
//!
//! Tones are among the prompts of a `gather`. Twilio listens while it says prompts, and sends no tones while it
//! listens, so the tones would never be sent.
//!
//! ```text
//! state Door {
//!     gather key { play digits "9"; say "To open once more, press one."; } match { 1 => Door, silence | _ => end }
//! }
//! ```
//!
//! Send the tones before the `gather`, as a step of the state. To send them each time the state asks, put them into
//! `uninterrupted`:
//!
//! ```text
//! state Door {
//!     play digits "9";
//!     gather key { say "To open once more, press one."; } match { 1 => Door, silence | _ => end }
//! }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb},
    syntax::{Step, nested_if},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Gather(gather) = &state.verb else { continue };
        for step in nested_if(&gather.prompts, |block| !matches!(block, Step::Uninterrupted(_))) {
            let Step::PlayDigits { word, .. } = step else { continue };
            let message = "Twilio sends no tones while it listens for the caller";
            let diagnostic = Diagnostic::new("tones_while_listening", *word, message).within(id);
            diagnostics.push(diagnostic.help("move it before the `gather`, or into `uninterrupted { … }`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn tones_among_prompts() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                state A { gather key { first { play digits "9"; } say "To end, press one."; } match { 1 | silence | _ => end } }
//~                                                 ^^^^^^ Twilio sends no tones while it listens for the caller
//~                                                 help: move it before the `gather`, or into `uninterrupted { … }`
            }
            "#,
        );
    }

    #[test]
    fn tones_before_it_listens() {
        check_legal(
            r#"
            pub tree Line {
                start A;
                everywhere { silence | _ => retry 1 { play digits "9"; } then end }
                state A {
                    play digits "ww1234#";
                    gather key { uninterrupted { play digits "*9"; } say "To end, press one."; } match { 1 => end }
                }
            }
            "#,
        );
    }
}
