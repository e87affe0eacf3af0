//! # same_reprompt
//!
//! After a silence or a wrong key the caller hears the same text again and nothing else. A caller who did not
//! understand it the first time will not understand it the second time. A `retry` with the same text repeats it
//! twice in a row, because the prompts are said again anyway.
//!
//! ```text
//! state Menu {
//!     gather key { say "For sales, press one."; } match { 1 => Sales, silence | _ => retry 2 then Sales }
//! }
//! ```
//!
//! Say what went wrong, and give more help with each attempt:
//!
//! ```text
//! state Menu {
//!     gather key { say "For sales, press one."; } match {
//!         1 => Sales,
//!         silence | _ => retry 2 { say "Sorry?"; } { say "Please press a key of your telephone."; } then Sales,
//!     }
//! }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb, WrittenRetry},
    syntax::{Scope, Step, Texts, nested_if},
    words,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for retry in graph.retries() {
        let diagnostic = |span, message| Diagnostic::new("same_reprompt", span, message).within(retry.state);
        if retry.blocks.iter().all(|block| said(block).is_empty() && !plays(block)) {
            let message = "a caller who did not understand hears the same prompt again";
            diagnostics.push(
                diagnostic(retry.number, message)
                    .help(format!("add a prompt: `retry {} {{ say \"…\"; }} …`", retry.times)),
            );
        } else if let Some(text) = repeated(graph, &retry) {
            let message = "the prompts of this state say the same right after it";
            diagnostics.push(
                diagnostic(text, message).help("say what went wrong; the prompts are repeated automatically"),
            );
        }
    }
}

/// Returns a text of a block that the prompts of the same state contain, too.
fn repeated(graph: &Graph, retry: &WrittenRetry<'_>) -> Option<proc_macro2::Span> {
    let Verb::Gather(gather) = &graph.states.get(retry.state?)?.verb else { return None };
    let prompts: Vec<String> =
        said(&gather.prompts).iter().map(|text| words::normalise(&text.value)).collect();
    let blocks = retry.blocks.iter().flat_map(|block| said(block));
    blocks.into_iter().find(|text| prompts.contains(&words::normalise(&text.value))).map(|text| text.span)
}

/// Returns the texts that are said each time the state asks.
fn said(steps: &[Step]) -> Vec<&crate::syntax::Text> {
    let enters =
        |block: &Step| matches!(block, Step::Uninterrupted(_) | Step::Scoped { scope: Scope::If(_), .. });
    let steps = nested_if(steps, enters);
    steps.filter_map(Step::texts).flat_map(Texts::each).map(|(_, text)| text).collect()
}

fn plays(steps: &[Step]) -> bool {
    steps.iter().any(|step| matches!(step, Step::Play { .. } | Step::PlayComputed { .. }))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn the_same_words_again() {
        check_warnings(
            "same_reprompt",
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence => retry 2 then Desk }
//~                                           ^ a caller who did not understand hears the same prompt again
//~                                           help: add a prompt: `retry 2 { say "…"; } …`
                state Menu { gather key { say "For sales, press one."; } match { 1 => Desk, _ => retry 1 { say "For sales press one!"; } then Desk } }
//~                                                                                                            ^^^^^^^^^^^^^^^^^^^^^^ the prompts of this state say the same right after it
//~                                                                                                            help: say what went wrong; the prompts are repeated automatically
                state Desk { dial "+12345678900" match { busy => retry 2 then end, _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn something_else_or_a_recording_first() {
        check_warnings(
            "same_reprompt",
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence => retry 2 { play "https://audio.example/ding.wav"; } then Desk }
                data { vip: bool = false }
                state Menu { gather key { say "For sales, press one."; } match { 1 => Code, _ => retry 1 { say "Sorry?"; } then Desk } }
                state Code { gather key { say "For support, press one."; } match { 1 => Desk, _ => retry 1 { if vip { say "Pardon?"; } else { say "Sorry?"; } } then Desk } }
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn the_same_words_again_in_one_language() {
        check_warnings(
            "same_reprompt",
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                everywhere { silence => { language en-US; } then Desk }
                state Menu {
                    gather key { say { fr-FR: "Tapez un.", en-US: "Press one." } } match {
                        1 => Desk,
                        _ => retry 1 { say { fr-FR: "Pardon ?", en-US: "Press one." } } then Desk,
//~                                                                    ^^^^^^^^^^^^ the prompts of this state say the same right after it
//~                                                                    help: say what went wrong; the prompts are repeated automatically
                    }
                }
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }
}
