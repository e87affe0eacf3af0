//! # unhandled_outcome
//!
//! An outcome that can happen has no arm, neither in the state nor in `everywhere`: silence, a wrong key, a busy
//! line, an empty recording. In that case the call would be cut off without a word.
//!
//! ```text
//! state Menu { gather key { say "Press one for sales."; } match { 1 => Sales } }
//! ```
//!
//! Say what happens then, in this state or in `everywhere` for all states:
//!
//! ```text
//! everywhere {
//!     silence => retry 2 { say "Sorry, I did not hear you."; } then Reception,
//!     _       => retry 2 { say "That is not an option."; } then Reception,
//! }
//! state Menu { gather key { say "Press one for sales."; } match { 1 => Sales } }
//! ```

use std::collections::BTreeMap;

use ivr_core::event::Outcome;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, StateId, Verb},
    syntax::{Pattern, parse::list},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    // An outcome that is missing in several states is one error, reported at the first of them.
    let mut missing: BTreeMap<Vec<Outcome>, Vec<StateId>> = BTreeMap::new();
    for (id, state) in graph.states.iter().enumerate() {
        // An arm for an impossible outcome was probably meant for the missing one, and is reported already.
        let misses =
            |pattern: &Pattern| matches!(pattern, Pattern::Outcome { .. }) && !state.verb.takes(pattern);
        if state.own_arms().any(|arm| arm.patterns.iter().any(misses)) {
            continue;
        }
        let open = state.verb.unhandled();
        if !open.is_empty() {
            missing.entry(open).or_default().push(id);
        }
    }
    let mut found: Vec<_> = missing.into_iter().map(|(open, states)| (states, open)).collect();
    found.sort();
    for (states, open) in found {
        diagnostics.extend(diagnostic(graph, &open, &states));
    }
}

fn diagnostic(graph: &Graph, open: &[Outcome], states: &[StateId]) -> Option<Diagnostic> {
    let [id, others @ ..] = states else { return None };
    let first = graph.states.get(*id)?;
    if let Some(diagnostic) = led_back(graph, open, states) {
        return Some(diagnostic.within(*id));
    }
    let message = format!("state `{}` does not handle {}", first.name, list(&words(open)));
    let mut diagnostic = Diagnostic::new("unhandled_outcome", first.verb.arms()?.word, message).within(*id);
    if !others.is_empty() {
        let names: Vec<String> = others.iter().take(3).map(|id| graph.name_of(*id)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let more = others.len().saturating_sub(3);
        let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
        diagnostic = diagnostic.note(format!("it is also missing in {}{rest}", list(&names)));
    }
    if matches!(first.verb, Verb::Connect(_)) {
        diagnostic = diagnostic.note("`_` takes the other results, and `failed` a session without one");
    }
    let listens = matches!(first.verb, Verb::Gather(_));
    let diagnostic = diagnostic.help(format!("add the arm `{}`", arm(graph, open, listens, *id)));
    let inherited =
        listens && !open.iter().any(|outcome| needs_own_arm(*outcome)) && !graph.waiting.holds(*id);
    Some(if inherited {
        diagnostic.note("the arm belongs here, or in `everywhere { … }` for all states")
    } else {
        diagnostic
    })
}

/// Reports an arm of `everywhere` that leads `back` and would be the missing one, if the state were `under` another.
fn led_back(graph: &Graph, open: &[Outcome], states: &[StateId]) -> Option<Diagnostic> {
    let arm = graph.everywhere.iter().find(|arm| {
        let named = |outcome: &Outcome| {
            arm.patterns
                .iter()
                .any(|pattern| matches!(pattern, Pattern::Outcome { outcome: own, .. } if own == outcome))
        };
        arm.target.back().is_some() && open.iter().all(named)
    })?;
    let names: Vec<String> = states.iter().take(4).map(|id| graph.name_of(*id)).collect();
    let [first, others @ ..] = &names[..] else { return None };
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    let message = format!("`back` leads nowhere from state `{first}`, which is not `under` another");
    let diagnostic = Diagnostic::new("unhandled_outcome", arm.target.back()?, message);
    let diagnostic = match others.is_empty() {
        true => diagnostic,
        false => diagnostic.note(format!("nor from {}", list(&others))),
    };
    let help = format!(
        "write `end` or a state here, or give `{first}` an arm of its own for {}",
        list(&words(open))
    );
    Some(diagnostic.help(help))
}

/// Returns whether the arm is not allowed in `everywhere`.
fn needs_own_arm(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Entered | Outcome::Chosen)
}

