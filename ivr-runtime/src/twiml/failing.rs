//! What a caller hears when our side fails, and where the call goes then: the tree's `trouble`, or an apology and
//! the end.

use std::borrow::Cow;

use super::apology::apology;
use crate::{
    call::Flow,
    description::{Line, Target},
    tree::{Ending, PhoneTree, Reply, Step, To},
};

/// The words for trouble and where they lead.
pub(crate) struct Failing<'a, T> {
    pub(crate) lines: Cow<'a, [Line]>,
    pub(crate) reply: Reply<T>,
}

impl<'a, T: PhoneTree> Failing<'a, T> {
    pub(crate) fn new(flow: &'a Flow<T>) -> Self {
        let tree = flow.description();
        let Some(trouble) = &tree.trouble else {
            let over = Reply { words: None, to: To::End(Ending::Hangup) };
            return Self { lines: vec![apology(&tree.language)].into(), reply: over };
        };
        let step = match &trouble.then {
            Target::Go(state) => flow.named(state).map(Step::Go),
            Target::Way(row) => (usize::from(*row) < T::WAYS.len()).then_some(Step::Way(*row)),
            Target::Again => Some(Step::Again),
            Target::End(ending) => Some(Step::End(*ending)),
        };
        // Trouble stands in no state: `again` and `retry` ask the first one.
        let reply = flow.settle(flow.begin()).take(step.unwrap_or(Step::End(Ending::Hangup)));
        Self { lines: trouble.lines.as_slice().into(), reply }
    }
}
