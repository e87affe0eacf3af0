//! # impossible_outcome
//!
//! The arm takes something that cannot happen at this verb. For example, the caller cannot press a key while a
//! `dial` connects the call, and a `gather` is never `busy`. The outcome that was meant then has no arm, and the
//! caller would be cut off.
//!
//! ```text
//! state Sales { say "Please leave a message."; record match { recorded => Thanks, no_answer => end, silence => end } }
//! ```
//!
//! Use an outcome that this verb returns:
//!
//! ```text
//! state Sales { say "Please leave a message."; record match { recorded => Thanks, silence => end } }
//! ```
//!
//! [The reference](language.md#dial-record-enqueue) lists the outcomes of each verb.
//!
//! `everywhere` applies to every `gather`, so its arms take keys, phrases, `silence` and `_`.

use ivr_core::event::{self, Outcome};

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb},
    syntax::{
        Noun, Pattern,
        parse::{AFTER_HANG_UP, list, outcome_called},
    },
};

const RULE: &str = "impossible_outcome";

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        for pattern in state.own_arms().flat_map(|arm| &arm.patterns) {
            // `key_without_keys` and `phrase_without_speech` report keys and phrases that a `gather` does not listen
            // for.
            let told = matches!(
                (&state.verb, pattern),
                (Verb::Gather(_), Pattern::Keys(_) | Pattern::Phrase { .. })
            );
            if !told && !state.verb.takes(pattern) {
                diagnostics.push(at_verb(&state.verb, pattern).within(id));
            }
        }
    }
    for pattern in graph.everywhere.iter().flat_map(|arm| &arm.patterns) {
        diagnostics.extend(in_everywhere(pattern));
    }
}

fn at_verb(verb: &Verb, pattern: &Pattern) -> Diagnostic {
    if let Pattern::Outcome { outcome: Outcome::Declined, span } = pattern
        && matches!(verb, Verb::Dial(_))
    {
        let message = "this call cannot be declined: the `dial` has no `screen`";
        let help = "add `screen 1 { say \"To take the call, press one.\"; }`";
        return Diagnostic::new(RULE, *span, message).help(help);
    }
    if let (Pattern::Outcome { outcome: Outcome::Chosen, span }, Verb::Gather(_)) = (pattern, verb) {
        let message = "`chosen` is only taken with `offer`, and this `gather` offers no items";
        let help = "add `, offer item from list` after what `gather` listens for";
        return Diagnostic::new(RULE, *span, message).help(help);
    }
    let word = verb.word();
    let message = match pattern {
        Pattern::Outcome { outcome, .. } if matches!(verb, Verb::Dial(dial) if dial.noun == Noun::Conference) =>
        {
            format!("a conference rings nowhere, and is never `{}`", outcome.as_str())
        }
        Pattern::Outcome { outcome, .. } => format!("`{word}` never has the outcome `{}`", outcome.as_str()),
        Pattern::EndedBy(key) => {
            let message = format!("`{}` does not end this recording", key.value);
            let diagnostic = Diagnostic::new(RULE, key.span, message);
            return diagnostic.help(format!("name it in `finish_on_key ['{}', …]`", key.value));
        }
        Pattern::Keys(_) | Pattern::Phrase { .. } | Pattern::Rust { .. } => {
            format!("`{word}` does not ask the caller")
        }
    };
    let diagnostic = Diagnostic::new(RULE, pattern.span(), message);
    if let (Pattern::Outcome { outcome, .. }, Some(kind)) = (pattern, verb.kind())
        && let Some(ours) = outcome_called(kind, outcome.as_str())
    {
        return diagnostic.help(format!("write `{ours}`"));
    }
    if matches!(pattern, Pattern::Outcome { outcome: Outcome::HungUp, .. }) {
        return diagnostic.help(AFTER_HANG_UP);
    }
    diagnostic.help(format!("it has the outcomes {}", list(&verb.answers())))
}

