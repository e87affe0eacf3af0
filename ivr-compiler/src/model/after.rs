//! `after …` with its state resolved.

use ivr_core::callback::Callback;
use proc_macro2::Span;

use super::{Graph, Jump, State, Verb, resolve::Resolver};
use crate::{
    errors,
    syntax::{self, Run},
};

/// A hook for a report by Twilio outside of the requests of a call.
#[derive(Debug)]
pub(crate) struct Hook {
    pub(crate) callback: Callback,
    /// The word after `after`.
    pub(crate) word: Span,
    /// The state to which the report belongs.
    pub(crate) state: Option<Jump>,
    pub(crate) runs: Vec<Run>,
}

impl Hook {
    /// Returns whether it handles the same report.
    fn is_same(&self, other: &Self) -> bool {
        let state = |hook: &Self| hook.state.as_ref().map(|jump| jump.state);
        (self.callback, state(self)) == (other.callback, state(other))
    }
}

impl Resolver<'_> {
    pub(super) fn hooks(&mut self, hooks: Vec<syntax::After>) -> Vec<Hook> {
        let mut found: Vec<Hook> = Vec::new();
        for syntax::After { callback, word, state, runs } in hooks {
            let named = state.is_some();
            let state = state.and_then(|name| self.aside(name));
            if named && state.is_none() {
                continue;
            }
            let hook = Hook { callback, word, state, runs };
            if found.iter().any(|other| other.is_same(&hook)) {
                let state = hook.state.as_ref().map(|state| &state.name);
                self.diagnostics.push(errors::duplicate_after(hook.word, hook.callback, state));
            } else {
                found.push(hook);
            }
        }
        found
    }
}

impl Graph {
    /// Returns whether a hook handles this report of a state.
    pub(crate) fn has_hook(&self, callback: Callback, state: &State) -> bool {
        let is_of =
            |hook: &Hook| hook.state.as_ref().is_some_and(|jump| state.name == self.name_of(jump.state));
        self.after.iter().any(|hook| hook.callback == callback && is_of(hook))
    }
}

impl Verb {
    /// Returns whether Twilio sends this report for the verb.
    pub(crate) fn reports(&self, callback: Callback) -> bool {
        match (self, callback) {
            (_, Callback::Call) | (Self::Record(_), Callback::Recording) => true,
            (Self::Dial(dial), Callback::Recording) => dial.clauses.record.is_some(),
            (Self::Record(record), Callback::Transcription) => record.transcribe.is_some(),
            _ => false,
        }
    }
}
