//! # phrase_without_speech
//!
//! A `gather` that accepts keys only has an arm for a phrase, or a clause that applies to speech. When the caller
//! speaks, nothing is recognized.
//!
//! ```text
//! state Menu {
//!     gather key { say "For sales, say yes or press one."; } match { 1 | "yes" => Sales, silence | _ => end }
//! }
//! ```
//!
//! Accept speech as well:
//!
//! ```text
//! state Menu {
//!     gather key or speech { say "For sales, say yes or press one."; } match { 1 | "yes" => Sales, silence | _ => end }
//! }
//! ```

use proc_macro2::Span;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Gather, Graph, State, Verb},
    words,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Gather(gather) = &state.verb else { continue };
        if gather.speech.is_none() {
            diagnostics.extend(diagnostic(state, gather).map(|diagnostic| diagnostic.within(id)));
        }
    }
}

/// Returns the error. The missing word is one mistake, however many phrases need it.
fn diagnostic(state: &State, gather: &Gather) -> Option<Diagnostic> {
    // `empty_text` reports a phrase without letters.
    let phrases = state.own_arms().flat_map(|arm| arm.phrases().map(|(text, _)| text));
    let phrase = phrases.into_iter().find(|text| !words::normalise(&text.value).is_empty());
    let diagnostic = |span: Span, message: &str| Diagnostic::new("phrase_without_speech", span, message);
    if let Some(text) = phrase {
        let diagnostic = diagnostic(text.span, "this `gather` does not listen for speech");
        let key = text.value.bytes().all(|letter| letter.is_ascii_digit());
        return Some(match key {
            true => diagnostic.help(format!("a key is written without quotes: `{}`", text.value)),
            false => diagnostic.help(with_speech(gather)),
        });
    }
    let listen = gather.language.as_ref().map(|tag| (tag.span, tag.end));
    let hint = gather.hints.first().map(|text| (text.span, text.span));
    let more = gather.more_hints.as_ref().map(|hints| (hints.span, hints.span));
    let pause = gather.speech_timeout.map(|pause| (pause.span, pause.span));
    let (clause, end) = listen.or(hint).or(more).or(pause)?;
    Some(
        diagnostic(clause, "this is for speech, which this `gather` does not listen for")
            .to(end)
            .help(with_speech(gather)),
    )
}

/// Returns the `gather` that also accepts speech.
fn with_speech(gather: &Gather) -> String {
    let keys = gather.keys.map_or_else(|| "key".to_owned(), |keys| keys.to_string());
    format!("change `gather {keys}` to `gather {keys} or speech`")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn words_where_only_keys_are_heard() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                everywhere { silence | _ => end }
                state A { gather key { say "One?"; } match { 1 | "yes" => B, 2 | "no" => B } }
//~                                                              ^^^^^ this `gather` does not listen for speech
//~                                                              help: change `gather key` to `gather key or speech`
                state B { gather key, language fr-FR, speech_timeout 2s { say "One?"; } match { 1 => A } }
//~                                            ^^^^^ this is for speech, which this `gather` does not listen for
//~                                            help: change `gather key` to `gather key or speech`
            }
            "#,
        );
    }

    #[test]
    fn a_phrase_for_all_states_holds_where_words_are_heard() {
        check_legal(
            r#"
            pub tree Line {
                start A;
                everywhere { "operator" => end, silence | _ => end }
                state A { gather key { say "One?"; } match { 1 => B } }
                state B { gather speech { say "Yes?"; } match { "yes" => end } }
            }
            "#,
        );
    }
}
