//! What a caller hears when our side fails, and where the call goes then: the tree's `trouble`, or an apology and
//! the end.

use super::{apology::apology, course::told};
use crate::{
    call::Flow,
    description::{Line, Target},
    tree::{Ending, Language, PhoneTree, Reply, Step, To},
};

/// The words for trouble and where they lead.
pub(crate) struct Failing<T> {
    pub(crate) lines: Vec<Line>,
    pub(crate) reply: Reply<T>,
}

impl<T: PhoneTree> Failing<T> {
    /// As a call hears it that speaks `language`.
    pub(crate) fn new(flow: &Flow<T>, language: Language) -> Self {
        let Some(trouble) = &flow.description().trouble else {
            let over = Reply { words: None, to: To::End(Ending::Hangup, language) };
            return Self { lines: vec![apology(flow.tag(language))], reply: over };
        };
        let step = match &trouble.then {
            Target::Go(state) => flow.named(state).map(Step::Go),
            Target::Way(row) => (usize::from(*row) < T::WAYS.len()).then_some(Step::Way(*row)),
            Target::Again => Some(Step::Again),
            Target::End(ending) => Some(Step::End(*ending)),
        };
        // Trouble stands in no state: `again` and `retry` ask the first one.
        let at = flow.settle(flow.begin()).speaking(language);
        let reply = at.apply(step.unwrap_or(Step::End(Ending::Hangup)), T::WAYS);
        Self { lines: told(flow, &trouble.lines, language), reply }
    }
}
