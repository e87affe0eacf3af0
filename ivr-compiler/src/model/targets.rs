//! Targets of arms, resolved: states by name, words on the way, counted attempts.

use proc_macro2::{Ident, Span, TokenStream};

use super::{
    Action, Answered, End, Jump, Target,
    resolve::{Resolver, TargetContext},
    said::Said,
};
use crate::{diagnostics::Diagnostic, errors, syntax};

/// For so many unknown names the one that was meant is looked for.
const SUGGESTIONS: usize = 10;

impl Resolver<'_> {
    /// The right side of an arm.
    pub(super) fn target(&mut self, target: syntax::Target, place: TargetContext) -> Target {
        match target {
            syntax::Target::State(name) => self.go(name),
            syntax::Target::Again => Target::Again,
            syntax::Target::Back(word) => self.back(word, place),
            syntax::Target::End => Target::End(End::Hangup),
            syntax::Target::Reject { busy: true, .. } => Target::End(End::Busy),
            syntax::Target::Reject { busy: false, .. } => Target::End(End::Rejected),
            syntax::Target::Broken => Target::Unknown,
            syntax::Target::Leave { to: None, .. } => Target::End(End::Leave),
            syntax::Target::Leave { word, to: Some(name) } => self.leave_to(name, word),
            syntax::Target::Say { steps, then } => self.say(steps, *then, place),
            syntax::Target::Retry(retry) => self.retry(*retry, place),
        }
    }

    /// `{ a } then { b } then T` says both; a retry after words of its own would say them twice over.
    fn say(&mut self, steps: Vec<syntax::Step>, then: syntax::Target, place: TargetContext) -> Target {
        let (steps, then) = one_block(steps, then);
        let steps = self.values.steps(steps, Said::Once, self.diagnostics);
        self.said(steps, then, place)
    }

    /// What is said on the way, resolved, and where it leads.
    fn said(&mut self, steps: Vec<syntax::Step>, then: syntax::Target, place: TargetContext) -> Target {
        if let syntax::Target::Retry(retry) = &then {
            let diagnostic =
                Diagnostic::new("syntax", retry.word, "the steps of `retry` must be in its own block");
            self.diagnostics.push(diagnostic.help("move the steps into its block: `retry 2 { … } then …`"));
            return Target::Unknown;
        }
        let then = self.target(then, place);
        self.action(Action::Say { steps, then })
    }

    /// The target of an arm of a Rust `match`, and what the arm sets.
    pub(super) fn rust_target(
        &mut self,
        target: syntax::Target,
        pattern: &TokenStream,
        place: TargetContext,
    ) -> (Target, Answered) {
        let syntax::Target::Say { steps, then } = target else {
            return (self.target(target, place), Answered::default());
        };
        let (steps, then) = one_block(steps, *then);
        let (steps, answered) = self.values.of_rust_arm(steps, pattern, self.diagnostics);
        let target = match steps.is_empty() {
            true => self.target(then, place),
            false => self.said(steps, then, place),
        };
        (target, answered)
    }

    fn retry(&mut self, retry: syntax::Retry, place: TargetContext) -> Target {
        if !(1..=15).contains(&retry.times.value) {
            let message = "a caller is asked again at least once and at most 15 times";
            let diagnostic = Diagnostic::new("out_of_range", retry.times.span, message);
            self.diagnostics.push(diagnostic.help("write `2`"));
        }
        let at = retry.at.map(|name| self.jump(name));
        let then = self.target(retry.then, place);
        let (at, slot) = match at {
            None => (None, place.slot),
            Some(None) => return Target::Unknown,
            Some(Some(jump)) => {
                let slot = self.slots.get(&jump.state).copied().unwrap_or(0);
                (Some(jump), slot)
            }
        };
        let times = u8::try_from(retry.times.value).unwrap_or(15).min(15);
        let block = |steps| self.values.steps(steps, Said::Once, self.diagnostics);
        let blocks = retry.blocks.into_iter().map(block).collect();
        let word = retry.times.span;
        self.action(Action::Retry { slot, times, word, blocks, at, then })
    }

    fn back(&mut self, word: Span, place: TargetContext) -> Target {
        let Some(state) = place.above else {
            if place.is_above_unknown {
                return Target::Unknown;
            }
            let name = self.at.and_then(|state| self.names.get(state));
            self.diagnostics.push(errors::back_to_nowhere(word, name, self.names.first()));
            return Target::Unknown;
        };
        let name = self.names.get(state).cloned().unwrap_or_default();
        self.enter(Jump { state, name: Ident::new(&name, Span::call_site()) })
    }

    pub(super) fn go(&mut self, name: Ident) -> Target {
        match self.jump_by(name, unknown_target) {
            Some(jump) => self.enter(jump),
            None => Target::Unknown,
        }
    }

    /// Out of the queue, and on to a state.
    pub(super) fn leave_to(&mut self, name: Ident, word: Span) -> Target {
        let Some(jump) = self.jump(name) else { return Target::Unknown };
        let slot = self.slots.get(&jump.state).copied().unwrap_or(0);
        self.action(Action::Leave { jump, slot, word })
    }

    /// An entry to a state with a counter of its own starts that counter anew.
    fn enter(&mut self, jump: Jump) -> Target {
        if self.is_waiting && self.waiting.is_root(jump.state) {
            return Target::Wait(jump);
        }
        let Some(slot) = self.slots.get(&jump.state).copied() else { return Target::Go(jump) };
        if let Some(entry) = self.entries.get(&jump.state) {
            self.named_aside.push(jump.name);
            return entry.clone();
        }
        let state = jump.state;
        let entry = self.action(Action::Enter { jump, slot });
        self.entries.insert(state, entry.clone());
        entry
    }

    fn action(&mut self, action: Action) -> Target {
        let Ok(row) = u16::try_from(self.actions.len()) else {
            let message = "a tree has at most 65,536 retries and blocks on the way to a state";
            self.diagnostics.push(Diagnostic::new("out_of_range", Span::call_site(), message));
            return Target::Unknown;
        };
        self.actions.push(action);
        Target::Action(row)
    }

    /// The same for a name that stands in no transition.
    pub(super) fn aside(&mut self, name: Ident) -> Option<Jump> {
        let jump = self.jump(name)?;
        self.named_aside.push(jump.name.clone());
        Some(jump)
    }

    /// The state called so; says which one was meant when there is none.
    pub(super) fn jump(&mut self, name: Ident) -> Option<Jump> {
        self.jump_by(name, errors::unknown_state)
    }

    fn jump_by(&mut self, name: Ident, unknown: fn(&Ident, &[String]) -> Diagnostic) -> Option<Jump> {
        let typed = name.to_string();
        if let Some(state) = self.ids.get(&typed).copied() {
            return Some(Jump { state, name });
        }
        // The name may be that of a state that could not be parsed.
        let is_field = self.values.fields.iter().any(|field| field.name == typed);
        if is_field || self.hours.contains_key(&typed) {
            let what = if is_field { "a field" } else { "a schedule" };
            self.diagnostics.unknown(errors::no_state(&name, what, self.names.first()));
            self.named_in_vain.push(name);
            return None;
        }
        let is_misnamed = |name: &String| name.starts_with(char::is_lowercase);
        if !self.unread.state && !self.names.iter().any(is_misnamed) {
            // Only the first unknown names get a suggestion, because the search compares all names.
            let known = if self.unknown < SUGGESTIONS { &self.names[..] } else { &[] };
            self.unknown += 1;
            self.diagnostics.unknown(unknown(&name, known));
        }
        self.named_in_vain.push(name);
        None
    }
}

