//! Arms with their targets resolved.

use ivr_core::event::Outcome;
use proc_macro2::{Span, TokenStream};

use super::{
    Answered, Arm, Arms, Target,
    resolve::{Resolver, TargetContext},
};
use crate::syntax::{self, Pattern, RustArm, Text, rust_source};

impl Arm {
    /// Creates an arm without a condition and without `set`s.
    pub(super) fn new(pattern: Pattern, target: Target, word: Option<Span>) -> Self {
        Self {
            hidden: false,
            inherited: false,
            patterns: vec![pattern],
            condition: None,
            answered: Answered::default(),
            target,
            word,
        }
    }
}

impl Resolver<'_> {
    pub(super) fn arms(&mut self, arms: syntax::Arms, place: TargetContext) -> Arms {
        let resolve = |arm: syntax::Arm| {
            let word = arm.target.last_word();
            let target = self.target(arm.target, place);
            let (hidden, patterns, condition) = (arm.hidden, arm.patterns, arm.condition);
            let answered = Answered::default();
            Arm { hidden, inherited: false, patterns, condition, answered, target, word }
        };
        Arms { word: arms.word, list: arms.arms.into_iter().map(resolve).collect(), broken: arms.broken }
    }

    /// Resolves an arm with a Rust pattern in the `match` at `at`.
    pub(super) fn rust_arm(&mut self, arm: RustArm, at: Span, place: TargetContext) -> Arm {
        let RustArm { pattern, target } = arm;
        let word = target.last_word();
        let (target, answered) = self.rust_target(target, &pattern, place);
        let text = Text::new(rust_source(&pattern), first_span(&pattern).unwrap_or(at));
        Arm { answered, ..Arm::new(Pattern::Rust { tokens: pattern, text }, target, word) }
    }

    /// Resolves an arm for an outcome next to Rust patterns.
    pub(super) fn outcome_arm(
        &mut self,
        (outcome, span): (Outcome, Span),
        target: syntax::Target,
        place: TargetContext,
    ) -> Arm {
        let word = target.last_word();
        Arm::new(Pattern::Outcome { outcome, span }, self.target(target, place), word)
    }
}

fn first_span(tokens: &TokenStream) -> Option<Span> {
    tokens.clone().into_iter().next().map(|token| token.span())
}
