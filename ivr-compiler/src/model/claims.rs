//! Scenarios and promises with their names resolved.

use proc_macro2::Ident;

use super::{Jump, StateId, resolve::Resolver};
use crate::{
    errors,
    syntax::{self, Expected, Later, Promise, ScenarioLine, Text},
};

/// Calls of the author, and where they lead.
#[derive(Debug)]
pub(crate) struct Scenario {
    pub(crate) name: Text,
    /// The named start, or `None` for an incoming call.
    pub(crate) from: Option<Ident>,
    pub(crate) start: StateId,
    pub(crate) lines: Vec<ScenarioLine<Jump>>,
}

impl Resolver<'_> {
    /// Resolves a scenario. Returns `None` if its start is unknown, which has been reported.
    pub(super) fn scenario(
        &mut self,
        scenario: syntax::Scenario,
        starts: &[super::Start],
    ) -> Option<Scenario> {
        let wanted = scenario.from.as_ref().map(Ident::to_string);
        let start = starts.iter().find(|start| start.name.as_ref().map(Ident::to_string) == wanted);
        if let (None, Some(from)) = (start, &scenario.from) {
            self.unknown_start(from, starts);
        }
        let lines = scenario.lines.into_iter().filter_map(|line| {
            let expected = match line.expected {
                Expected::State(name) => Expected::State(self.jump(name)?),
                Expected::End(word) => Expected::End(word),
            };
            Some(ScenarioLine { inputs: line.inputs, expected })
        });
        let lines = lines.collect();
        start.map(|start| Scenario {
            name: scenario.name,
            from: scenario.from,
            start: start.state.state,
            lines,
        })
    }

    fn unknown_start(&mut self, from: &Ident, starts: &[super::Start]) {
        let names: Vec<String> =
            starts.iter().filter_map(|start| start.name.as_ref()).map(ToString::to_string).collect();
        self.diagnostics.push(errors::unknown_start(from, &names));
    }

    /// Resolves a promise. Returns `None` if it names an unknown state, which has been reported.
    pub(super) fn promise(&mut self, promise: Promise<Ident>) -> Option<Promise<Jump>> {
        Some(match promise {
            Promise::FirstOption { word, limit } => Promise::FirstOption { word, limit },
            Promise::Silence { word, limit } => Promise::Silence { word, limit },
            Promise::Within { state, keys, of: None } => {
                Promise::Within { state: self.aside(state)?, keys, of: None }
            }
            Promise::Within { state, keys, of: Some(of) } => {
                let (state, of) = (self.aside(state), self.aside(of));
                Promise::Within { state: state?, keys, of: Some(of?) }
            }
            Promise::Before { state, later: Later::Verb(verb) } => {
                Promise::Before { state: self.aside(state)?, later: Later::Verb(verb) }
            }
            Promise::Before { state, later: Later::State(later) } => {
                let (state, later) = (self.aside(state), self.aside(later));
                Promise::Before { state: state?, later: Later::State(later?) }
            }
        })
    }
}
