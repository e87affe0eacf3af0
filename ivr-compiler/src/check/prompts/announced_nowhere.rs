//! # announced_nowhere
//!
//! A key is announced where no `gather` listens for it: before the call ends or is connected, recorded or queued, in
//! the text of `on_error`, or on the way to a state without an arm for the key. The caller presses the key, and
//! nothing happens.
//!
//! ```text
//! state Menu { gather key { say "For our hours, press one."; } match { 1 => Hours, silence | _ => end } }
//! state Hours { say "We are open from nine to five. For a person, press zero."; hangup; }
//! ```
//!
//! Announce the key where the call listens for it, or add a `gather`:
//!
//! ```text
//! state Menu { gather key { say "For our hours, press one."; } match { 1 => Hours, silence | _ => end } }
//! state Hours {
//!     gather key { say "We are open from nine to five. For a person, press zero."; } match {
//!         0 => Person, silence | _ => end,
//!     }
//! }
//! ```
//!
//! The texts of `retry` belong to the `gather` that asks again. The texts before a `goto` belong to the `gather`
//! that it leads to. The key that ends a recording may be announced, and so may `*` or `#` while a call rings or
//! waits.

use std::collections::HashSet;

use ivr_core::prompt_file::is_read;

use super::prompt_key_mismatch::options;
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Action, Graph, StateId, Target, Verb},
    syntax::{Condition, Step, Text, Texts, in_arm, nested},
    words::Announced,
};

const RULE: &str = "announced_nowhere";

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    let mut rule = Rule { graph, told: HashSet::new(), diagnostics };
    for (id, state) in graph.states.iter().enumerate() {
        if graph.listener_after(id).is_none() {
            rule.steps(&state.steps, Listener::of(graph, id), Some(id));
        }
        for arm in state.verb.arms().into_iter().flat_map(|arms| &arms.list) {
            rule.on_the_way(&arm.target, id, (!arm.inherited).then_some(id));
        }
    }
    if let Some(on_error) = &graph.on_error {
        let listener = Listener::after(graph, &on_error.then);
        rule.steps(&on_error.steps, listener, None);
    }
}

/// Who accepts an announced key.
#[derive(Clone, Copy)]
enum Listener {
    /// The gather of this state.
    Gather(StateId),
    /// Nobody: the state ends with this verb.
    Verb(StateId),
    /// The call has ended.
    Nobody,
    /// What follows could not be parsed, or depends on Rust.
    Unknown,
}

impl Listener {
    fn of(graph: &Graph, state: StateId) -> Self {
        match graph.listener_after(state) {
            Some(gather) => Self::Gather(gather),
            None => Self::Verb(state),
        }
    }

    fn after(graph: &Graph, target: &Target) -> Self {
        match target {
            Target::Go(jump) | Target::Wait(jump) => Self::of(graph, jump.state),
            Target::End(_) => Self::Nobody,
            Target::Action(row) => match graph.action(*row) {
                Some(Action::Say { then, .. }) => Self::after(graph, then),
                Some(Action::Enter { jump, .. } | Action::Leave { jump, .. }) => Self::of(graph, jump.state),
                Some(Action::Retry { .. }) | None => Self::Unknown,
            },
            Target::Again | Target::Unknown => Self::Unknown,
        }
    }
}

struct Rule<'a, 'g> {
    graph: &'g Graph,
    /// Texts that were reported, with their key. An inherited text is in the source only once.
    told: HashSet<(String, String)>,
    diagnostics: &'a mut Diagnostics,
}

