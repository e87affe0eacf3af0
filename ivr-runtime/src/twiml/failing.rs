//! What a caller hears when our side fails, and where the call goes then: the tree's `on_error`, or an apology and
//! the end.

use super::{
    apology::apology,
    course::{Said, Visitor},
};
use crate::{
    description::Target,
    dialog::{
        call::Dialog,
        tree::{Ending, Language, PhoneTree, Reply, To, Transition},
    },
};

/// The `on_error` block, as a call hears them that speaks `language`.
pub(crate) fn said<'a, T: PhoneTree>(
    dialog: &'a Dialog<T>,
    language: Language,
    visitor: &mut impl Visitor,
) -> Said<'a> {
    match &dialog.description().on_error {
        Some(on_error) => Said::default().then(dialog, &on_error.lines, language, visitor),
        None => Said::default().then_line(apology(dialog.tag(language))),
    }
}

/// Where a call goes after them.
pub(crate) fn reply<T: PhoneTree>(dialog: &Dialog<T>, language: Language) -> Reply<T> {
    let Some(on_error) = &dialog.description().on_error else {
        return Reply { words: None, to: To::End(Ending::Hangup, language) };
    };
    let step = match &on_error.then {
        Target::Go(state) => dialog.named(state).map(Transition::Go),
        Target::Action(row) => (usize::from(*row) < T::ACTIONS.len()).then_some(Transition::Action(*row)),
        Target::Again => Some(Transition::Again),
        Target::End(ending) => Some(Transition::End(*ending)),
    };
    // Trouble stands in no state: `again` and `retry` ask the first one.
    let at = dialog.settle(dialog.begin()).speaking(language);
    at.apply(step.unwrap_or(Transition::End(Ending::Hangup)), T::ACTIONS)
}
