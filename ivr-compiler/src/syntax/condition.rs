//! Conditions of prompts and arms.

use proc_macro2::Ident;

/// `open` or `!open` behind `if`: a `bool` field of the call, or a schedule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Condition {
    pub(crate) name: Ident,
    /// It must not hold.
    pub(crate) negated: bool,
    /// It was written in another way, which is reported.
    pub(crate) is_reported: bool,
}

impl Condition {
    /// What holds where this does not.
    pub(crate) fn opposite(&self) -> Self {
        Self { negated: !self.negated, ..self.clone() }
    }

    /// As answers are matched.
    pub(crate) fn of_core(&self) -> ivr_core::condition::Condition {
        ivr_core::condition::Condition { name: self.name.to_string(), negated: self.negated }
    }
}

/// As the author writes it.
impl std::fmt::Display for Condition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.of_core().fmt(f)
    }
}
