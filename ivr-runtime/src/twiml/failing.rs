//! What a caller hears after a failure of the server, and where the call continues: the tree's `on_error`, or an
//! apology and the end.

use super::{
    apology::apology,
    course::{Said, Visitor},
};
use crate::dialog::{
    call::Dialog,
    tree::{Ending, Language, PhoneTree, Reply, To},
};

/// Returns the `on_error` block in `language`.
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

/// Returns where the call continues afterwards.
pub(crate) fn reply<T: PhoneTree>(dialog: &Dialog<T>, language: Language) -> Reply<T> {
    let Some(transition) = dialog.on_error() else {
        return Reply { words: None, to: To::End(Ending::Hangup, language) };
    };
    // `on_error` belongs to no state: `again` and `retry` ask the first one.
    let at = dialog.settle(dialog.begin()).speaking(language);
    at.apply(transition, T::ACTIONS)
}
