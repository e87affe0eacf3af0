//! Which arms of `everywhere` a gather inherits.

use crate::syntax::Pattern;

/// Whether an arm of `everywhere` means anything to a gather that takes keys, words or both.
pub(super) fn fits(pattern: &Pattern, keys: bool, speech: bool) -> bool {
    match pattern {
        Pattern::Keys(_) => keys,
        Pattern::Phrase { .. } => speech,
        Pattern::Outcome { .. } | Pattern::EndedBy(_) | Pattern::Rust { .. } => true,
    }
}

/// Whether two patterns are for the same.
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
