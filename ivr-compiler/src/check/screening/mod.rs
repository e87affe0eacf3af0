//! Rules about what a callee hears before the two are connected.

mod not_while_screening;
mod screen_without_key;

pub(super) use not_while_screening::check as not_while_screening;
pub(super) use screen_without_key::check as screen_without_key;
