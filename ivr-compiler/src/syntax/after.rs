//! `after call { … }`: a hook for a report by Twilio outside of the requests of a call.

use ivr_core::callback::Callback;
use proc_macro2::{Ident, Span};

use super::Run;

/// `after recording in Message { run app.keep(call, recording).await; }`.
#[derive(Debug)]
pub(crate) struct After {
    pub(crate) callback: Callback,
    /// The word behind `after`.
    pub(crate) word: Span,
    /// The state behind `in`.
    pub(crate) state: Option<Ident>,
    pub(crate) runs: Vec<Run>,
}