fn in_everywhere(pattern: &Pattern) -> Option<Diagnostic> {
    let Pattern::Outcome { outcome, span } = pattern else { return None };
    let diagnostic = |message: String| Diagnostic::new(RULE, *span, message);
    if !event::Verb::Gather.has(*outcome) {
        let other = outcome.as_str();
        let diagnostic =
            diagnostic(format!("`everywhere` applies to `gather`, which never has the outcome `{other}`"));
        return Some(diagnostic.help("give it an arm in the state where it can happen"));
    }
    let (what, name) = match outcome {
        Outcome::Entered => ("an entry is only allowed where one is asked for", "entered"),
        Outcome::Chosen => ("an item is only allowed where items are offered", "chosen"),
        _ => return None,
    };
    Some(diagnostic(what.into()).help(format!("give `{name}` an arm in the state")))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_conference_that_nobody_answers() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Room;
                state Room { dial conference "weekly" match { answered => end, busy | no_answer => Sales, _ => end } }
//~                                                                            ^^^^ a conference rings nowhere, and is never `busy`
//~                                                                            help: it has the outcomes `answered` and `failed`
//~                                                                                   ^^^^^^^^^ a conference rings nowhere, and is never `no_answer`
//~                                                                                   help: it has the outcomes `answered` and `failed`
                state Sales { dial conference "daily" match { answered => end } }
//~                                                   ^^^^^ state `Sales` does not handle `failed`
//~                                                   help: add the arm `failed => end`
            }
            "#,
        );
        check_legal(
            r#"pub tree Line { start Room; state Room { dial conference "a" match { answered | failed => end } } }"#,
        );
    }

    #[test]
    fn each_verb_has_outcomes_of_its_own() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { busy => end, entered => end, silence | _ => end }
//~                          ^^^^ `everywhere` applies to `gather`, which never has the outcome `busy`
//~                          help: give it an arm in the state where it can happen
//~                                       ^^^^^^^ an entry is only allowed where one is asked for
//~                                       help: give `entered` an arm in the state
                state Menu { gather key { say "Press one."; } match { 1 => Sales, silence => end, full => Queue } }
//~                                                                                               ^^^^ `gather` never has the outcome `full`
//~                                                                                              help: it has the outcomes `entered`, `silence` and `_`
                state Sales { record match { recorded => end, no_answer | silence => end } }
//~                                                           ^^^^^^^^^ `record` never has the outcome `no_answer`
//~                                                           help: it has the outcomes `recorded` and `silence`
                state Queue { record match { 1 => end, "no" => end, busy => end, _ => end } }
//~                                          ^ `record` does not ask the caller
//~                                          help: it has the outcomes `recorded` and `silence`
//~                                                    ^^^^ `record` does not ask the caller
//~                                                    help: it has the outcomes `recorded` and `silence`
//~                                                                 ^^^^ `record` never has the outcome `busy`
//~                                                                 help: it has the outcomes `recorded` and `silence`
            }
            "#,
        );
    }

    #[test]
    fn a_recording_is_ended_by_its_finish_keys() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                state A { say "Speak."; record, finish_on_key ['1', '#'] match { recorded '1' => B, recorded 2 => end, recorded | silence => end } }
//~                                                                                                          ^ `2` does not end this recording
//~                                                                                                           help: name it in `finish_on_key ['2', …]`
                state B { hangup; }
            }
            "#,
        );
        check_diagnostics(
            r#"
            pub tree Line {
                start B;
                state A { hangup; }
                state B { say "Speak."; record, finish_on_key ['*', '*'] match { recorded '*' => A, recorded '*' => end, recorded | silence => end } }
//~                                                                 ^^^ `*` appears twice here
//~                                                                 help: remove it
            }
            "#,
        );
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                state A { say "Speak."; record, finish_on_key '*' match { recorded '*' => end, recorded '*' => end, recorded | silence => end } }
//~                                                                                                     ^^^ `recorded '*'` already has an arm
//~                                                                                                     help: only the first can ever be taken: remove one of them
            }
            "#,
        );
        check_legal(
            r#"
            pub tree Line {
                start A;
                state A { say "Speak."; record, finish_on_key ['1', '#'] match { recorded '1' => B, recorded | silence => end } }
                state B { say "Speak."; record match { recorded 1 | recorded 2 => end, recorded | silence => end } }
            }
            "#,
        );
    }

    #[test]
    fn an_entry_may_be_one_key() {
        check_legal(
            r#"
            pub tree Line {
                start Rating;
                state Rating { gather key { say "How was it? For a person, press zero."; } match { 0 => Person, entered | silence | _ => end } }
                state Person { dial "+12345678900" match { answered | busy => end, _ => end } }
            }
            "#,
        );
    }
}
