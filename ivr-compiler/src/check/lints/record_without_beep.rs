//! # record_without_beep
//!
//! The caller is told to speak after the tone, but `play_beep false` disables the tone. The caller waits for the
//! tone while the recording is already running.
//!
//! ```text
//! state Message { say "Please leave a message after the tone."; record, play_beep false match { recorded | silence => end } }
//! ```
//!
//! Change the text, or play the tone:
//!
//! ```text
//! state Message { say "Please leave a message now."; record, play_beep false match { recorded | silence => end } }
//! ```
//!
//! The texts of the state are checked, those of the arms that lead to it, and those of the states before it that
//! continue by `goto`. They are recognized in English, French, Spanish, German, Italian and Portuguese.

use std::collections::BTreeMap;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Action, Graph, StateId, Target, Verb},
    syntax::{Step, Text, Texts, nested},
    words::tells_of_beep,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    let is_quiet = |id: StateId| {
        let verb = graph.states.get(id).map(|state| &state.verb);
        matches!(verb, Some(Verb::Record(record)) if record.play_beep.is_some_and(|beep| !beep.value))
    };
    if !(0..graph.states.len()).any(is_quiet) {
        return;
    }
    let rests = rests(graph);
    let of_states = graph.states.iter().enumerate().map(|(id, state)| (id, state.steps.as_slice()));
    let on_the_way = graph.actions.iter().filter_map(|action| match action {
        Action::Say { steps, then } => Some((entered(graph, then)?, steps.as_slice())),
        Action::Retry { .. } | Action::Enter { .. } | Action::Leave { .. } => None,
    });
    let mut told: BTreeMap<StateId, &Text> = BTreeMap::new();
    for (id, steps) in of_states.chain(on_the_way) {
        let Some(id) = rests.get(id).copied().filter(|id| is_quiet(*id)) else { continue };
        if let Some(text) = self::told(graph, steps) {
            told.entry(id).or_insert(text);
        }
    }
    for (id, text) in told {
        let message =
            format!("the caller waits for a tone, and `record` in `{}` plays none", graph.name_of(id));
        let diagnostic = Diagnostic::new("record_without_beep", text.span, message).within(id);
        diagnostics.push(diagnostic.help("remove `play_beep false`, or announce that callers can speak now"));
    }
}

/// Returns for each state where a call waits that enters it, after states that continue by `goto`.
fn rests(graph: &Graph) -> Vec<StateId> {
    let mut rests: Vec<Option<StateId>> = vec![None; graph.states.len()];
    for start in 0..graph.states.len() {
        let (mut passed, mut at) = (Vec::new(), start);
        let rest = loop {
            if let Some(known) = rests.get(at).copied().flatten() {
                break known;
            }
            // A second visit means a cycle of `goto`, which another rule reports.
            rests.get_mut(at).into_iter().for_each(|rest| *rest = Some(at));
            passed.push(at);
            match graph.states.get(at).map(|state| &state.verb) {
                Some(Verb::Goto(Target::Go(jump))) => at = jump.state,
                _ => break at,
            }
        };
        for id in passed {
            rests.get_mut(id).into_iter().for_each(|own| *own = Some(rest));
        }
    }
    rests.into_iter().enumerate().map(|(id, rest)| rest.unwrap_or(id)).collect()
}

/// Returns the state that a target enters at once.
fn entered(graph: &Graph, target: &Target) -> Option<StateId> {
    match target {
        Target::Go(jump) | Target::Wait(jump) => Some(jump.state),
        Target::Action(row) => match graph.action(*row)? {
            Action::Say { then, .. } => entered(graph, then),
            Action::Enter { jump, .. } | Action::Leave { jump, .. } => Some(jump.state),
            Action::Retry { .. } => None,
        },
        Target::Again | Target::End(_) | Target::Unknown => None,
    }
}

/// Returns the first text among these steps that mentions a tone.
fn told<'g>(graph: &Graph, steps: &'g [Step]) -> Option<&'g Text> {
    let mut texts = nested(steps).filter_map(Step::texts).flat_map(Texts::each);
    texts.find(|(tag, text)| tells_of_beep(&text.value, graph.languages.of(*tag))).map(|(_, text)| text)
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn a_tone_that_is_never_played() {
        check_warnings(
            "record_without_beep",
            r#"
            pub tree Line {
                start Desk;
                language en-US, fr-FR;
                state Desk { language fr-FR; dial "+12345678900" match { answered => end, busy => { say { en-US: "Speak at the beep.", fr-FR: "Parlez." } } then Memo, _ => Greeting } }
//~                                                                                                              ^^^^^^^^^^^^^^^^^^^^ the caller waits for a tone, and `record` in `Memo` plays none
//~                                                                                                         help: remove `play_beep false`, or announce that callers can speak now
                state Greeting { say { en-US: "Please leave a message.", fr-FR: "Laissez un message après le bip sonore." } goto Message; }
//~                                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the caller waits for a tone, and `record` in `Message` plays none
//~                                                                      help: remove `play_beep false`, or announce that callers can speak now
                state Message { record, play_beep false match { recorded | silence => end } }
                state Memo { record, play_beep false match { recorded | silence => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_tone_that_is_played_and_words_without_one() {
        check_warnings(
            "record_without_beep",
            r#"
            pub tree Line {
                start Desk;
                state Desk { dial "+12345678900" match { answered => end, busy => { say "Speak after the tone."; } then Beeping, _ => Quiet } }
                state Beeping { say "Speak after the tone."; record match { recorded | silence => end } }
                state Quiet { say "There is no tone: speak now."; record, play_beep false match { recorded | silence => end } }
            }
            "#,
        );
    }
}
