//! The languages of two versions: those in which callers can still be served, and the trees in each of them.

use std::borrow::Cow;

use ivr_runtime::description::Description;

/// Returns the languages of both versions, in the new order. If there is none, the first languages are compared with
/// each other.
pub(super) fn both(old: &Description, new: &Description) -> Vec<String> {
    let kept: Vec<String> =
        new.tags().filter(|tag| old.tags().any(|one| one == *tag)).map(str::to_owned).collect();
    if kept.is_empty() { vec![new.language.clone()] } else { kept }
}

/// Returns the tree in this language, or in its first language if it lacks this one.
pub(super) fn reduced<'d>(tree: &'d Description, tag: &str) -> Cow<'d, Description> {
    let tag = tree.tags().find(|own| *own == tag).unwrap_or(&tree.language);
    if tree.languages.is_empty() { Cow::Borrowed(tree) } else { Cow::Owned(tree.in_language(tag)) }
}

/// Returns the calls in progress whose language would change.
pub(super) fn stranding(old: &Description, new: &Description) -> Vec<String> {
    if old.languages.is_empty() && new.languages.is_empty() {
        return Vec::new();
    }
    // The URL of a call in the first language contains no language.
    let first = (old.language != new.language).then_some((&old.language, &new.language));
    let gone = old.languages.iter().map(|other| &other.tag);
    let gone = gone.filter(|tag| !new.tags().any(|own| own == *tag)).map(|tag| (tag, &new.language));
    let moved = first.into_iter().chain(gone);
    moved.map(|(from, to)| format!("calls that speak {from} would go on in {to}")).collect()
}
