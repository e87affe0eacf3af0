//! `screen 1 { say "…"; }` of a `dial`: what the callee hears before the two are connected.

use proc_macro2::{Span, TokenStream};

use super::{Number, Step, Text};

/// The key that accepts the call. Another key, silence and hanging up decline it.
#[derive(Debug)]
pub(crate) struct Screen {
    /// The word `screen`.
    pub(crate) word: Span,
    pub(crate) key: Text,
    pub(crate) unless: Option<Unless>,
    pub(crate) steps: Vec<Step>,
}

/// `unless app.taken(call).await within 2s { say "…"; }`, after which the call of the called party ends.
#[derive(Debug)]
pub(crate) struct Unless {
    pub(crate) condition: TokenStream,
    pub(crate) within: Number,
    pub(crate) steps: Vec<Step>,
    /// Its number among the questions of the tree, once it is resolved.
    pub(crate) number: usize,
}