/// `{ a } then { b } then T` as one block.
fn one_block(steps: Vec<syntax::Step>, then: syntax::Target) -> (Vec<syntax::Step>, syntax::Target) {
    let (mut steps, mut then) = (steps, then);
    while let syntax::Target::Say { steps: more, then: further } = then {
        steps.extend(more);
        then = *further;
    }
    (steps, then)
}

/// The states that a target asks again from elsewhere.
pub(super) fn asked_elsewhere(target: &syntax::Target, found: &mut Vec<Ident>) {
    match target {
        syntax::Target::Retry(retry) => {
            found.extend(retry.at.clone());
            asked_elsewhere(&retry.then, found);
        }
        syntax::Target::Say { then, .. } => asked_elsewhere(then, found),
        _ => {}
    }
}

/// Every name in a target.
pub(super) fn names_in(target: &syntax::Target, found: &mut Vec<Ident>) {
    match target {
        syntax::Target::State(name) | syntax::Target::Leave { to: Some(name), .. } => {
            found.push(name.clone());
        }
        syntax::Target::Say { then, .. } => names_in(then, found),
        syntax::Target::Retry(retry) => {
            found.extend(retry.at.clone());
            names_in(&retry.then, found);
        }
        _ => {}
    }
}

/// The report of a target that names no state; a word of another system may stand for one of ours.
fn unknown_target(name: &Ident, known: &[String]) -> Diagnostic {
    let word = syntax::parse::target_called(&name.to_string());
    errors::unknown_target(name, known, word, syntax::parse::no_target)
}
