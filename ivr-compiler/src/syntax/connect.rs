//! `connect "wss://…", time_limit 4min, give { … }, result Billing match { … }`.

use proc_macro2::{Ident, Span, TokenStream};

use super::{Number, RustArm, Target, Text};

/// An agent, and back.
#[derive(Debug)]
pub(crate) struct Connect {
    /// The word `connect`.
    pub(crate) word: Span,
    /// The word `stream`: the agent receives audio and returns nothing.
    pub(crate) stream: Option<Span>,
    pub(crate) url: Text,
    pub(crate) time_limit: Option<Number>,
    pub(crate) give: Vec<Give>,
    /// The type of the result.
    pub(crate) result: Option<TokenStream>,
    /// The arms for the values of that type.
    pub(crate) arms: Vec<RustArm>,
    /// `failed`, or `answered` of a stream, with the word.
    pub(crate) outcomes: Vec<(Ident, Target)>,
    /// Whether something could not be parsed.
    pub(crate) broken: bool,
}

/// `account: call.account`.
#[derive(Debug)]
pub(crate) struct Give {
    pub(crate) name: Ident,
    pub(crate) value: TokenStream,
}
