//! The languages of two versions: which of them callers can still be spoken to in, and the trees as they hear them.

use std::borrow::Cow;

use ivr_runtime::description::Description;

/// The languages that both have, in the new order. Where there is none, the first of each stands for the other.
pub(super) fn both(old: &Description, new: &Description) -> Vec<String> {
    let kept: Vec<String> =
        new.tags().filter(|tag| old.tags().any(|one| one == *tag)).map(str::to_owned).collect();
    if kept.is_empty() { vec![new.language.clone()] } else { kept }
}

/// The tree in this language, or in its first where it has not got it.
pub(super) fn reduced<'d>(tree: &'d Description, tag: &str) -> Cow<'d, Description> {
    let tag = tree.tags().find(|own| *own == tag).unwrap_or(&tree.language);
    if tree.languages.is_empty() { Cow::Borrowed(tree) } else { Cow::Owned(tree.in_language(tag)) }
}

/// The calls in progress that would suddenly be spoken to in another language.
pub(super) fn stranding(old: &Description, new: &Description) -> Vec<String> {
    if old.languages.is_empty() && new.languages.is_empty() {
        return Vec::new();
    }
    // The URL of a call in the first language names none.
    let first = (old.language != new.language).then_some((&old.language, &new.language));
    let gone = old.languages.iter().map(|other| &other.tag);
    let gone = gone.filter(|tag| !new.tags().any(|own| own == *tag)).map(|tag| (tag, &new.language));
    let moved = first.into_iter().chain(gone);
    moved.map(|(from, to)| format!("calls that speak {from} would go on in {to}")).collect()
}
