//! # options_said_once
//!
//! A menu that asks again does not repeat its options, because they are in `first` or before the `gather`. A caller
//! who missed them has to guess.
//!
//! ```text
//! state Menu {
//!     gather key { first { say "For sales, press one."; } say "Your choice, please."; } match {
//!         1 => Sales, silence | _ => retry 2 { say "Sorry?"; } then end,
//!     }
//! }
//! ```
//!
//! Move the options to the prompts:
//!
//! ```text
//! state Menu {
//!     gather key { say "For sales, press one."; } match {
//!         1 => Sales, silence | _ => retry 2 { say "Sorry?"; } then end,
//!     }
//! }
//! ```
//!
//! The options may also be in the texts of `retry`.

use std::slice;

use proc_macro2::Span;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Action, Gather, Graph, Target, Verb},
    syntax::{Scope, Step, Text, Texts, nested, nested_if},
    words::{Announced, Announcement},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Gather(gather) = &state.verb else { continue };
        let Some(blocks) = retried(graph, gather) else { continue };
        let mut each = gather.combinations().map(|held| gather.prompts_while(held));
        if let Some(span) = each.find_map(|prompts| said_once(graph, &state.steps, &prompts, &blocks)) {
            let message = format!("`{}` asks again without repeating its options", state.name);
            let diagnostic = Diagnostic::new("options_said_once", span, message).within(id);
            diagnostics.push(
                diagnostic.help("move them into the prompts outside `first`, or into the block of `retry`"),
            );
        }
    }
}

/// Returns the text that announces an option that is not announced again.
fn said_once(graph: &Graph, steps: &[Step], prompts: &[Step], blocks: &[&Step]) -> Option<Span> {
    let (once, mut again): (Vec<&Step>, Vec<&Step>) = prompts.iter().partition(|step| step.is_once());
    again.extend(blocks);
    if again.iter().any(|step| announces(graph, step).is_some() || is_unknown(step)) {
        return None;
    }
    steps.iter().chain(once).find_map(|step| announces(graph, step)).map(|text| text.span)
}

/// Returns what is said before the gather asks again, or `None` if it does not.
fn retried<'g>(graph: &'g Graph, gather: &'g Gather) -> Option<Vec<&'g Step>> {
    let blocks = gather.arms.list.iter().find_map(|arm| match &arm.target {
        Target::Action(row) => match graph.action(*row) {
            Some(Action::Retry { at: None, blocks, .. }) => Some(blocks),
            _ => None,
        },
        _ => None,
    })?;
    Some(blocks.iter().flatten().collect())
}

/// Returns the text of a step that announces a key.
fn announces<'g>(graph: &'g Graph, step: &'g Step) -> Option<&'g Text> {
    let is_key = |found: &Announcement| found.kind != Announced::AnyOther;
    let mut texts = nested(slice::from_ref(step)).filter_map(Step::texts).flat_map(Texts::each);
    let found = texts.find(|(before, text)| text.announced(graph.languages.of(*before)).iter().any(is_key));
    found.map(|(_, text)| text)
}

/// Returns whether the text of a step is unknown.
fn is_unknown(step: &Step) -> bool {
    let mut steps = nested_if(slice::from_ref(step), |block| matches!(block, Step::Uninterrupted(_)));
    // The keys of offered items are known only during a call.
    steps.any(|step| step.is_unknown() || matches!(step, Step::Scoped { scope: Scope::Each, .. }))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn a_hint_that_is_said_once_beside_an_offer() {
        check_warnings(
            "options_said_once",
            r#"
            pub tree Line {
                start Stops;
                data { stops: Vec<String> = Vec::new(), stop: String = String::new() }
                everywhere { '*' => again, silence | _ => retry 1 { say "Sorry?"; } then { say "Goodbye."; } then end }
                state Stops {
                    gather key, offer stop from stops, more 9 {
                        once { say "To hear the stops again, press star."; }
                        each { say "For {stop}, press {key}."; }
                        more { say "For others, press nine."; }
                    } match { chosen => end }
                }
            }
            "#,
        );
    }

    #[test]
    fn options_in_first_and_before_the_gather() {
        check_warnings(
            "options_said_once",
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => retry 2 { say "Sorry?"; } then end }
                state Menu { gather key { first { say "For more, press one."; } say "Your choice?"; } match { 1 => More } }
//~                                                   ^^^^^^^^^^^^^^^^^^^^^^ `Menu` asks again without repeating its options
//~                                                   help: move them into the prompts outside `first`, or into the block of `retry`
                state More { say "To end, press one."; gather key { say "Your choice?"; } match { 1 => end } }
//~                              ^^^^^^^^^^^^^^^^^^^^ `More` asks again without repeating its options
//~                              help: move them into the prompts outside `first`, or into the block of `retry`
            }
            "#,
        );
    }

    #[test]
    fn options_that_are_said_again() {
        check_warnings(
            "options_said_once",
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { first { say "Our menu has changed."; } say "For more, press one."; } match { 1 => More, silence | _ => retry 2 { say "Sorry?"; } then end } }
                state More { say "To end, press one."; gather key { say "Your choice?"; } match { 1 => end, silence | _ => retry 2 { say "To end, press one."; } then end } }
            }
            "#,
        );
    }
}