impl<'g> Rule<'_, 'g> {
    /// Checks the texts of a target of an arm in `state`.
    fn on_the_way(&mut self, target: &'g Target, state: StateId, own: Option<StateId>) {
        let Target::Action(row) = target else { return };
        match self.graph.action(*row) {
            Some(Action::Say { steps, then }) => {
                self.steps(steps, Listener::after(self.graph, then), own);
                self.on_the_way(then, state, own);
            }
            Some(Action::Retry { blocks, at, then, .. }) => {
                let asked = at.as_ref().map_or(state, |jump| jump.state);
                for block in blocks {
                    self.steps(block, Listener::of(self.graph, asked), own);
                }
                self.on_the_way(then, state, own);
            }
            Some(Action::Enter { .. } | Action::Leave { .. }) | None => {}
        }
    }

    fn steps(&mut self, steps: &'g [Step], listener: Listener, state: Option<StateId>) {
        for (before, text) in nested(steps).filter_map(Step::texts).flat_map(Texts::each) {
            let language = self.graph.languages.of(before);
            if is_read(language) {
                self.text(text, language, listener, state);
            }
        }
    }

    fn text(&mut self, text: &Text, language: &str, listener: Listener, state: Option<StateId>) {
        for announcement in text.announced(language).iter() {
            let Announced::Key(key) = &announcement.kind else { continue };
            if self.is_taken(key, listener) || !self.told.insert((text.value.clone(), key.clone())) {
                continue;
            }
            let diagnostic = self.diagnostic(text, key, listener);
            self.diagnostics.push(diagnostic.within(state));
            return;
        }
    }

    fn is_taken(&self, key: &str, listener: Listener) -> bool {
        let mark = key == "*" || key == "#";
        match listener {
            Listener::Unknown => true,
            Listener::Nobody => false,
            Listener::Gather(state) => match self.graph.states.get(state).map(|state| &state.verb) {
                Some(Verb::Gather(gather)) => {
                    gather.arms.broken || gather.combinations().all(|held| options(gather, held).take(key))
                }
                _ => true,
            },
            Listener::Verb(state) => match self.graph.states.get(state).map(|state| &state.verb) {
                Some(Verb::Record(record)) => {
                    record.finish_on_key.as_ref().map_or(mark, |finish| finish.value.contains(key))
                }
                Some(Verb::Dial(_) | Verb::Enqueue(_)) => mark,
                Some(Verb::Hangup) => false,
                Some(Verb::Goto(target)) => self.is_taken(key, Listener::after(self.graph, target)),
                _ => true,
            },
        }
    }

    /// Returns the condition of the arm that takes a key.
    fn condition_of(&self, key: &str, state: StateId) -> Option<&Condition> {
        let gather = self.graph.conditions_of(state)?;
        let arm = gather.arms.list.iter().find(|arm| arm.keys().any(|own| own.value == key))?;
        arm.condition.as_ref()
    }

    fn diagnostic(&self, text: &Text, key: &str, listener: Listener) -> Diagnostic {
        let diagnostic = |message: String| Diagnostic::new(RULE, text.span, message);
        let written = in_arm(key);
        match listener {
            Listener::Gather(state) => {
                let name = self.graph.name_of(state);
                if let Some(condition) = self.condition_of(key, state) {
                    let message = format!(
                        "the caller of `{name}` is asked to press `{key}`, which has an arm only if `{condition}`"
                    );
                    let help = format!("move it into the prompts of `{name}`: `if {condition} {{ … }}`");
                    return diagnostic(message).help(help);
                }
                diagnostic(format!("the caller of `{name}` is asked to press `{key}`, which has no arm"))
                    .help(format!("add the arm `{written} => …`, or do not announce it"))
            }
            Listener::Verb(state) => {
                let name = self.graph.name_of(state);
                diagnostic(format!(
                    "the caller of `{name}` is asked to press `{key}`, but no key is read there"
                ))
                .help(format!("remove it, or end the state with `gather key … match {{ {written} => … }}`"))
            }
            Listener::Nobody | Listener::Unknown => {
                diagnostic(format!("the caller is asked to press `{key}` where no key is read"))
                    .help("remove it, or lead to a state that listens")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn keys_that_are_announced_before_the_end_of_a_call_or_a_conversation() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => end }
                on_error { say "Sorry. Press one to try again."; } then Bye
//~                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the caller of `Bye` is asked to press `1`, but no key is read there
//~                            help: remove it, or end the state with `gather key … match { 1 => … }`
                state Menu { gather key { say "For sales, press one. Or press two."; } match { 1 => Desk, 2 => Bye } }
                state Desk { say "For a message, press three."; dial "+12345678900" match { answered => end, _ => Bye } }
//~                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the caller of `Desk` is asked to press `3`, but no key is read there
//~                              help: remove it, or end the state with `gather key … match { 3 => … }`
                state Bye { say "Goodbye. To call again, press star."; hangup; }
//~                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the caller of `Bye` is asked to press `*`, but no key is read there
//~                             help: remove it, or end the state with `gather key … match { '*' => … }`
            }
            "#,
        );
    }

    #[test]
    fn keys_in_the_words_of_retry_and_on_the_way_to_a_gather() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence => retry 2 { say "To end, press nine."; } then end, _ => end }
//~                                                   ^^^^^^^^^^^^^^^^^^^^^ the caller of `Menu` is asked to press `9`, which has no arm
//~                                                   help: add the arm `9 => …`, or do not announce it
                state Menu {
                    gather key { say "For sales, press one."; } match { 1 => { say "To confirm, press five."; } then More }
//~                                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^ the caller of `More` is asked to press `5`, which has no arm
//~                                                                                help: add the arm `5 => …`, or do not announce it
                }
                state More { gather key { say "Press two."; } match { 2 => end } }
            }
            "#,
        );
    }

    #[test]
    fn what_is_listened_for_and_what_ends_a_recording() {
        check_legal(
            r#"
            pub tree Line {
                start Greeting;
                everywhere { 0 => Desk, silence | _ => retry 2 { say "For a person, press zero."; } then end }
                on_error { say "Sorry. Press one."; } then Greeting
                state Greeting { say "Press one at any time."; goto Menu; }
                state Menu { gather key { say "For a message, press one."; } match { 1 => Message } }
                state Message { say "Speak after the tone, then press pound."; record match { recorded | silence => end } }
                state Desk { say "To hang up, press star."; dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn keys_in_the_words_of_retry_that_may_not_be_there() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { open: bool = true }
                everywhere { 0 if open => Desk, 1 if open => end, 1 if !open => Desk }
                state Menu {
                    gather key { play "https://a.example/menu.mp3"; } match {
                        silence => retry 1 { say "For a person, press zero."; } then Desk,
//~                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^ the caller of `Menu` is asked to press `0`, which has an arm only if `open`
//~                                              help: move it into the prompts of `Menu`: `if open { … }`
                        _ => retry 1 { say "For others, press one."; } then Desk,
                    }
                }
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }
}
