//! What a caller hears when our side fails, and where the call goes then: the tree's `on_error`, or an apology and
//! the end.

use super::{
    apology::apology,
    course::{Said, Visitor},
};
use crate::{
    description::Target,
    dialog::{
        call::Flow,
        tree::{Ending, Language, PhoneTree, Reply, Step, To},
    },
};

/// The words for trouble, as a call hears them that speaks `language`.
pub(crate) fn said<'a, T: PhoneTree>(
    flow: &'a Flow<T>,
    language: Language,
    visitor: &mut impl Visitor,
) -> Said<'a> {
    match &flow.description().on_error {
        Some(trouble) => Said::default().then(flow, &trouble.lines, language, visitor),
        None => Said::default().then_line(apology(flow.tag(language))),
    }
}

/// Where a call goes after them.
pub(crate) fn reply<T: PhoneTree>(flow: &Flow<T>, language: Language) -> Reply<T> {
    let Some(trouble) = &flow.description().on_error else {
        return Reply { words: None, to: To::End(Ending::Hangup, language) };
    };
    let step = match &trouble.then {
        Target::Go(state) => flow.named(state).map(Step::Go),
        Target::Way(row) => (usize::from(*row) < T::WAYS.len()).then_some(Step::Way(*row)),
        Target::Again => Some(Step::Again),
        Target::End(ending) => Some(Step::End(*ending)),
    };
    // Trouble stands in no state: `again` and `retry` ask the first one.
    let at = flow.settle(flow.begin()).speaking(language);
    at.apply(step.unwrap_or(Step::End(Ending::Hangup)), T::WAYS)
}
