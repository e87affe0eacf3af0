//! Conditions of prompts and arms.

use proc_macro2::Ident;

/// `open` or `!open` after `if`: a `bool` field of the call, or a schedule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Condition {
    pub(crate) name: Ident,
    /// Whether it is negated.
    pub(crate) negated: bool,
    /// Whether it was spelled differently, which was reported.
    pub(crate) is_reported: bool,
}

impl Condition {
    /// Returns the opposite condition.
    pub(crate) fn opposite(&self) -> Self {
        Self { negated: !self.negated, ..self.clone() }
    }

    /// Converts it for matching.
    pub(crate) fn of_core(&self) -> ivr_core::condition::Condition {
        ivr_core::condition::Condition { name: self.name.to_string(), negated: self.negated }
    }
}

/// Formats it as in the source.
impl std::fmt::Display for Condition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.of_core().fmt(f)
    }
}
