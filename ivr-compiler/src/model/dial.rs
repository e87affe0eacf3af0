//! `dial`: resolves its values to indexes, and its arms to targets.

use ivr_core::event::Outcome;

use super::{
    Dial,
    resolve::{Resolver, TargetContext},
};
use crate::syntax;

impl Dial {
    /// Returns whether it can have this outcome.
    pub(crate) fn can_be(&self, outcome: Outcome) -> bool {
        self.noun.can_be(outcome, self.clauses.screen.is_some())
    }
}

impl Resolver<'_> {
    pub(super) fn dial(&mut self, dial: syntax::Dial, place: TargetContext) -> Dial {
        let syntax::Dial { noun, numbers, nouns, computed, short, mut clauses, arms, .. } = dial;
        let placeholder = computed.clone().map(|expression| self.values.dialled(expression));
        for value in [&mut clauses.caller_id, &mut clauses.send_digits].into_iter().flatten() {
            self.values.value(value);
        }
        clauses.computed_time_limit = self.values.seconds(clauses.computed_time_limit);
        clauses.screen = clauses.screen.map(|screen| self.screen(screen));
        let arms = self.arms(arms, place);
        Dial { noun, numbers, nouns, computed, placeholder, short, clauses, arms }
    }
}
