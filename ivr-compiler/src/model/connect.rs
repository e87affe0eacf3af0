//! `connect` with its arms resolved: values of the author's type, then the outcomes.

use ivr_core::event::Outcome;
use proc_macro2::{Ident, Span, TokenStream};

use super::{
    Arm, Arms, Graph, Verb,
    resolve::{Resolver, TargetContext},
};
use crate::{
    diagnostics::Diagnostic,
    syntax::{self, Give, Number, Text},
};

/// A connection with an agent.
#[derive(Debug)]
pub(crate) struct Connect {
    /// The word `connect`.
    pub(crate) word: Span,
    /// Its index among those of the tree.
    pub(crate) number: usize,
    pub(crate) is_stream: bool,
    pub(crate) url: Text,
    pub(crate) time_limit: Option<Number>,
    /// The name of each value that is passed to the agent, and the index of its expression in the table of
    /// placeholders.
    pub(crate) give: Vec<(Ident, usize)>,
    /// The type of the result.
    pub(crate) result: Option<TokenStream>,
    pub(crate) arms: Arms,
}

impl Connect {
    /// Returns the maximum time with the agent, in seconds.
    pub(crate) fn longest(&self) -> u32 {
        self.time_limit.map_or(0, |limit| limit.value)
    }
}

impl Resolver<'_> {
    pub(super) fn connect(&mut self, connect: syntax::Connect, place: TargetContext) -> Connect {
        let word = connect.word;
        let arms = connect.arms.into_iter().map(|arm| self.rust_arm(arm, word, place));
        let mut list: Vec<Arm> = arms.collect();
        for (name, target) in connect.outcomes {
            let outcome = if name == "answered" { Outcome::Answered } else { Outcome::Failed };
            if outcome == Outcome::Answered && connect.stream.is_none() {
                let message = "an agent returns a result: write an arm for each of its values";
                let diagnostic = Diagnostic::new("impossible_outcome", name.span(), message);
                self.diagnostics.push(diagnostic.help("remove it"));
            }
            list.push(self.outcome_arm((outcome, name.span()), target, place));
        }
        let give =
            connect.give.into_iter().map(|Give { name, value }| (name, self.values.placeholder(value)));
        let give = give.collect();
        Connect {
            word,
            number: self.connect_number(),
            is_stream: connect.stream.is_some(),
            url: connect.url,
            time_limit: connect.time_limit,
            give,
            result: connect.result,
            arms: Arms { word, list, broken: connect.broken },
        }
    }
}

impl Graph {
    /// Returns every `connect` with a result.
    pub(crate) fn connects(&self) -> impl Iterator<Item = &Connect> {
        self.states.iter().filter_map(|state| match &state.verb {
            Verb::Connect(connect) => Some(connect),
            _ => None,
        })
    }
}