fn words(outcomes: &[Outcome]) -> Vec<&'static str> {
    outcomes.iter().map(|outcome| outcome.as_str()).collect()
}

/// Returns an arm for the outcomes without one, with the author's own names.
fn arm(graph: &Graph, open: &[Outcome], listens: bool, state: StateId) -> String {
    let then = graph.refuge(state);
    if open.iter().any(|outcome| needs_own_arm(*outcome)) || !listens {
        let outcome = match open {
            [outcome] => *outcome,
            _ if open.contains(&Outcome::Chosen) => Outcome::Chosen,
            _ => Outcome::Else,
        };
        return format!("{} => {then}", outcome.as_str());
    }
    if graph.waiting.holds(state) {
        return format!("{} => {}", words(open).join(" | "), graph.waited_for(state));
    }
    // In a tree of several languages, the help would need a text in each.
    let said = if graph.languages.several() { "" } else { " { say \"Sorry?\"; }" };
    format!("{} => retry 2{said} then {then}", words(open).join(" | "))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn an_arm_for_all_states_that_leads_back_from_a_state_under_none() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence => retry 1 { say "Sorry?"; } then back, _ => end }
//~                                                                    ^^^^ `back` leads nowhere from state `Menu`, which is not `under` another
//~                                                                    note: nor from `More`
//~                                                                    help: write `end` or a state here, or give `Menu` an arm of its own for `silence`
                state Menu { gather key { say "Press one."; } match { 1 => Hours } }
                state Hours under Menu { gather key { say "Press one."; } match { 1 => More } }
                state More { gather key { say "Press one."; } match { 1 => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_menu_without_silence() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "Press one."; } match { 1 => end, _ => end } }
//~                                                           ^^^^^ state `Menu` does not handle `silence`
//~                                                           help: add the arm `silence => retry 2 { say "Sorry?"; } then end`
//~                                                           note: the arm belongs here, or in `everywhere { … }` for all states
            }
            "#,
        );
    }

    #[test]
    fn the_same_outcome_missing_in_two_states_is_one_mistake() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { _ => end }
                state Menu { gather key { say "Press one."; } match { 1 => Hours } }
//~                                                           ^^^^^ state `Menu` does not handle `silence`
//~                                                           note: it is also missing in `Hours`
//~                                                           help: add the arm `silence => retry 2 { say "Sorry?"; } then end`
//~                                                           note: the arm belongs here, or in `everywhere { … }` for all states
                state Hours { gather key { say "Press one."; } match { 1 => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_call_that_may_be_busy() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Reception;
                state Reception { dial "+12345678900" match { answered => end, busy => end } }
//~                                                   ^^^^^ state `Reception` does not handle `no_answer`, `failed` and `canceled`
//~                                                   help: add the arm `_ => end`
            }
            "#,
        );
    }

    #[test]
    fn a_message_that_nobody_leaves() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Sales;
                state Sales { record match { recorded => end } }
//~                                  ^^^^^ state `Sales` does not handle `silence`
//~                                  help: add the arm `silence => end`
            }
            "#,
        );
    }

    #[test]
    fn everywhere_handles_what_a_state_leaves_open() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => end }
                state Menu { gather key { say "Press one."; } match { 1 => end } }
            }
            "#,
        );
    }

    #[test]
    fn the_rest_of_a_call_is_one_arm() {
        check_legal(
            r#"
            pub tree Line {
                start Support;
                state Support { enqueue "support" match { bridged => end, _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn nothing_is_left_where_every_answer_is_an_entry() {
        check_legal(
            r#"
            pub tree Line {
                start Number;
                state Number { gather keys { say "Your number?"; } match { entered => Name, silence => end } }
                state Name { gather speech { say "Your name?"; } match { entered | silence => end } }
            }
            "#,
        );
    }

    #[test]
    fn an_answer_that_comes_too_late() {
        let tree = |late: &str| {
            format!(
                r#"
            pub tree Line for App {{
                start Ask;
                state Ask {{ match app.find().await within 5s {{ Some(_) => Bye, None => Bye{late} }} }}
                state Bye {{ hangup; }}
            }}"#
            )
        };
        check_legal(&tree(", late => Bye"));
        check_diagnostics(&tree(
            "
//~                         ^^^^^ state `Ask` does not handle `late`
//~                         help: add the arm `late => end`
            ",
        ));
    }
}
