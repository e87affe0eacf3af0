//! Which arms of `everywhere` a gather inherits.

use std::cell::Cell;

use super::{
    Answered, Arm, Target,
    conditions::is_left,
    resolve::{Resolver, TargetContext},
    targets::names_in,
};
use crate::syntax::{self, Pattern};

/// An arm of `everywhere`, resolved for states without a counter of their own if possible.
pub(super) struct Inherited {
    pub(super) arm: syntax::Arm,
    shared: Option<Target>,
    /// Whether it was resolved before, so that its errors have been reported.
    told: Cell<bool>,
}

impl Resolver<'_> {
    pub(super) fn everywhere(&mut self, arms: Vec<syntax::Arm>) -> Vec<Inherited> {
        let resolve = |arm: syntax::Arm| {
            names_in(&arm.target, &mut self.named_aside);
            if let Some(condition) = &arm.condition {
                self.condition(condition);
            }
            let above = arm.target.back().is_some();
            let shared = (!above).then(|| self.target(arm.target.clone(), TargetContext::nowhere()));
            Inherited { arm, told: Cell::new(shared.is_some()), shared }
        };
        arms.into_iter().map(resolve).collect()
    }

    /// Adds the arms of `everywhere` that apply to a gather with keys, speech or both.
    pub(super) fn inherit(
        &mut self,
        (keys, speech): (bool, bool),
        arms: &mut Vec<Arm>,
        place: TargetContext,
        everywhere: &[Inherited],
    ) {
        for inherited in everywhere {
            let patterns: Vec<Pattern> = inherited
                .arm
                .patterns
                .iter()
                .filter(|pattern| fits(pattern, keys, speech))
                .filter(|pattern| {
                    let alike = arms.iter().filter(|arm| arm.patterns.iter().any(|own| same(own, pattern)));
                    let others: Vec<_> = alike.map(|arm| arm.condition.clone()).collect();
                    is_left(inherited.arm.condition.as_ref(), &others)
                })
                .cloned()
                .collect();
            if patterns.is_empty() || (inherited.shared.is_none() && place.above.is_none()) {
                continue;
            }
            let target = match &inherited.shared {
                Some(target) if place.slot == 0 => target.clone(),
                _ => self.anew(inherited, place),
            };
            let hidden = inherited.arm.hidden;
            let word = inherited.arm.target.last_word();
            let (condition, answered) = (inherited.arm.condition.clone(), Answered::default());
            arms.push(Arm { hidden, inherited: true, patterns, condition, answered, target, word });
        }
    }

    /// Resolves an inherited target for a state. Its errors are reported once.
    fn anew(&mut self, inherited: &Inherited, place: TargetContext) -> Target {
        let told = self.diagnostics.len();
        let target = self.target(inherited.arm.target.clone(), place);
        if inherited.told.replace(true) {
            self.diagnostics.truncate(told);
        }
        target
    }
}

/// Returns whether an arm of `everywhere` applies to a gather with keys, speech or both.
fn fits(pattern: &Pattern, keys: bool, speech: bool) -> bool {
    match pattern {
        Pattern::Keys(_) => keys,
        Pattern::Phrase { .. } => speech,
        Pattern::Outcome { .. } | Pattern::EndedBy(_) | Pattern::Rust { .. } => true,
    }
}

/// Returns whether two patterns take the same input.
pub(super) fn same(own: &Pattern, other: &Pattern) -> bool {
    match (own, other) {
        (Pattern::Keys(a), Pattern::Keys(b)) => a.value == b.value,
        (Pattern::Outcome { outcome: a, .. }, Pattern::Outcome { outcome: b, .. }) => a == b,
        (Pattern::Phrase { text: a, .. }, Pattern::Phrase { text: b, .. }) => {
            a.value.trim().to_lowercase() == b.value.trim().to_lowercase()
        }
        _ => false,
    }
}
